import { describe, expect, it } from "vitest";
import type { IrBreakGlass, PolicyIr } from "../../src/engine/ir.ts";
import { restoreState, type StateSnapshot, snapshotState } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { event, gate, policy } from "./build.ts";

const glass = (more: Partial<IrBreakGlass> = {}): IrBreakGlass => ({
  name: "outage",
  gates: ["velocity"],
  approval: { role: "commander", count: 2, validMs: 1_800_000 },
  maxMs: 1_800_000,
  obligations: [{ kind: "record-full" }],
  ...more,
});
const policyWith = (one: IrBreakGlass, more: Partial<PolicyIr> = {}): PolicyIr =>
  policy({
    gates: [
      gate("velocity", { overridable: true, obligations: [{ kind: "alert", target: "soc" }] }),
      gate("fixed", { on: [{ kind: "call", tools: ["read"] }] }),
    ],
    breakGlasses: [one],
    ...more,
  });

interface Said {
  readonly by: string;
  readonly close?: string;
  readonly open?: string;
  readonly roles?: readonly string[];
  readonly minute?: number | null;
  readonly [member: string]: unknown;
}
const chain = [{ user: "u-1" }, { agent: "clerk" }];

function run(said: readonly Said[], ir = policyWith(glass()), from?: State) {
  const engine = createEngine(ir, { engine: "closures" });
  let state = from ?? engine.initial();
  const answers = said.map(({ by, roles = ["commander"], minute = 0, open, close, ...envelope }) => {
    const statement = close === undefined ? { open: open ?? "outage" } : { close };
    // No agent speaks here.
    const raw = { kind: "admin", by, roles, statement, agent: undefined, ...envelope };
    const stepped = engine.step(state, event(raw, minute));
    state = stepped.state;
    const [reason] = stepped.decision?.reasons ?? [];
    return `${reason?.code} ${reason?.message}`;
  });
  const reference = createEngine(ir, { engine: "interpreter" });
  const call = (minute: number | null = 1, raw: Record<string, unknown> = {}): string => {
    const asked = event({ kind: "call", tool: "pay", chain, ...raw }, minute, ir);
    const decision = reference.explain(state, asked);
    expect(engine.explain(state, asked)).toEqual(decision);
    expect(engine.level(state, asked)).toBe(decision.level);
    return decision.level;
  };
  return { answers, state, engine, call };
}
const both: readonly Said[] = [{ by: "ann" }, { by: "bob" }];

