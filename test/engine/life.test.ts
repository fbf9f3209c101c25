import { describe, expect, it } from "vitest";
import type { Decision, Requirement } from "../../src/engine/decision.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { mapGet } from "../../src/engine/ordered-map.ts";
import { restoreState, snapshotState } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine, type EngineOptions } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { event, gate, policy, tool } from "./build.ts";

/** A session that is stepped event by event. */
function run(ir: PolicyIr, options: Partial<EngineOptions> = {}) {
  const engine = createEngine(ir, { engine: "closures", ...options });
  const reference = createEngine(ir, { engine: "interpreter", ...options });
  let state: State = engine.initial();
  return {
    step(given: Event): Decision | undefined {
      const level = engine.level(state, given);
      const stepped = engine.step(state, given, { explain: true });
      // The other engine, and the level alone, must say the same.
      expect(reference.step(state, given, { explain: true }).decision).toEqual(stepped.decision);
      if (stepped.decision !== undefined) expect(level).toBe(stepped.decision.level);
      state = stepped.state;
      return stepped.decision;
    },
    level(given: Event): string {
      return this.step(given)?.level ?? "none";
    },
    get state() {
      return state;
    },
    get session() {
      return mapGet(state.sessions, "s");
    },
  };
}

const demanding = (...requirements: readonly Requirement[]): PolicyIr =>
  policy({ gates: [gate("g", { level: "approve", requirements })] });
const finance = { kind: "approval", role: "finance", count: 1 } as const;
const pay = (key = "c1", minute: number | null = 0, more: Record<string, unknown> = {}): Event =>
  event(
    { kind: "call", call: key, tool: "pay", args: { to: "x" }, chain: [{ user: "ann" }, { agent: "clerk" }], ...more },
    minute,
  );
const approve = (by: string, minute: number | null = 1, more: Record<string, unknown> = {}): Event =>
  event({ kind: "approval", call: "c1", by, roles: ["finance"], ...more }, minute);
const started = (key = "c1", minute: number | null = 2): Event => event({ kind: "started", call: key }, minute);

const alive = gate("alive", {
  unless: {
    kind: "compare",
    operator: "<=",
    left: { kind: "path", root: "revocation", segments: ["age"], type: { kind: "duration" } },
    right: { kind: "literal", literal: { kind: "duration", ms: 60_000 } },
  },
});

describe("the hash of the action that was decided", () => {
  it("is the same for a call, what answers and starts it, and for a call that comes again, also after the end", () => {
    const engine = createEngine(demanding(finance), { engine: "closures" });
    const events = [
      pay(),
      approve("bob"),
      started(),
      event({ kind: "result", call: "c1", tool: "pay", content: "done" }, 3),
    ];
    const hashes = (state: State) => {
      let current = state;
      const found = events.map((one) => {
        const stepped = engine.step(current, one);
        current = stepped.state;
        return stepped.actionHash;
      });
      return { found, state: current };
    };
    const first = hashes(engine.initial());
    const [ofCall, ofApproval, ofStart, ofResult] = first.found;
    expect(ofCall).toBe(pay().hashes.action());
    expect(ofCall).toMatch(/^[0-9a-f]{64}$/);
    expect([ofApproval, ofStart]).toEqual([ofCall, ofCall]);
    expect(ofResult).toBe(events[3]?.hashes.action());
    expect(ofResult).not.toBe(ofCall);
    for (const state of [first.state, restoreState(snapshotState(first.state))]) {
      expect(hashes(state).found).toEqual([ofCall, undefined, undefined, ofResult]);
    }
  });

  it("is none where an event is refused or asks for nothing", () => {
    const engine = createEngine(demanding(finance), { engine: "closures" });
    const call = pay();
    const { state } = engine.step(engine.initial(), call);
    for (const [given, code] of [
      [event({ ...call.raw, tool: "refund" }, 1), "id_reuse"],
      [started("c9"), "invalid_event"],
      [event({ kind: "heartbeat" }, 1), undefined],
    ] as const) {
      const { decision, actionHash } = engine.step(state, given);
      expect(decision?.reasons[0]?.code).toBe(code);
      expect(actionHash).toBeUndefined();
    }
  });
});

