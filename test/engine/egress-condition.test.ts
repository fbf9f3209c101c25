import { describe, expect, it } from "vitest";
import { describeCondition } from "../../src/engine/describe.ts";
import { confinementOf, egressHolds, isAlwaysSeen, isSeen } from "../../src/engine/egress-condition.ts";
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

describe("the conditions of a connector's egress", () => {
  const field = (type: Type, required = false) => ({ type, required });
  const record = (fields: Readonly<Record<string, ReturnType<typeof field>>>): Type => ({
    kind: "record",
    additional: false,
    fields,
  });
  const url: Type = { kind: "url" };
  const domain: Type = { kind: "domain" };
  const list = (element: Type): Type => ({ kind: "list", element });
  const called = (name: string, args: Type) => ({ name, args });
  const any = { hosts: ["a.example"], methods: undefined, ports: undefined, types: undefined };
  const holds = (args: Type, more: object = {}): string =>
    describeCondition(egressHolds([called("t", args)], { ...any, ...more }));

  it("are about the envelope alone where no argument is a destination", () => {
    expect(holds(record({ n: field({ kind: "int" }) }))).toBe(
      'not has egress.url or egress.url in domain ["a.example"]',
    );
    const all = holds(record({}), { methods: ["GET"], types: ["text/csv"], ports: [80, 443] });
    expect(all.split(") and (")).toEqual([
      '(not has egress.url or (egress.url in domain ["a.example"] and egress.url.port in [80, 443])',
      'not has egress.method or egress.method in ["GET"]',
      'not has egress.type or egress.type in ["text/csv"])',
    ]);
  });

  it.each<[string, Type, string]>([
    ["a URL", record({ u: field(url) }), '(not has args.u or args.u in domain ["a.example"])'],
    ["a domain", record({ d: field(domain) }), '(not has args.d or args.d in domain ["a.example"])'],
    [
      "one in a record",
      record({ r: field(record({ u: field(url) })) }),
      '(not has args.r.u or args.r.u in domain ["a.example"])',
    ],
    [
      "a list",
      record({ l: field(list(url)) }),
      '(not has args.l or (every destination1 in args.l: (not has destination1 or destination1 in domain ["a.example"])))',
    ],
    [
      "a list of lists",
      record({ l: field(list(list(url))) }),
      '(not has args.l or (every destination1 in args.l: (not has destination1 or (every destination2 in destination1: (not has destination2 or destination2 in domain ["a.example"])))))',
    ],
    [
      "a list of records",
      record({ l: field(list(record({ u: field(url), d: field(domain) }))) }),
      '(not has args.l or (every destination1 in args.l: ((not has destination1.u or destination1.u in domain ["a.example"]) and (not has destination1.d or destination1.d in domain ["a.example"]))))',
    ],
  ])("are about %s", (_, args, expected) => {
    const prefix = '(not has egress.url or egress.url in domain ["a.example"]) and ';
    expect(holds(args)).toBe(`${prefix}${expected}`);
  });

  it("ask for the port of a URL, and of no domain", () => {
    expect(holds(record({ d: field(domain), u: field(url) }), { ports: [443] }).split(" and (")).toEqual([
      '(not has egress.url or (egress.url in domain ["a.example"] and egress.url.port in [443]))',
      'not has args.d or args.d in domain ["a.example"])',
      'not has args.u or (args.u in domain ["a.example"] and args.u.port in [443]))',
    ]);
  });

  it("name the tools of an argument that not all have", () => {
    const tools = [
      called("z", record({ u: field(url) })),
      called("b", record({ u: field(url) })),
      called("a", record({ v: field(url) })),
    ];
    expect(describeCondition(egressHolds(tools, any)).split(") and (").slice(1)).toEqual([
      'tool not in ["b", "z"] or (not has args.u or args.u in domain ["a.example"])',
      'tool not in ["a"] or (not has args.v or args.v in domain ["a.example"]))',
    ]);
    expect(describeCondition(isSeen(tools))).toBe(
      'has egress.url or (tool in ["b", "z"] and has args.u) or (tool in ["a"] and has args.v)',
    );
    expect(describeCondition(isSeen(tools.slice(0, 2)))).toBe("has egress.url or has args.u");
  });

  it.each<[string, Type, string, boolean]>([
    ["nothing", record({}), "has egress.url", false],
    ["a URL", record({ u: field(url) }), "has egress.url or has args.u", false],
    ["a URL that must be there", record({ u: field(url, true) }), "has egress.url or has args.u", true],
    ["a domain that must be there", record({ d: field(domain, true) }), "has egress.url or has args.d", true],
    [
      "one in a record that must be there",
      record({ r: field(record({ u: field(url, true) }), true) }),
      "has egress.url or has args.r.u",
      true,
    ],
    [
      "one in a record that need not be there",
      record({ r: field(record({ u: field(url, true) })) }),
      "has egress.url or has args.r.u",
      false,
    ],
    [
      "a list that must be there, and may be empty",
      record({ l: field(list(url), true) }),
      "has egress.url or (has args.l and (any destination1 in args.l: has destination1))",
      false,
    ],
    [
      "a list of records",
      record({ l: field(list(record({ u: field(url), d: field(domain) }))) }),
      "has egress.url or (has args.l and (any destination1 in args.l: (has destination1.u or has destination1.d)))",
      false,
    ],
  ])("see %s", (_, args, seen, always) => {
    expect(describeCondition(isSeen([called("t", args)]))).toBe(seen);
    expect(isAlwaysSeen(called("t", args))).toBe(always);
  });

  it("confine to what is stated", () => {
    expect(confinementOf(any)).toEqual({ kind: "confine", hosts: ["a.example"] });
    const all = { hosts: ["b.example"], methods: ["GET"], ports: [80], types: ["text/csv"] };
    expect(confinementOf(all)).toEqual({ kind: "confine", ...all });
  });
});