describe("a break glass", () => {
  it.each(["closures", "interpreter"] as const)(
    "makes a log of what its gates demand, with its obligations, in the %s",
    (kind) => {
      const engine = createEngine(policyWith(glass()), { engine: kind });
      const { state } = run(both);
      const call = event({ kind: "call", tool: "pay", chain }, 1);
      expect(engine.explain(engine.initial(), call)).toMatchObject({ level: "deny", obligations: [{ kind: "alert" }] });
      expect(engine.explain(state, call)).toMatchObject({
        demanded: "log",
        level: "log",
        obligations: [{ kind: "alert" }, { kind: "record-full" }],
      });
      expect(engine.explain(state, call).reasons).toContainEqual(
        expect.objectContaining({ rule: "velocity", level: "log", overriddenBy: ["outage"] }),
      );
      expect(engine.level(state, call)).toBe("log");
      expect(engine.level(state, event({ kind: "call", tool: "read", chain }, 1))).toBe("deny");
    },
  );

  it.each(["closures", "interpreter"] as const)(
    "leaves alone what only observes, and what cannot be overridden, in the %s",
    (kind) => {
      const observe = { untilMs: Date.parse("2026-06-02T00:00:00Z"), owner: "ann" };
      const ir = policyWith(glass({ gates: ["trial", "fixed", "velocity"] }), {
        gates: [
          gate("fixed", { level: "confirm" }),
          gate("trial", { overridable: true, observe }),
          gate("velocity", { overridable: true, level: "approve" }),
        ],
      });
      const { explain } = createEngine(ir, { engine: kind });
      const { level, reasons, obligations } = explain(
        run(both, ir).state,
        event({ kind: "call", tool: "pay", chain }, 1),
      );
      expect(level).toBe("confirm");
      expect(obligations).toEqual([{ kind: "record-full" }]);
      expect(
        reasons.map(({ rule, level: own, observed, overriddenBy }) => [rule, own, observed, overriddenBy]),
      ).toEqual([
        ["fixed", "confirm", undefined, undefined],
        ["trial", "deny", true, undefined],
        ["velocity", "log", undefined, ["outage"]],
        ["may_work", "allow", undefined, undefined],
      ]);
    },
  );

  it("names each that is open, once and in order", () => {
    const second = glass({ name: "audit", obligations: [{ kind: "notify", target: "ops" }] });
    const ir = policyWith(glass(), { breakGlasses: [glass(), second] });
    const { state, engine } = run([...both, { by: "ann", open: "audit" }, { by: "bob", open: "audit" }], ir);
    const { reasons, obligations } = engine.explain(state, event({ kind: "call", tool: "pay", chain }, 1));
    expect(reasons.find(({ rule }) => rule === "velocity")?.overriddenBy).toEqual(["audit", "outage"]);
    expect(obligations.map(({ kind }) => kind).sort()).toEqual(["alert", "notify", "record-full"]);
  });

  it("grants nothing", () => {
    const ungranted = policyWith(glass(), { grants: [] });
    expect(run(both, ungranted).call()).toBe("deny");
  });

  it("opens for two persons of the role, none of them an agent or in the chain", () => {
    expect(run([{ by: "ann" }]).call()).toBe("deny");
    expect(run([{ by: "ann" }, { by: "ann" }]).call()).toBe("deny");
    const { answers, call } = run([
      { by: "ann" },
      { by: "eve", roles: ["support"] },
      { by: "clerk" },
      { by: "bob", chain: [{ user: "bob" }] },
    ]);
    expect(answers).toEqual([
      "stated 1 of 2 of role commander want it open",
      "void_statement eve does not hold the role commander",
      "void_statement `clerk` is an agent",
      "void_statement bob stands in the chain",
    ]);
    expect(call()).toBe("deny");
  });

  it("is closed for a chain in which one stands who opened it, unless enough others did", () => {
    const own = { chain: [{ user: "ann" }, { agent: "clerk" }] };
    expect(run(both).call(1, own)).toBe("deny");
    expect(run([{ by: "ann" }], policyWith(glass({ approval: { role: "commander", count: 1 } }))).call(1, own)).toBe(
      "deny",
    );
    expect(run(both).call(1, { chain: undefined, agent: "clerk" })).toBe("log");
    expect(run(both).call(1, { chain: undefined, not_recorded: ["chain"] })).toBe("deny");
  });

  it("is not opened by somebody who was revoked, nor open any longer by one", () => {
    const revokes = (user: string, from: State): State =>
      createEngine(policyWith(glass()), { engine: "closures" }).step(
        from,
        event({ kind: "revocation", subject: { user } }, 0),
      ).state;
    const { state } = run(both);
    expect(run([], undefined, revokes("ann", state)).call()).toBe("deny");
    const before = run([], undefined, revokes("eve", state));
    expect(before.call()).toBe("log");
    const eve = { by: "eve", minute: 0 };
    expect(run([eve], undefined, revokes("eve", run([{ by: "ann" }]).state)).answers).toEqual([
      "void_statement eve was revoked",
    ]);
    expect(run([{ by: "bob" }], undefined, revokes("ann", run([{ by: "ann" }]).state)).answers).toEqual([
      "stated 1 of 2 of role commander want it open",
    ]);
    expect(run([{ by: "ann", close: "outage" }], undefined, revokes("ann", state)).answers).toEqual([
      "stated it is closed",
    ]);
  });

  it("lasts exactly as long as it says, and nothing said meanwhile makes it longer", () => {
    const { engine, state, answers } = run([...both, { by: "eve", minute: 20 }, { by: "joe", minute: 20 }]);
    expect(answers.slice(1)).toEqual([
      "stated it is open until 2026-06-01T12:30:00Z",
      "stated it is open already, until 2026-06-01T12:30:00Z",
      "stated it is open already, until 2026-06-01T12:30:00Z",
    ]);
    const at = (time: string) =>
      engine.level(state, event({ kind: "call", tool: "pay", chain, at: time, session: time }));
    expect(at("2026-06-01T12:30:00Z")).toBe("log");
    expect(at("2026-06-01T12:30:00.001Z")).toBe("deny");
    expect(at("2026-06-01T11:59:59Z")).toBe("deny");
    expect(run(both).call(null)).toBe("deny");
  });

  it("opens by approvals that are young enough, at a known time, for a known tenant", () => {
    expect(run([{ by: "ann" }, { by: "bob", minute: 30 }]).call(31)).toBe("log");
    expect(run([{ by: "ann" }, { by: "bob", minute: 31 }]).call(32)).toBe("deny");
    expect(
      run([
        { by: "ann", minute: null },
        { by: "bob", minute: null },
      ]).answers[1],
    ).toContain("void_statement");
    expect(run([{ by: "ann" }, { by: "bob", not_recorded: ["chain"] }]).answers[1]).toContain("void_statement");
    const unsaid = { not_recorded: ["tenant"] };
    expect(
      run([
        { by: "ann", ...unsaid },
        { by: "bob", ...unsaid },
      ]).answers[1],
    ).toContain("void_statement");
  });

  it("is open for its tenant alone, or for all", () => {
    const acme = run([
      { by: "ann", tenant: "acme" },
      { by: "bob", tenant: "acme" },
    ]);
    expect(acme.call(1, { tenant: "acme" })).toBe("log");
    expect(acme.call(1, { tenant: "bolt" })).toBe("deny");
    expect(acme.call(1)).toBe("deny");
    expect(
      run([
        { by: "ann", tenant: "acme" },
        { by: "bob", tenant: "bolt" },
      ]).call(1, { tenant: "acme" }),
    ).toBe("deny");
    expect(run(both).call(1, { tenant: "bolt" })).toBe("log");
  });

  it("is closed by one of them, and opens anew", () => {
    const closed = [...both, { by: "eve", close: "outage", minute: 2 }];
    expect(run(closed).call(3)).toBe("deny");
    expect(run([...closed, { by: "ann", minute: 3 }]).call(4)).toBe("deny");
    expect(run([...closed, { by: "ann", minute: 3 }, { by: "joe", minute: 3 }]).call(4)).toBe("log");
    const stranger = run([...both, { by: "eve", close: "outage", roles: [], minute: 2 }]);
    expect(stranger.call(3)).toBe("log");
    const one = run([...both, { by: "eve", close: "outage", tenant: "acme", minute: 2 }]);
    expect(one.answers[2]).toContain("it stays open for every tenant");
  });

  it("ends sooner where a newer policy says so", () => {
    const { state } = run(both);
    expect(run([], policyWith(glass({ maxMs: 60_000 })), state).call(2)).toBe("deny");
    expect(run([], policyWith(glass({ approval: { role: "commander", count: 3 } })), state).call(1)).toBe("deny");
  });

  it("is denied where the host cannot do what it obliges to", () => {
    const { state } = run(both);
    const engine = createEngine(policyWith(glass()), { engine: "closures", performs: ["alert"] });
    const call = event({ kind: "call", tool: "pay", chain }, 1);
    expect(engine.level(state, call)).toBe("deny");
    expect(engine.explain(state, call).reasons).toContainEqual(
      expect.objectContaining({ code: "obligation_unsupported" }),
    );
  });

  it("that is closed denies nothing, though the host cannot do what it would oblige to", () => {
    const ir = policyWith(glass(), { gates: [gate("velocity", { level: "log", overridable: true })] });
    const engine = createEngine(ir, { engine: "closures", performs: [] });
    const call = event({ kind: "call", tool: "pay", chain }, 1);
    expect(engine.level(engine.initial(), call)).toBe("log");
    expect(engine.level(run(both).state, call)).toBe("deny");
  });

  it("is part of the snapshot, and closed where the past was lost", () => {
    const { state, engine } = run(both);
    const restored = restoreState(JSON.parse(canonicalJson(snapshotState(state))) as StateSnapshot);
    expect(run([], policyWith(glass()), restored).call()).toBe("log");
    expect(canonicalJson(snapshotState(restored))).toBe(canonicalJson(snapshotState(state)));
    expect(run([], policyWith(glass()), engine.lost()).call()).toBe("deny");
  });
});