describe("an approval", () => {
  it("discharges what it was asked for and leaves `log`", () => {
    const session = run(demanding(finance));
    expect(session.level(pay())).toBe("approve");
    expect(session.step(approve("fay"))).toMatchObject({
      demanded: "approve",
      level: "log",
      remaining: [],
      requirements: [finance],
    });
    expect(session.level(started())).toBe("log");
  });

  it("needs the role, and persons who are different, human and outside the chain", () => {
    const session = run(demanding({ ...finance, count: 2 }));
    session.step(pay());
    expect(session.level(approve("ann"))).toBe("approve");
    expect(session.level(approve("clerk"))).toBe("approve");
    expect(session.level(approve("fay"))).toBe("approve");
    expect(session.level(approve("fay"))).toBe("approve");
    expect(session.level(approve("gus", 1, { roles: ["sales"] }))).toBe("approve");
    expect(session.level(approve("hal"))).toBe("log");
  });

  it("is bound to the very action", () => {
    const session = run(demanding(finance));
    session.step(pay());
    expect(session.level(approve("fay", 1, { action_hash: "0".repeat(64) }))).toBe("approve");
    session.step(approve("fay"));
    expect(session.level(pay("c2", 1))).toBe("approve");
    expect(session.level(pay("c3", 1, { args: { to: "y" } }))).toBe("approve");
  });

  it("of an action that was not wholly recorded discharges nothing", () => {
    const session = run(demanding(finance));
    session.step(pay("c1", 0, { args: {}, not_recorded: ["args.to"] }));
    expect(session.level(approve("fay"))).toBe("approve");
  });

  it("is valid in a window that is closed at both ends, and never where a time is missing", () => {
    const timed = demanding({ ...finance, validMs: 60_000 });
    const session = run(timed);
    session.step(pay());
    session.step(approve("fay", 1));
    expect(session.level(started("c1", 2))).toBe("log");
    const late = run(timed);
    late.step(pay());
    late.step(approve("fay", 1));
    expect(late.level(started("c1", 3))).toBe("approve");
    const unknown = run(timed);
    unknown.step(pay("c1", null));
    expect(unknown.level(approve("fay", null))).toBe("approve");
  });

  it("that expires is void afterwards", () => {
    const session = run(demanding(finance));
    session.step(pay());
    expect(session.level(approve("fay", 1, { expires_at: "2026-06-01T12:02:00Z" }))).toBe("log");
    expect(session.level(started("c1", 2))).toBe("log");
    expect(session.level(started("c1", 3))).toBe("approve");
  });

  it("that expires at a time nobody can read is void", () => {
    const session = run(demanding(finance));
    session.step(pay());
    const given = approve("fay", 1, { expires_at: "2026-06-01T12:02:00Z" });
    expect(session.level({ ...given, raw: { ...given.raw, expires_at: "soon" } as typeof given.raw })).toBe("approve");
  });

  it("serves one execution, unless it is reusable, and then so many", () => {
    const session = run(demanding({ ...finance, reusable: 2 }));
    session.step(pay());
    expect(session.level(approve("fay"))).toBe("log");
    expect(session.level(started())).toBe("log");
    expect(session.level(pay("c2", 3))).toBe("log");
    expect(session.level(started("c2", 3))).toBe("log");
    expect(session.level(pay("c3", 4))).toBe("approve");
  });

  it("may come from the second role once the escalation is due", () => {
    const escalating = demanding({ ...finance, escalate: { afterMs: 120_000, role: "ciso" } });
    const session = run(escalating);
    session.step(pay());
    expect(session.level(approve("kim", 1, { roles: ["ciso"] }))).toBe("approve");
    expect(session.level(approve("lou", 2, { roles: ["ciso"] }))).toBe("log");
  });

  it.each(["closures", "interpreter"] as const)(
    "of somebody who was revoked counts no more, and the decision says so: %s",
    (engine) => {
      const by = (name: string, more = {}) => event({ kind: "revocation", subject: { user: name }, ...more }, 1);
      const session = run(demanding(finance), { engine });
      session.step(pay());
      expect(session.level(approve("fay"))).toBe("log");
      session.step(by("fay"));
      expect(session.step(started())).toMatchObject({
        level: "approve",
        remaining: [finance],
        reasons: expect.arrayContaining([
          expect.objectContaining({
            code: "answer_revoked",
            class: "rule",
            level: "approve",
            message: "the approval by user fay counts no more",
          }),
        ]),
      });
      const again = restoreState(JSON.parse(JSON.stringify(snapshotState(session.state))));
      expect(createEngine(demanding(finance), { engine }).step(again, started("c1", 3)).decision?.level).toBe(
        "approve",
      );
      expect(session.level(approve("gus", 2))).toBe("log");
      const before = run(demanding(finance), { engine });
      before.step(by("fay"));
      before.step(pay("c1", 1));
      expect(before.level(approve("fay"))).toBe("approve");
    },
  );

  it("of somebody revoked for another tenant counts, and names nobody where it would not have counted anyway", () => {
    const session = run(demanding(finance));
    session.step(event({ kind: "revocation", subject: { user: "fay" }, tenant: "bolt" }, 0));
    session.step(event({ kind: "revocation", subject: { user: "gus" } }, 0));
    session.step(pay("c1", 0, { tenant: "acme" }));
    const decision = session.step(approve("gus", 1, { roles: ["sales"] }));
    expect(decision?.reasons.map(({ code }) => code)).not.toContain("answer_revoked");
    expect(session.level(approve("fay"))).toBe("log");
  });

  it("to no known call is void", () => {
    const session = run(demanding(finance));
    expect(session.step(approve("fay"))).toBeUndefined();
    expect(session.level(pay())).toBe("approve");
  });

  it("never lifts a deny", () => {
    const session = run(policy({ gates: [gate("g", { level: "deny", requirements: [finance] })] }));
    session.step(pay());
    expect(session.level(approve("fay"))).toBe("deny");
  });
});

