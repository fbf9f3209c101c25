import { describe, expect, it } from "vitest";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import { compileText } from "../support/compile.ts";
import { event } from "./build.ts";

const schema = { type: "object", properties: { note: { type: "string" } }, additionalProperties: false };
const catalogue = JSON.stringify({ tools: ["pay", "read"].map((name) => ({ name, inputSchema: schema })) });
const { ir, diagnostics } = compileText(
  `policy part version 1 language 1
use tools from "./tools.json"
tool pay { args.note is email  effect pays }
tool read { effect reads }
role finance
agent clerk { subject "spiffe://example/clerk" }
grant all { to agent clerk tools ** }
label secret from read
gate many on pay { when count(started pay) within 1h per session >= 1  log }
gate few on pay { when count(started pay) within 1h per session < 1  log }
gate sum on pay { when count(started pay) within 1h per agent >= 1  log }
gate labelled on pay { when labels contains any [secret]  log }
gate read_before on pay { when origin(args.note) contains any [read]  log }
gate told on pay { when origin(args.note) contains any [user]  log }
gate heard on pay { when origin(args.note) contains any [clerk]  log }
`,
  () => ({ file: "tools.json", text: catalogue }),
);

describe("a session that began before its first event", () => {
  if (ir === undefined) throw new Error(JSON.stringify(diagnostics));
  const call = (key: string, more = {}) =>
    event(
      {
        kind: "call",
        call: key,
        tool: "pay",
        args: { note: "ann@corp.example" },
        token: { verified: true, subject: "spiffe://example/clerk" },
        ...more,
      },
      key === "c1" ? 0 : 1,
      ir,
    );
  const gap = { not_recorded: ["past"] };

  /** Which gates fire, and for what. */
  const firing = (state: State, given: ReturnType<typeof call>) => {
    const [closures, interpreter] = (["closures", "interpreter"] as const).map((engine) =>
      createEngine(ir, { engine }),
    );
    const decision = closures?.explain(state, given);
    expect(interpreter?.explain(state, given)).toEqual(decision);
    const short = closures?.decide(state, given);
    expect(interpreter?.decide(state, given)).toEqual(short);
    expect(closures?.level(state, given)).toBe(decision?.level);
    const gates = decision?.reasons.filter(({ code }) => code === "gate") ?? [];
    return Object.fromEntries(gates.map(({ rule, class: by }) => [rule, by]));
  };
  const engine = createEngine(ir, { engine: "closures" });

  it("may have done anything until then, and has done what was seen", () => {
    expect(firing(engine.initial(), call("c1"))).toEqual({ few: "rule" });
    expect(firing(engine.initial(), call("c1", gap))).toEqual({
      ...{ many: "evidence", few: "evidence", sum: "evidence", labelled: "evidence" },
      ...{ read_before: "evidence", told: "evidence", heard: "evidence" },
    });
    const start = event({ kind: "started", call: "c1", ...gap }, 0, ir);
    const { state } = engine.step(engine.step(engine.initial(), call("c1", gap)).state, start);
    expect(firing(state, call("c2", gap))).toEqual({
      ...{ many: "rule", sum: "rule", labelled: "evidence" },
      ...{ read_before: "evidence", told: "evidence", heard: "evidence" },
    });
  });
});
