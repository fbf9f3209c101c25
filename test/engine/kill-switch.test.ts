import { describe, expect, it } from "vitest";
import type { IrKillSwitch, PolicyIr } from "../../src/engine/ir.ts";
import { lowerKillGate } from "../../src/engine/lower-kill-switches.ts";
import { restoreState, type StateSnapshot, snapshotState } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { event, policy } from "./build.ts";

const declared = (more: Partial<IrKillSwitch> = {}): IrKillSwitch => ({
  name: "stop",
  scope: "tenant",
  setBy: { role: "ciso", count: 1 },
  clearedBy: { role: "ciso", count: 2 },
  ...more,
});
const policyWith = (one: IrKillSwitch): PolicyIr =>
  policy({ gates: [lowerKillGate({ name: one.name, because: undefined }, ["pay", "read"])], killSwitches: [one] });

/** Steps statements and answers what each was told, the state after them, and a probe of it. */
function run(one: IrKillSwitch, statements: readonly Said[], from?: State) {
  const ir = policyWith(one);
  const engine = createEngine(ir, { engine: "closures" });
  let state = from ?? engine.initial();
  const answers = statements.map(({ by, roles = ["ciso"], minute = 0, ...said }) => {
    const { set, clear, ...envelope } = said;
    const statement = set === undefined ? { clear } : { set };
    const stepped = engine.step(state, event({ kind: "admin", by, roles, statement, ...envelope }, minute));
    state = stepped.state;
    const [reason] = stepped.decision?.reasons ?? [];
    return `${reason?.code} ${reason?.message}`;
  });
  const reference = createEngine(ir, { engine: "interpreter" });
  const levelOf = (raw: Record<string, unknown>): string => {
    const asked = event({ chain, ...raw }, 9, ir);
    const decision = reference.explain(state, asked);
    expect(engine.explain(state, asked)).toEqual(decision);
    expect(engine.level(state, asked)).toBe(decision.level);
    return decision.level;
  };
  return { answers, state, engine, levelOf, call: (raw = {}) => levelOf({ kind: "call", tool: "pay", ...raw }) };
}
interface Said {
  readonly by: string;
  readonly set?: string;
  readonly clear?: string;
  readonly roles?: readonly string[];
  readonly minute?: number | null;
  readonly [member: string]: unknown;
}
const chain = [{ agent: "clerk" }];