describe("a confirmation", () => {
  const confirmed = policy({
    gates: [gate("g", { level: "confirm", requirements: [{ kind: "confirmation", by: "user" }] })],
  });
  it("comes from the user at the head of the chain only", () => {
    const session = run(confirmed);
    session.step(pay());
    expect(session.level(event({ kind: "confirmation", call: "c1", by: "bob" }, 1))).toBe("confirm");
    expect(session.level(event({ kind: "confirmation", call: "c1", by: "ann" }, 1))).toBe("log");
  });

  it("cannot be had where no user stands at the head", () => {
    const session = run(confirmed);
    session.step(pay("c1", 0, { chain: [{ agent: "clerk" }] }));
    expect(session.level(event({ kind: "confirmation", call: "c1", by: "clerk" }, 1))).toBe("confirm");
  });
});

describe("a verification", () => {
  it("is a second opinion: never that of the chain itself", () => {
    const by = (name: string) =>
      policy({
        gates: [gate("g", { level: "verify", requirements: [{ kind: "verification", by: { kind: "agent", name } }] })],
      });
    const other = run(by("checker"));
    other.step(pay());
    expect(other.level(event({ kind: "verification", call: "c1", by: { agent: "checker" } }, 1))).toBe("log");
    const own = run(by("clerk"));
    own.step(pay());
    expect(own.level(event({ kind: "verification", call: "c1", by: { agent: "clerk" } }, 1))).toBe("verify");
  });
});

describe("a second opinion", () => {
  it("of an agent that was revoked counts no more", () => {
    const by = { kind: "verification", by: { kind: "agent", name: "checker" } } as const;
    const session = run(policy({ gates: [gate("g", { level: "verify", requirements: [by] })] }));
    session.step(pay());
    expect(session.level(event({ kind: "verification", call: "c1", by: { agent: "checker" } }, 1))).toBe("log");
    session.step(event({ kind: "revocation", subject: { agent: "checker" } }, 1));
    expect(session.step(started())?.reasons.map(({ code, level }) => [code, level])).toContainEqual([
      "answer_revoked",
      "verify",
    ]);
  });
});

