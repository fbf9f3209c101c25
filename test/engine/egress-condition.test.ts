import { describe, expect, it } from "vitest";
import { egressHolds } from "../../src/engine/egress-condition.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Type } from "../../src/value/type.ts";
import { event, gate, grant, policy, tool } from "./build.ts";

const linked: Type = {
  kind: "record",
  additional: true,
  fields: {
    link: { type: { kind: "url" }, required: false },
    links: { type: { kind: "list", element: { kind: "url" } }, required: false },
  },
};
const tools = { look: tool("look", { args: linked }), ping: tool("ping"), peek: tool("peek", { args: linked }) };
const limits = { hosts: ["api.example"], methods: ["POST"], ports: [443], types: undefined };
const inside = "https://api.example/x";
const outside = "https://other.example/x";

/** What is denied is not inside, or, as the class says, may not be. */
function verdictOn(names: readonly (keyof typeof tools)[], raw: Record<string, unknown>): string {
  const unless = egressHolds(
    names.map((name) => tools[name]),
    limits,
  );
  const ir = policy({
    catalogue: { tools, context: {} },
    grants: [grant("g", { tools: ["look", "peek", "ping"] })],
    gates: [gate("egress", { on: [{ kind: "call", tools: names }], unless })],
  });
  const asked = event({ kind: "call", tool: "look", ...raw }, 0, ir);
  const [one, other] = (["closures", "interpreter"] as const).map((engine) => {
    const { explain, initial } = createEngine(ir, { engine });
    const { level, reasons } = explain(initial(), asked);
    return `${level} ${reasons.find(({ rule }) => rule === "egress")?.class ?? ""}`.trim();
  });
  expect(one).toBe(other);
  return one ?? "";
}

describe("what a call says of its destinations", () => {
  const verdict = (raw: Record<string, unknown>) => verdictOn(["look", "ping"], raw);

  it("is inside where it names none", () => {
    expect(verdict({})).toBe("allow");
    expect(verdict({ tool: "ping" })).toBe("allow");
    expect(verdict({ args: { links: [] } })).toBe("allow");
  });

  it.each<[string, Record<string, unknown>]>([
    ["an argument", { args: { link: inside } }],
    ["a list", { args: { links: [inside, inside] } }],
    ["the envelope", { egress: { url: inside, method: "POST" } }],
  ])("is inside where %s names one", (_where, raw) => {
    expect(verdict(raw)).toBe("allow");
  });

  it.each<[string, Record<string, unknown>]>([
    ["an argument", { args: { link: outside } }],
    ["one of a list", { args: { links: [inside, outside] } }],
    ["a port", { args: { link: "https://api.example:8443/x" } }],
    ["the envelope", { egress: { url: outside }, args: { link: inside } }],
    ["a method", { egress: { url: inside, method: "GET" } }],
  ])("is outside where %s is", (_what, raw) => {
    expect(verdict(raw)).toBe("deny rule");
  });

  it("may be outside where it was not recorded", () => {
    expect(verdict({ args: {}, not_recorded: ["args.link"] })).toBe("deny evidence");
    expect(verdict({ args: {}, not_recorded: ["args.links"] })).toBe("deny evidence");
    expect(verdict({ not_recorded: ["egress"] })).toBe("deny evidence");
  });

  it("is asked of the arguments that its tool declares", () => {
    expect(verdict({ tool: "ping", args: { link: outside } })).toBe("allow");
    for (const name of ["look", "peek"])
      expect(verdictOn(["look", "peek"], { tool: name, args: { link: outside } })).toBe("deny rule");
    expect(verdictOn(["look"], { args: { link: inside } })).toBe("allow");
  });
});