describe("a kill switch", () => {
  it("stops every phase of its tenant and of no other one", () => {
    const { levelOf } = run(declared(), [{ by: "ann", set: "stop", tenant: "acme" }]);
    for (const raw of [
      { kind: "call", tool: "pay" },
      { kind: "prompt", text: "hi" },
      { kind: "output", text: "hi" },
      { kind: "result", tool: "read", content: "x" },
      { kind: "message", to: "clerk", text: "hi" },
    ]) {
      expect(levelOf({ ...raw, tenant: "acme" }), raw.kind).toBe("deny");
    }
    expect(levelOf({ kind: "call", tool: "pay", tenant: "bolt" })).toBe("allow");
    expect(levelOf({ kind: "prompt", text: "hi", tenant: "bolt" })).toBe("allow");
  });

  it("stops whoever may be of that tenant, and everybody where it names none", () => {
    const one = run(declared(), [{ by: "ann", set: "stop", tenant: "acme" }]);
    expect(one.call({ not_recorded: ["tenant", "at"], at: undefined })).toBe("deny");
    expect(one.call()).toBe("deny");
    expect(run(declared(), [{ by: "ann", set: "stop" }]).call({ tenant: "bolt" })).toBe("deny");
    const unsaid = run(declared(), [{ by: "ann", set: "stop", not_recorded: ["tenant"] }]);
    expect(unsaid.call({ tenant: "bolt" })).toBe("deny");
  });

  it("needs so many different persons of the role, none of them an agent", () => {
    const two = declared({ setBy: { role: "ciso", count: 2 } });
    const { answers, call } = run(two, [
      { by: "ann", set: "stop" },
      { by: "ann", set: "stop" },
      { by: "eve", set: "stop", roles: ["support"] },
      { by: "clerk", set: "stop" },
    ]);
    expect(answers).toEqual([
      "stated 1 of 2 of role ciso want it set",
      "stated 1 of 2 of role ciso want it set",
      "void_statement eve does not hold the role ciso",
      "void_statement `clerk` is an agent",
    ]);
    expect(call()).toBe("allow");
    expect(
      run(two, [
        { by: "ann", set: "stop" },
        { by: "bob", set: "stop" },
      ]).call(),
    ).toBe("deny");
  });

  it("is set by one role and cleared by another, where it says so", () => {
    const apart = declared({ setBy: { role: "guard", count: 1 }, clearedBy: { role: "ciso", count: 1 } });
    const { answers, call } = run(apart, [
      { by: "ann", set: "stop" },
      { by: "gil", set: "stop", roles: ["guard"] },
      { by: "gil", clear: "stop", roles: ["guard"] },
    ]);
    expect(answers).toEqual([
      "void_statement ann does not hold the role guard",
      "stated it is set now",
      "void_statement gil does not hold the role ciso",
    ]);
    expect(call()).toBe("deny");
  });

  it("is cleared by as many as it says, and a person has one word, the last", () => {
    const set: Said = { by: "ann", set: "stop" };
    expect(run(declared(), [set, { by: "ann", clear: "stop" }]).call()).toBe("deny");
    expect(run(declared(), [set, { by: "ann", clear: "stop" }, { by: "bob", clear: "stop" }]).call()).toBe("allow");
    const again: readonly Said[] = [
      set,
      { by: "bob", clear: "stop" },
      { by: "bob", set: "stop" },
      { by: "ann", clear: "stop" },
    ];
    expect(run(declared(), again).call()).toBe("deny");
  });

  it("is cleared by nobody who was revoked, but set by anybody of the role", () => {
    const revokes = (user: string, from: State): State =>
      createEngine(policyWith(declared()), { engine: "closures" }).step(
        from,
        event({ kind: "revocation", subject: { user } }, 0),
      ).state;
    const set: Said = { by: "ann", set: "stop" };
    const after = revokes("bob", run(declared(), [set, { by: "bob", clear: "stop" }]).state);
    expect(run(declared(), [{ by: "bob", clear: "stop" }], after).answers).toEqual(["void_statement bob was revoked"]);
    expect(run(declared(), [{ by: "ann", clear: "stop" }], after).call()).toBe("deny");
    expect(
      run(
        declared(),
        [
          { by: "ann", clear: "stop" },
          { by: "eve", clear: "stop" },
        ],
        after,
      ).call(),
    ).toBe("allow");
    const none = revokes("ann", createEngine(policyWith(declared()), { engine: "closures" }).initial());
    expect(run(declared(), [set], none).call()).toBe("deny");
  });

  it("forgets words when it changes, and those that are too old", () => {
    const old: readonly Said[] = [
      { by: "ann", set: "stop" },
      { by: "bob", clear: "stop", minute: 1 },
      { by: "eve", clear: "stop", minute: 7 },
    ];
    expect(run(declared(), old).call()).toBe("allow");
    const short = declared({ clearedBy: { role: "ciso", count: 2, validMs: 300_000 } });
    expect(run(short, old).call()).toBe("deny");
    const [first, second] = old;
    if (first === undefined || second === undefined) throw new Error("two statements");
    expect(run(short, [first, second, { by: "eve", clear: "stop", minute: 6 }]).call()).toBe("allow");
    expect(run(short, [first, second, { by: "eve", clear: "stop", minute: null }]).call()).toBe("deny");
  });

  it("counts a word of unknown age to stop", () => {
    const short = declared({ setBy: { role: "ciso", count: 2, validMs: 1_000 } });
    const words: readonly Said[] = [
      { by: "ann", set: "stop", minute: null },
      { by: "bob", set: "stop", minute: null },
    ];
    expect(run(short, words).call()).toBe("deny");
  });

  it("is cleared for nobody where nobody can say for whom, and not for one while it is set for all", () => {
    const one = declared({ clearedBy: { role: "ciso", count: 1 } });
    const unsaid = run(one, [
      { by: "ann", set: "stop" },
      { by: "ann", clear: "stop", not_recorded: ["tenant"] },
    ]);
    expect(unsaid.answers[1]).toBe("void_statement for which tenant it is cleared was not recorded");
    expect(unsaid.call()).toBe("deny");
    const single = run(one, [
      { by: "ann", set: "stop" },
      { by: "ann", clear: "stop", tenant: "acme" },
    ]);
    expect(single.answers[1]).toContain("void_statement it is set for every tenant");
    expect(single.call({ tenant: "acme" })).toBe("deny");
  });

  it("stops an agent and whoever acts for it, or one session, or everything", () => {
    const agent = run(declared({ scope: "agent" }), [{ by: "ann", set: "stop", agent: "boss" }]);
    expect(agent.call()).toBe("allow");
    expect(agent.call({ chain: [{ agent: "boss" }, { agent: "clerk" }] })).toBe("deny");
    expect(agent.call({ chain: undefined, not_recorded: ["chain"] })).toBe("deny");
    const session = run(declared({ scope: "session" }), [{ by: "ann", set: "stop", session: "s" }]);
    expect(session.call()).toBe("deny");
    expect(session.call({ session: "other" })).toBe("allow");
    expect(run(declared({ scope: "global" }), [{ by: "ann", set: "stop" }]).call({ session: "other" })).toBe("deny");
  });

  it("that the policy does not declare is not there to be set", () => {
    const { answers } = run(declared(), [{ by: "ann", set: "stap" }]);
    expect(answers).toEqual(["void_statement the policy declares no kill switch `stap`"]);
  });

  it("keeps what it was set for when a newer policy gives it another scope", () => {
    const before = run(declared(), [{ by: "ann", set: "stop", tenant: "acme" }]);
    const after = run(declared({ scope: "session" }), [], before.state);
    expect(after.call({ tenant: "acme" })).toBe("deny");
    expect(after.call({ tenant: "bolt" })).toBe("allow");
  });

  it("gives a statement that is delivered twice the same answer", () => {
    const ir = policyWith(declared());
    const { initial, step } = createEngine(ir, { engine: "closures" });
    const said = event({ kind: "admin", by: "ann", roles: ["ciso"], statement: { set: "stop" } });
    const first = step(initial(), said);
    expect(step(first.state, said)).toEqual(first);
  });

  it("is set even where a session has used up its ids", () => {
    const { initial, step, level } = createEngine(policyWith(declared()), { engine: "closures", idBudget: 0 });
    const said = event({ kind: "admin", by: "ann", roles: ["ciso"], statement: { set: "stop" } });
    const { state } = step(initial(), said);
    const { level: plain } = createEngine(policyWith(declared()), { engine: "closures" });
    expect(plain(state, event({ kind: "prompt", text: "hi" }))).toBe("deny");
    expect(level(state, said)).toBe("allow");
  });
});