describe("a rejection", () => {
  it("denies its call, whatever was approved", () => {
    const session = run(demanding(finance));
    session.step(pay());
    session.step(approve("fay"));
    const decision = session.step(event({ kind: "rejection", call: "c1", by: "gus" }, 1));
    expect(decision).toMatchObject({
      level: "deny",
      reasons: expect.arrayContaining([expect.objectContaining({ code: "rejected" })]),
    });
    expect(session.level(started())).toBe("deny");
  });
});

describe("an id", () => {
  it("is decided again while its call is pending, and answered alike once it is complete", () => {
    const session = run(demanding(finance));
    const call = pay();
    expect(session.level(call)).toBe("approve");
    expect(session.level(call)).toBe("approve");
    session.step(approve("fay"));
    expect(session.level(call)).toBe("log");
    session.step(started());
    session.step(event({ kind: "result", call: "c1", tool: "pay", content: "done" }, 3));
    session.step(event({ kind: "revocation", subject: { agent: "clerk" } }, 4));
    const before = session.state;
    expect(session.level(call)).toBe("log");
    expect(session.state).toBe(before);
  });

  it("with another content is denied and changes nothing", () => {
    const session = run(policy());
    session.step(pay("c1", 0, { id: "same" }));
    const before = session.state;
    expect(session.step(pay("c1", 0, { id: "same", args: { to: "y" } }))).toMatchObject({
      level: "deny",
      reasons: [{ code: "id_reuse" }],
    });
    expect(session.step(pay("c1", 0, { id: "another" }))).toMatchObject({
      level: "deny",
      reasons: [{ code: "id_reuse" }],
    });
    expect(session.state).toBe(before);
  });

  it("beyond the budget is denied, but a revocation is never lost", () => {
    const session = run(policy(), { idBudget: 2 });
    expect(session.level(pay("c1"))).toBe("allow");
    expect(session.level(pay("c2"))).toBe("allow");
    expect(session.step(pay("c3"))).toMatchObject({ level: "deny", reasons: [{ code: "id_budget" }] });
    session.step(event({ kind: "revocation", subject: { agent: "clerk" } }));
    expect(session.level(event({ kind: "call", tool: "pay", session: "t" }))).toBe("deny");
  });
});

describe("a start", () => {
  it("is decided again on the state before it", () => {
    const session = run(policy());
    expect(session.level(pay())).toBe("allow");
    session.step(event({ kind: "revocation", subject: { agent: "clerk" } }, 1));
    expect(session.level(started())).toBe("deny");
  });

  it("of nothing that was decided is denied", () => {
    expect(run(policy()).level(started())).toBe("deny");
  });
});

