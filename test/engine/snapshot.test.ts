import { describe, expect, it } from "vitest";
import { mapEntries, type OrderedMap } from "../../src/engine/ordered-map.ts";
import { restoreState, type StateSnapshot, snapshotState } from "../../src/engine/snapshot.ts";
import { emptyState, lostState, type State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { event, gate, policy } from "./build.ts";

describe("a snapshot", () => {
  it("of another version, or of something else, is refused", () => {
    const good = snapshotState(emptyState);
    expect(restoreState(good)).toEqual(emptyState);
    for (const other of [{ ...good, state: 2 }, { ...good, state: "1" }, {}])
      expect(() => restoreState(other as StateSnapshot)).toThrow("not a state snapshot of this version");
    expect(restoreState(snapshotState(lostState)).lost).toBe(true);
  });

  it("is the same whatever came first, and brings everything back", () => {
    const ir = policy({
      gates: [gate("g", { level: "approve", requirements: [{ kind: "approval", role: "finance", count: 2 }] })],
      killSwitches: [
        { name: "stop", scope: "tenant", setBy: { role: "ciso", count: 2 }, clearedBy: { role: "ciso", count: 1 } },
      ],
      breakGlasses: [
        { name: "open", gates: ["g"], approval: { role: "ciso", count: 2 }, maxMs: 1_000, obligations: [] },
      ],
    });
    const { initial, step } = createEngine(ir, { engine: "closures" });
    const chain = [{ user: "ann" }, { agent: "clerk" }];
    const said = (by: string, statement: object, more: object = {}) =>
      event({ kind: "admin", by, roles: ["ciso"], statement, chain, ...more }, 5);
    const revoke = (subject: object, more: object = {}) => event({ kind: "revocation", subject, ...more }, 5);
    const events = [
      event({ kind: "call", call: "c", tool: "pay", chain, args: { to: "x" } }, 1),
      event({ kind: "approval", call: "c", by: "fay", roles: ["finance"], expires_at: "2026-06-01T13:00:00Z" }, 2),
      event({ kind: "approval", call: "c", by: "gus", roles: ["finance", "ciso"] }, null),
      event({ kind: "task_start", task: "t", agents: ["clerk"] }, 3),
      event({ kind: "task_start", task: "u" }, null),
      event({ kind: "call", call: "d", tool: "read", not_recorded: ["chain"] }, 4),
      event({ kind: "rejection", call: "d", by: "hal" }, 4),
      said("kim", { set: "stop" }, { tenant: "acme" }),
      event({ kind: "admin", by: "lou", roles: ["ciso"], statement: { set: "stop" } }, null),
      said("kim", { open: "open" }, { tenant: "acme" }),
      said("kim", { open: "open" }),
      said("lou", { open: "open" }),
      event({ kind: "heartbeat" }, 6),
      event({ kind: "heartbeat", tenant: "acme" }, null),
      event({ kind: "baseline", digest: "0".repeat(64) }, 6),
      event({ kind: "prompt", text: "hi", not_recorded: ["from"] }, 7),
    ];
    const revocations = [
      revoke({ agent: "bot" }),
      revoke({ agent: "bot" }, { tenant: "bolt" }),
      revoke({ agent: "bot" }, { tenant: "acme" }),
      revoke({ user: "ann" }, { session: "other" }),
    ];
    const stateAfter = (all: typeof events) => all.reduce((state, one) => step(state, one).state, initial());
    const state = stateAfter([...events, ...revocations]);
    const text = canonicalJson(snapshotState(state));
    expect(canonicalJson(snapshotState(restoreState(JSON.parse(text) as StateSnapshot)))).toBe(text);
    expect(canonicalJson(snapshotState(stateAfter([...events, ...[...revocations].reverse()])))).toBe(text);
    const back = restoreState(JSON.parse(text) as StateSnapshot);
    const settings = ({ kills, glasses }: State) =>
      [...mapEntries<OrderedMap<unknown>>(kills), ...mapEntries<OrderedMap<unknown>>(glasses)].map(([name, of]) => [
        name,
        mapEntries(of),
      ]);
    expect(settings(back)).toEqual(settings(state));
    expect(mapEntries(back.revoked)).toEqual([
      ["agent:bot", ["acme", "bolt", null]],
      ["user:ann", [null]],
    ]);
    expect(mapEntries(back.heartbeats)).toEqual(mapEntries(state.heartbeats));
  });
});
