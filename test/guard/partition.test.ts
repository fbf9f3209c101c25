import { describe, expect, it } from "vitest";
import { type StateSnapshot, snapshotState } from "../../src/engine/snapshot.ts";
import { emptyState } from "../../src/engine/state.ts";
import type { StateStore } from "../../src/guard/partition.ts";
import { byFinance, clerk, desk, pay } from "./desk.ts";
import { fakeMachine } from "./fake-machine.ts";

/** A store in memory that lets others in between reading and writing. */
function memoryStore(): StateStore & { readonly writes: () => number } {
  let snapshot: StateSnapshot = snapshotState(emptyState);
  let revision = 0;
  return {
    writes: () => revision,
    async read() {
      return { snapshot: JSON.parse(JSON.stringify(snapshot)), revision: String(revision) };
    },
    async write(next, from) {
      await Promise.resolve();
      if (from !== String(revision)) return false;
      snapshot = JSON.parse(JSON.stringify(next));
      revision += 1;
      return true;
    },
  };
}

describe("two guards of one store", () => {
  it("execute a call once, though both are asked at the same time", async () => {
    const store = memoryStore();
    const clock = fakeMachine();
    // Ids of one machine would meet those of the other.
    const renamed = desk("", { store, machine: { ...clock, newId: () => `other-${clock.newId()}` } });
    const one = desk("", { store });
    const call = pay(25, { id: "c1" });
    const outcomes = await Promise.all([one.guard.run(call, one.tool()), renamed.guard.run(call, renamed.tool())]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["denied", "executed"]);
    expect(one.sent.length + renamed.sent.length).toBe(1);
    expect(outcomes.find(({ kind }) => kind === "denied")).toMatchObject({ code: "call_finished" });
  });

  it("share one approval that is left", async () => {
    const store = memoryStore();
    const gates = "gate big on pay { require approval by role finance, reusable 2 }";
    const bench = (name: string) => {
      const clock = fakeMachine();
      const machine = { ...clock, newId: () => `${name}-${clock.newId()}` };
      return desk(gates, {
        store,
        machine,
        approve: (request) => (request.binding.call === "c0" ? byFinance(request) : undefined),
      });
    };
    const [one, other] = [bench("one"), bench("other")];
    await one.guard.run(pay(25, { id: "c0" }), one.tool());
    const outcomes = await Promise.all([
      one.guard.run(pay(25, { id: "c1" }), one.tool()),
      other.guard.run(pay(25, { id: "c2" }), other.tool()),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["denied", "executed"]);
  });

  it("learn of each other's revocations", async () => {
    const store = memoryStore();
    const [one, other] = [desk("", { store }), desk("", { store })];
    await one.guard.feed({ kind: "revocation", session: "feed", subject: { agent: "clerk" } });
    expect(await other.guard.run(pay(25, { id: "c1" }), other.tool())).toMatchObject({
      kind: "denied",
      message: "revoked",
    });
  });
});

describe("a store that fails", () => {
  const good = memoryStore();
  const broken: readonly (readonly [string, StateStore])[] = [
    ["cannot be read", { ...good, read: () => Promise.reject(new Error("down")) }],
    ["has no entry", { ...good, read: async () => undefined as never }],
    ["holds something else", { ...good, read: async () => ({ snapshot: { state: 7 }, revision: "0" }) }],
    ["cannot be written", { ...good, write: () => Promise.reject(new Error("down")) }],
    ["answers something else", { ...good, write: async () => undefined as never }],
    ["is always written by others first", { ...good, write: async () => false }],
  ];

  it.each(broken)("denies: it %s", async (_name, store) => {
    const { guard, tool, sent, log } = desk("", { store });
    expect(await guard.run(pay(), tool())).toMatchObject({ kind: "denied", code: "state_unavailable" });
    expect(await guard.prompt({ session: "s1", text: "x" })).toMatchObject({
      kind: "denied",
      code: "state_unavailable",
    });
    expect(await guard.feed({ kind: "heartbeat", session: "s1" })).toMatchObject({
      kind: "denied",
      code: "state_unavailable",
    });
    expect(sent).toEqual([]);
    expect(log.map(({ decision }) => decision)).toEqual(["deny", "deny", "deny"]);
  });

  it("denies: it never answers", async () => {
    const machine = fakeMachine();
    const { guard, tool } = desk("", { machine, store: { ...good, read: () => new Promise(() => undefined) } });
    const outcome = guard.run(pay(), tool());
    await machine.pass(10_000);
    expect(await outcome).toMatchObject({ kind: "denied", code: "state_unavailable" });
  });

  it("after the tool has run withholds the result", async () => {
    let isDown = false;
    const store = memoryStore();
    const { guard } = desk("", {
      store: { ...store, read: () => (isDown ? Promise.reject(new Error("down")) : store.read()) },
    });
    const outcome = await guard.run(pay(), () => {
      isDown = true;
      return { ok: true };
    });
    expect(outcome).toMatchObject({ kind: "withheld", code: "state_unavailable" });
  });
});

describe("a snapshot", () => {
  it("is where another guard goes on: what was used stays used, what was started is not started again", async () => {
    const gates = "gate big on pay { require approval by role finance }";
    const first = desk(gates, { approve: byFinance });
    await first.guard.run(pay(25, { id: "c1" }), first.tool());
    let reached = (): void => undefined;
    const isRunning = new Promise<void>((resolve) => {
      reached = resolve;
    });
    void first.guard.run(pay(30, { id: "c2" }), () => {
      reached();
      return new Promise(() => undefined);
    });
    await isRunning;
    const state = JSON.parse(JSON.stringify(await first.guard.snapshot()));
    const second = desk(gates, { approve: () => undefined, state, machine: { ...first.machine } });
    expect(await second.guard.run(pay(25, { id: "c1" }), second.tool())).toMatchObject({ code: "call_finished" });
    expect(await second.guard.run(pay(30, { id: "c2" }), second.tool())).toMatchObject({ code: "call_finished" });
    expect(await second.guard.run(pay(25, { id: "c3" }), second.tool())).toMatchObject({ code: "unanswered" });
    expect(second.sent).toEqual([]);
  });
});

describe("what is fed", () => {
  it("counts from then on, and leaves a record where it is a decision or takes a right away", async () => {
    const { guard, log, tool } = desk();
    expect(await guard.feed({ kind: "heartbeat", session: "s1" })).toMatchObject({ kind: "recorded" });
    expect(await guard.feed({ kind: "task_start", session: "s1", task: "t1" })).toMatchObject({ kind: "recorded" });
    expect(await guard.feed({ kind: "revocation", session: "s1", subject: { user: "u-17" } })).toMatchObject({
      kind: "recorded",
    });
    expect(log.map(({ event, decision }) => [event.kind, decision])).toEqual([["revocation", "none"]]);
    expect(await guard.run(pay(), tool())).toMatchObject({ kind: "denied" });
  });

  it("is nothing that has a door of its own, and nothing that is no event", async () => {
    const { guard } = desk();
    for (const kind of [
      "call",
      "prompt",
      "started",
      "result",
      "error",
      "cancelled",
      "message",
      "output",
      "decision",
      "x",
      undefined,
    ])
      expect(await guard.feed({ ...clerk, kind } as never), kind).toMatchObject({
        kind: "denied",
        code: "invalid_call",
      });
    expect(await guard.feed(undefined as never)).toMatchObject({ kind: "denied" });
    expect(await guard.feed({ kind: "revocation", session: "s1", subject: {} } as never)).toMatchObject({
      kind: "denied",
    });
  });
});