describe("where the past was lost", () => {
  const lost = createEngine(policyWith(declared()), { engine: "closures" }).lost();

  it.each(["closures", "interpreter"] as const)("a kill switch may be set, and that is why, for the %s", (engine) => {
    const { explain } = createEngine(policyWith(declared()), { engine });
    const { reasons } = explain(lost, event({ kind: "prompt", text: "hi" }));
    expect(reasons).toMatchObject([
      {
        code: "killed",
        class: "evidence",
        rule: "kill_switch:stop",
        unknowns: [{ path: "kill_switch.stop", cause: "lost" }],
      },
    ]);
  });

  it("it stays so until it is stated, for one or for all", () => {
    const cleared: readonly Said[] = [{ by: "ann", clear: "stop", tenant: "acme" }];
    expect(run(declared(), cleared, lost).call({ tenant: "acme" })).toBe("deny");
    const both: readonly Said[] = [...cleared, { by: "bob", clear: "stop", tenant: "acme" }];
    const one = run(declared(), both, lost);
    expect(one.call({ tenant: "acme" })).toBe("allow");
    expect(one.call({ tenant: "bolt" })).toBe("deny");
    const all = run(
      declared(),
      [
        { by: "ann", clear: "stop" },
        { by: "bob", clear: "stop" },
      ],
      lost,
    );
    expect(all.call({ tenant: "bolt" })).toBe("allow");
  });

  it("a snapshot says so, and one without a switch has it clear", () => {
    const copy = restoreState(JSON.parse(canonicalJson(snapshotState(lost))) as StateSnapshot);
    expect(run(declared(), [], copy).call()).toBe("deny");
    expect(run(declared(), []).call()).toBe("allow");
    const set = run(declared(), [{ by: "ann", set: "stop" }]).state;
    const restored = restoreState(JSON.parse(canonicalJson(snapshotState(set))) as StateSnapshot);
    expect(run(declared(), [], restored).call()).toBe("deny");
    expect(canonicalJson(snapshotState(restored))).toBe(canonicalJson(snapshotState(set)));
  });
});