describe("time", () => {
  it("never runs backwards in a session", () => {
    const until = Date.parse("2026-06-01T12:05:00Z");
    const session = run(policy({ grants: [{ name: "g", agents: ["clerk"], tools: ["pay"], untilMs: until }] }));
    expect(session.level(pay("c1", 4))).toBe("allow");
    expect(session.level(pay("c2", 5))).toBe("deny");
    expect(session.level(pay("c3", 4))).toBe("deny");
  });

  const clocked = (code = "clock") => ({
    level: "deny",
    reasons: [expect.objectContaining({ code, class: "invalid" })],
  });
  const soon = { source_time: "2026-06-01T12:05:00Z" };
  const ahead = { source_time: "2026-06-01T12:05:00.001Z" };

  it.each(["closures", "interpreter"] as const)(
    "of the sender is near that of the admission, or the event is denied: %s",
    (engine) => {
      const session = run(policy(), { engine });
      const before = session.state;
      expect(session.step(pay("c1", 0, ahead))).toMatchObject(clocked());
      expect(session.step(pay("c1", 12, soon))).toMatchObject(clocked());
      expect(session.state).toBe(before);
      expect(session.level(pay("c1", 0, soon))).toBe("allow");
      expect(session.level(pay("c2", 10, soon))).toBe("allow");
      expect(session.level(pay("c3", null, ahead))).toBe("allow");
    },
  );

  it("is what the level alone is found by too", () => {
    const engine = createEngine(policy(), { engine: "closures" });
    expect([soon, ahead].map((own) => engine.level(engine.initial(), pay("c1", 0, own)))).toEqual(["allow", "deny"]);
    const { state } = engine.step(engine.initial(), pay("c0", 9));
    expect([4, 3].map((minute) => engine.level(state, pay("c1", minute)))).toEqual(["allow", "deny"]);
  });

  it("far behind the last one of the session is no time, and a gap is no fault", () => {
    const session = run(policy());
    session.step(pay("c1", 0));
    expect(session.level(pay("c2", 600))).toBe("allow");
    const before = session.state;
    expect(session.step(pay("c3", 594))).toMatchObject(clocked());
    expect(session.step(event({ kind: "heartbeat" }, 594))).toMatchObject(clocked());
    expect(session.step(started("c2", 594))).toMatchObject(clocked());
    expect(session.state).toBe(before);
    expect(session.level(pay("c3", 595))).toBe("allow");
    expect(session.level(started("c2", 601))).toBe("allow");
  });

  it("is compared with what a snapshot has kept", () => {
    const engine = createEngine(policy(), { engine: "closures" });
    const { state } = engine.step(engine.initial(), pay("c1", 9));
    const again = restoreState(JSON.parse(JSON.stringify(snapshotState(state))));
    expect(engine.step(again, pay("c2", 3)).decision).toMatchObject(clocked());
  });

  it("is bounded by what the engine was created with", () => {
    const session = run(policy(), { clockBoundMs: 0 });
    expect(session.step(pay("c1", 0, soon))).toMatchObject(clocked());
    expect(session.level(pay("c1", 5, soon))).toBe("allow");
    expect(session.step(pay("c2", 4))).toMatchObject(clocked());
  });

  it("never keeps out what only stops", () => {
    const session = run(policy());
    session.step(pay("c1", 9));
    expect(session.level(event({ kind: "rejection", call: "c1", by: "gus" }, 0))).toBe("deny");
    expect(session.level(started("c1", 9))).toBe("deny");
    session.step(event({ kind: "task_start", task: "job" }, 9));
    session.step(event({ kind: "task_end", task: "job" }, 0));
    expect(session.session?.tasks).toBeUndefined();
    session.step(event({ kind: "revocation", subject: { agent: "clerk" } }, 0));
    expect(session.level(pay("c2", 9))).toBe("deny");
  });

  it("of an event that comes again may be late", () => {
    const session = run(demanding(finance));
    const call = pay();
    session.step(call);
    session.step(approve("fay", 9));
    expect(session.level(call)).toBe("log");
  });
});

