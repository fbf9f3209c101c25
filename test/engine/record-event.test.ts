import { describe, expect, it } from "vitest";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { mapEntries, mapGet } from "../../src/engine/ordered-map.ts";
import { provenanceEntries } from "../../src/engine/provenance.ts";
import { restoreState, snapshotState } from "../../src/engine/snapshot.ts";
import type { SessionState, State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { event, gate, policy } from "./build.ts";

type Raw = Record<string, unknown>;
const call = (key: string, more: Raw = {}): Raw => ({ kind: "call", call: key, tool: "pay", ...more });
const of = (kind: string, key?: string, more: Raw = {}): Raw => ({
  kind,
  ...(key === undefined ? {} : { call: key }),
  ...more,
});

/** The session after these events, one a minute; what a snapshot keeps of it is the same. */
function sessionAfter(events: readonly Raw[], ir: PolicyIr = policy()): SessionState {
  const { initial, step } = createEngine(ir, { engine: "closures" });
  const state = events.reduce<State>((earlier, raw, minute) => step(earlier, event(raw, minute, ir)).state, initial());
  const restored = restoreState(JSON.parse(JSON.stringify(snapshotState(state))));
  expect(canonicalJson(snapshotState(restored))).toBe(canonicalJson(snapshotState(state)));
  const session = mapGet(state.sessions, "s");
  if (session === undefined) throw new Error("no session");
  return session;
}
const awaiting = (session: SessionState): string =>
  mapEntries(session.awaiting)
    .map(([tool, count]) => `${tool} ${count}`)
    .join();
const statusOf = (session: SessionState, key: string): string => {
  const action = mapGet(session.actions, key);
  return action === undefined ? "none" : `${action.status}${action.ran ? " ran" : ""}`;
};

describe("the life of a call", () => {
  const held = policy({ gates: [gate("g", { level: "deny" })] });
  it.each<[string, readonly Raw[], PolicyIr, string, string]>([
    ["called", [call("c")], policy(), "proceed", ""],
    ["denied", [call("c")], held, "pending", ""],
    ["started", [call("c"), of("started", "c")], policy(), "started ran", "pay 1"],
    ["started although denied", [call("c"), of("started", "c")], held, "pending ran", "pay 1"],
    ["started twice", [call("c"), of("started", "c"), of("started", "c")], policy(), "started ran", "pay 1"],
    ["answered", [call("c"), of("started", "c"), of("result", "c", { content: "x" })], policy(), "done ran", ""],
    ["answered without a start", [call("c"), of("result", "c", { content: "x" })], policy(), "done ran", ""],
    ["failed", [call("c"), of("started", "c"), of("error", "c")], policy(), "done ran", ""],
    ["cancelled", [call("c"), of("cancelled", "c")], policy(), "done", ""],
    ["cancelled after its start", [call("c"), of("started", "c"), of("cancelled", "c")], policy(), "done ran", ""],
    [
      "answered twice, while another one runs",
      [
        call("c"),
        call("d"),
        of("started", "c"),
        of("started", "d"),
        of("result", "c", { content: "x" }),
        of("result", "c", { content: "y" }),
      ],
      policy(),
      "done ran",
      "pay 1",
    ],
    [
      "answered without a start, while another one runs",
      [call("c"), call("d"), of("started", "d"), of("result", "c", { content: "x" })],
      policy(),
      "done ran",
      "pay 1",
    ],
    [
      "started once more when it is over",
      [call("c"), of("started", "c"), of("result", "c", { content: "x" }), of("started", "c")],
      policy(),
      "done ran",
      "",
    ],
    ["never called", [of("started", "c")], policy(), "none", ""],
    [
      "of two tools",
      [call("c"), call("d", { tool: "read" }), of("started", "c"), of("started", "d")],
      policy(),
      "started ran",
      "pay 1,read 1",
    ],
  ])("is kept: %s", (_, events, ir, status, waits) => {
    const session = sessionAfter(events, ir);
    expect(statusOf(session, "c")).toBe(status);
    expect(awaiting(session)).toBe(waits);
  });

  it("is over at once for what has no tool, and waits where it is held", () => {
    const prompt = { kind: "prompt", id: "p", text: "x" };
    expect(statusOf(sessionAfter([prompt]), "p")).toBe("done");
    const heldPrompt = policy({ gates: [gate("g", { on: [{ kind: "prompt" }], level: "confirm" })] });
    expect(statusOf(sessionAfter([prompt], heldPrompt), "p")).toBe("pending");
    const logged = policy({ gates: [gate("g", { on: [{ kind: "prompt" }], level: "log" })] });
    expect(statusOf(sessionAfter([prompt], logged), "p")).toBe("done");
  });

  it("keeps what it needs to be decided again, and nothing when it is over", () => {
    const pending = mapGet(sessionAfter([call("c"), of("started", "c")]).actions, "c");
    expect(pending?.event?.tool).toBe("pay");
    expect(pending).toMatchObject({ tool: "pay", demandedAt: Date.parse("2026-06-01T12:00:00Z"), rejectedBy: [] });
    const done = mapGet(sessionAfter([call("c"), of("result", "c", { content: "x" })]).actions, "c");
    expect(done).toMatchObject({ event: undefined, tool: "pay" });
  });
});

describe("what a session keeps", () => {
  it("are its ids, each with what it began", () => {
    const session = sessionAfter([
      { ...call("c"), id: "one" },
      { ...of("started", "c"), id: "two" },
      { kind: "prompt", id: "three", text: "x" },
      { kind: "baseline", id: "four", digest: "0".repeat(64) },
    ]);
    expect(mapEntries(session.ids).map(([id, { action, decision }]) => `${id} ${action} ${decision?.level}`)).toEqual([
      "four undefined deny",
      "one c undefined",
      "three three undefined",
      "two undefined undefined",
    ]);
  });

  it("is its clock, which never runs backwards", () => {
    const noon = Date.parse("2026-06-01T12:00:00Z");
    const clock = (...minutes: readonly (number | null)[]): number | undefined => {
      const { initial, step } = createEngine(policy(), { engine: "closures" });
      const state = minutes.reduce<State>(
        (earlier, minute, index) => step(earlier, event(call(`c${index}`), minute)).state,
        initial(),
      );
      const at = mapGet(state.sessions, "s")?.clock;
      return at === undefined ? undefined : (at - noon) / 60_000;
    };
    expect(clock(null)).toBeUndefined();
    expect(clock(3)).toBe(3);
    expect(clock(3, null)).toBe(3);
    expect(clock(3, 1)).toBe(3);
    expect(clock(3, 4)).toBe(4);
  });

  it("are its tasks, until they end", () => {
    const start = (task: string, more: Raw = {}): Raw => ({ kind: "task_start", task, ...more });
    const tasks = (...events: readonly Raw[]) =>
      mapEntries(sessionAfter(events).tasks).map(([name, { agents }]) => `${name} ${agents?.join("+")}`);
    expect(tasks(start("b"), start("a", { agents: ["x", "y"] }))).toEqual(["a x+y", "b undefined"]);
    expect(tasks(start("b"), start("a"), { kind: "task_end", task: "b" })).toEqual(["a undefined"]);
    expect(tasks(start("b"), { kind: "task_end", task: "c" })).toEqual(["b undefined"]);
  });

  it("are the texts that its agent has read, and what was not recorded of them", () => {
    const texts = (...events: readonly Raw[]) =>
      provenanceEntries(sessionAfter(events).provenance).map(
        ({ source: { kind, name, path, split }, text, complete }) =>
          `${kind} ${name}[${path.join(".")}]${split ? " split" : ""} ${text}${complete ? "" : " …"}`,
      );
    expect(texts({ kind: "prompt", text: "a" })).toEqual(["user [] a"]);
    expect(texts({ kind: "prompt", from: "system", text: "a" })).toEqual(["system [] a"]);
    expect(texts({ kind: "prompt", text: "a", not_recorded: ["from"] })).toEqual(["user-or-system [] a"]);
    expect(texts({ kind: "prompt", not_recorded: ["text"] })).toEqual(["user []  …"]);
    expect(texts({ kind: "message", to: "x", text: "a" })).toEqual(["agent clerk[] a"]);
    expect(texts({ kind: "message", to: "x", text: "a", agent: undefined })).toEqual(["agent [] a"]);
    expect(texts({ kind: "output", text: "a" })).toEqual([]);
    expect(texts(call("c"), of("result", "c", { content: "a" }))).toEqual(["tool pay[] a"]);
    expect(texts(of("result", undefined, { tool: "read", content: "a" }))).toEqual(["tool read[] a"]);
    expect(texts(of("result", undefined, { content: "a", not_recorded: ["tool"] }))).toEqual(["tool [] a"]);
    expect(texts(of("result", undefined, { tool: "read", content: "a", complete: false }))).toEqual([
      "tool read[] a",
      "tool read[]  …",
    ]);
    expect(texts(call("c"), of("error", "c", { message: "a" }))).toEqual(["tool pay[] a"]);
    expect(texts(call("c"), of("cancelled", "c"))).toEqual([]);
  });
});
