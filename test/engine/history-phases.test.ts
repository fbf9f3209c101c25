import { describe, expect, it } from "vitest";
import { nameTerm, pastPhases } from "../../src/ast/history.ts";
import { circumstancesOf, pastOf } from "../../src/engine/circumstances.ts";
import { indexHistory } from "../../src/engine/history/history-index.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { restoreState, snapshotState } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import { describeField } from "../../src/value/describe-field.ts";
import { event, gate, path, policy, text } from "./build.ts";

type Raw = Record<string, unknown>;
const call = (key: string, more: Raw = {}): Raw => ({ kind: "call", call: key, tool: "pay", purpose: "open", ...more });
const of = (kind: string, key: string, more: Raw = {}): Raw => ({ kind, call: key, ...more });
const chain = [{ user: "ann" }, { agent: "clerk" }];

const terms = pastPhases.map((phase) =>
  nameTerm({
    kind: "count",
    event: { phase, patterns: ["pay"], tools: ["pay"], with: [] },
    withinMs: 3_600_000,
    per: "agent",
  }),
);
const shut = { kind: "compare", operator: "==", left: path("purpose"), right: text("shut") } as const;
const held = { kind: "compare", operator: "==", left: path("purpose"), right: text("held") } as const;
const on = [{ kind: "call", tools: ["pay"] }] as const;
const ir: PolicyIr = policy({
  terms: [...terms].sort((left, right) => (left.name < right.name ? -1 : 1)),
  gates: [
    gate("held", { on, when: held, level: "approve", requirements: [{ kind: "approval", role: "finance", count: 1 }] }),
    gate("shut", { on, when: shut }),
  ],
});

/** How often each phase was seen after these events, one a minute, by each phase's first letters; from a snapshot as well. */
function seen(events: readonly Raw[]): string {
  const { initial, step } = createEngine(ir, { engine: "closures" });
  const state = events.reduce<State>((earlier, raw, minute) => step(earlier, event(raw, minute, ir)).state, initial());
  const asked = event({ kind: "call", tool: "read" }, events.length, ir);
  const past = pastOf(indexHistory(ir.terms, 1_000, true));
  const told = (from: State): string => {
    const circumstances = circumstancesOf(from, asked, past);
    return terms
      .map(({ name, event: { phase } }) => [phase.slice(0, 2), describeField(circumstances.history(name))])
      .filter(([, count]) => count !== "0")
      .map(([phase, count]) => `${phase} ${count}`)
      .join(", ");
  };
  expect(told(restoreState(JSON.parse(JSON.stringify(snapshotState(state)))))).toBe(told(state));
  return told(state);
}

describe("what has happened to calls", () => {
  const approval = of("approval", "c", { by: "fay", roles: ["finance"] });
  const heldCall = call("c", { purpose: "held", chain });
  it.each<[string, readonly Raw[], string]>([
    ["nothing", [], ""],
    ["a call that may start", [call("c")], "at 1, st from 0 to 1"],
    ["a call that was denied", [call("c", { purpose: "shut" })], "at 1, de 1"],
    ["a call that is held", [heldCall], "at 1"],
    ["a call that was approved", [heldCall, approval], "at 1, st from 0 to 1, ap 1"],
    ["a call that was rejected", [heldCall, of("rejection", "c", { by: "fay" })], "at 1, de 1"],
    [
      "one rejected twice",
      [heldCall, of("rejection", "c", { by: "a" }), of("rejection", "c", { by: "b" })],
      "at 1, de 1",
    ],
    ["one rejected after its approval", [heldCall, approval, of("rejection", "c", { by: "a" })], "at 1, de 1, ap 1"],
    ["a start", [call("c"), of("started", "c")], "at 1, st 1"],
    ["two starts of one call", [call("c"), of("started", "c"), of("started", "c")], "at 1, st 1"],
    ["a start of what was denied", [call("c", { purpose: "shut" }), of("started", "c")], "at 1, st from 0 to 1, de 1"],
    ["a result", [call("c"), of("started", "c"), of("result", "c")], "at 1, st 1, ex 1"],
    ["a result without a start", [call("c"), of("result", "c")], "at 1, st 1, ex 1"],
    ["a result of what was denied", [call("c", { purpose: "shut" }), of("result", "c")], "at 1, st 1, ex 1, de 1"],
    ["an error", [call("c"), of("started", "c"), of("error", "c")], "at 1, st 1, fa 1"],
    ["an error without a start", [call("c"), of("error", "c")], "at 1, st 1, fa 1"],
    [
      "an error after the result",
      [call("c"), of("started", "c"), of("result", "c"), of("error", "c")],
      "at 1, st 1, ex 1",
    ],
    ["two results", [call("c"), of("started", "c"), of("result", "c"), of("result", "c")], "at 1, st 1, ex 1"],
    ["a start after the result", [call("c"), of("result", "c"), of("started", "c")], "at 1, st 1, ex 1"],
    ["one cancelled before its start", [call("c"), of("cancelled", "c")], "at 1"],
    ["one cancelled after its start", [call("c"), of("started", "c"), of("cancelled", "c")], "at 1, st 1"],
    ["a held one that was cancelled", [heldCall, of("cancelled", "c")], "at 1"],
    [
      "a call that came twice",
      [
        { ...call("c"), id: "i" },
        { ...call("c"), id: "i" },
      ],
      "at 1, st from 0 to 1",
    ],
    ["two calls", [call("c"), call("d"), of("started", "d")], "at 2, st from 1 to 2"],
    ["a result of nothing that was called", [{ kind: "result", tool: "pay", content: "x" }], "st 1, ex 1"],
    ["calls of another tool", [call("c", { tool: "read" }), of("started", "c"), of("result", "c")], ""],
  ])("is counted by phases: %s", (_, events, expected) => {
    expect(seen(events)).toBe(expected);
  });
});