describe("labels of a session", () => {
  const has = (label: string): PolicyIr["gates"][number] =>
    gate(`no_${label}`, {
      when: {
        kind: "contains",
        operand: { kind: "path", root: "labels", segments: [], type: { kind: "labels" } },
        quantity: "any",
        mode: "label",
        values: [{ kind: "literal", literal: { kind: "text", text: label } }],
      },
    });
  const ir = (gates: PolicyIr["gates"], more: Partial<PolicyIr> = {}) =>
    policy({
      gates,
      catalogue: {
        tools: { pay: tool("pay"), read: tool("read", { returns: ["pii"] }), safe: tool("safe", { trusted: [""] }) },
        context: {},
      },
      ...more,
    });
  const read = (key: string): Event => event({ kind: "call", call: key, tool: "read" });

  it("are empty and known before any result", () => {
    expect(run(ir([has("untrusted"), has("pii")])).level(pay())).toBe("allow");
  });

  it("follow from what started, not from what was returned", () => {
    const session = run(ir([has("pii")]));
    session.step(read("r"));
    expect(session.level(pay("c1"))).toBe("allow");
    session.step(event({ kind: "started", call: "r" }));
    expect(session.level(pay("c2"))).toBe("deny");
  });

  it("hold `untrusted` unless the tool's whole result is trusted", () => {
    const session = run(ir([has("untrusted")]));
    session.step(event({ kind: "result", tool: "safe", content: "x" }));
    expect(session.level(pay("c1"))).toBe("allow");
    session.step(event({ kind: "result", tool: "read", content: "x" }));
    expect(session.level(pay("c2"))).toBe("deny");
  });

  it("are unsure where the rule that brings one is undecided, and all are after an unknown tool", () => {
    const rule = {
      label: "secret",
      tools: ["read"],
      when: { kind: "holds", operand: { kind: "path", root: "args", segments: ["deep"], type: { kind: "bool" } } },
    } as const;
    const session = run(ir([has("secret")], { labels: [rule] }));
    session.step(read("r"));
    session.step(event({ kind: "started", call: "r" }));
    expect(session.step(pay("c1"))?.reasons[0]).toMatchObject({ class: "evidence", unknowns: [{ path: "labels" }] });
    const odd = run(ir([has("secret")]));
    odd.step(event({ kind: "result", tool: "odd", content: "x" }));
    expect(odd.level(pay())).toBe("deny");
  });

  it("are those of the host where it supplies them", () => {
    const session = run(ir([has("pii")]));
    session.step(event({ kind: "result", tool: "read", content: "x" }));
    expect(session.level(pay("c1", 0, { labels: [] }))).toBe("allow");
    expect(session.level(pay("c2", 0, { labels: ["pii"] }))).toBe("deny");
  });
});

describe("the revocation feed", () => {
  it("that was never seen counts as too old, and a heartbeat makes it young", () => {
    const session = run(policy({ gates: [alive] }));
    expect(session.step(pay("c1", 0))?.reasons).toMatchObject([
      { rule: "alive", support: [{ path: "revocation.age", value: "absent" }] },
      { code: "granted" },
    ]);
    session.step(event({ kind: "heartbeat", session: "feed" }, 1));
    expect(session.level(pay("c2", 2))).toBe("allow");
    expect(session.level(pay("c3", 3))).toBe("deny");
    expect(session.level(pay("c4", null))).toBe("deny");
  });
});

describe("a restored state", () => {
  const restored = (state: State): State => restoreState(JSON.parse(JSON.stringify(snapshotState(state))));
  const levelAfter = (ir: PolicyIr, state: State, given: Event): string | undefined =>
    createEngine(ir, { engine: "closures" }).step(restored(state), given).decision?.level;

  it("has the approvals and confirmations that were given, and as long as they are valid", () => {
    const demanded = demanding({ ...finance, validMs: 60_000 }, { kind: "confirmation", by: "user" });
    const session = run(demanded);
    session.step(pay());
    session.step(event({ kind: "confirmation", call: "c1", by: "ann" }, 1));
    expect(session.level(approve("fay", 1))).toBe("log");
    expect(levelAfter(demanded, session.state, started("c1", 2))).toBe("log");
    expect(levelAfter(demanded, session.state, started("c1", 3))).toBe("approve");
  });

  it("counts on from the persons who have approved", () => {
    const two = demanding({ ...finance, count: 2 });
    const session = run(two);
    session.step(pay());
    session.step(approve("fay"));
    expect(levelAfter(two, session.state, approve("fay", 2))).toBe("approve");
    expect(levelAfter(two, session.state, approve("gus", 2))).toBe("log");
  });

  it("knows when the revocation feed was last heard of", () => {
    const ir = policy({ gates: [alive] });
    const session = run(ir);
    session.step(event({ kind: "heartbeat", session: "feed" }, 1));
    expect(levelAfter(ir, session.state, pay("c1", 2))).toBe("allow");
    expect(levelAfter(ir, session.state, pay("c1", 3))).toBe("deny");
  });
});
