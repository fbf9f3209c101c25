import { describe, expect, it } from "vitest";
import { nameTerm, pastPhases } from "../../src/ast/history.ts";
import { indexHistory } from "../../src/engine/history/history-index.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { pastOf } from "../../src/engine/past.ts";
import { restoreState, snapshotState } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import { describeField } from "../../src/value/describe-field.ts";
import { event, gate, path, policy, text } from "./build.ts";
import { readTermOf } from "./read-term.ts";

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
    return terms
      .map(({ name, event: { phase } }) => [phase.slice(0, 2), describeField(readTermOf(from, asked, past, name))])
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

describe("what came after what", () => {
  const past = (phase: "attempted" | "started", name: string) => ({ phase, patterns: [name], tools: [name], with: [] });
  const kindsOf = (phase: "attempted" | "started") => {
    const limits = { withinMs: 3_600_000, per: "agent" } as const;
    const [of, after] = [past(phase, "pay"), past(phase, "read")];
    return [
      nameTerm({ kind: "since", event: of, after, ...limits }),
      nameTerm({ kind: "previously", event: of, ...limits }),
    ] as const;
  };
  const all = [...kindsOf("attempted"), ...kindsOf("started")];
  const telling = policy({ terms: [...all].sort((left, right) => (left.name < right.name ? -1 : 1)) });
  const index = indexHistory(telling.terms, 1_000, true);

  /** `p` a payment, `r` a reading, at their minutes; one that has started in capitals. What is told at a minute of each term. */
  function told(script: string, minute: number): readonly string[] {
    const { initial, step } = createEngine(telling, { engine: "closures" });
    let state = initial();
    for (const [number, written] of script
      .split(" ")
      .filter((one) => one !== "")
      .entries()) {
      const at = Number(written.slice(1));
      const key = `c${number}`;
      const raw = { kind: "call", call: key, tool: written.charAt(0).toLowerCase() === "p" ? "pay" : "read" };
      state = step(state, event(raw, at, telling)).state;
      if (written.charAt(0) < "a") state = step(state, event({ kind: "started", call: key }, at, telling)).state;
    }
    const asked = event({ kind: "call", tool: "read", call: "asks" }, minute, telling);
    const read = (from: State): readonly string[] => {
      return all.map(({ name }) => {
        const field = readTermOf(from, asked, pastOf(index), name);
        return field.state === "value" ? describeField(field) : "?";
      });
    };
    expect(read(restoreState(JSON.parse(JSON.stringify(snapshotState(state)))))).toEqual(read(state));
    return read(state);
  }

  it.each<[string, number, string, string, string, string]>([
    ["", 10, "false", "false", "false", "false"],
    ["p1", 10, "false", "true", "false", "?"],
    ["P1", 10, "false", "true", "false", "true"],
    ["R1", 10, "false", "false", "false", "false"],
    ["R1 P2", 10, "true", "true", "true", "true"],
    ["R1 P1", 10, "true", "true", "true", "true"],
    ["P1 R2", 10, "false", "true", "false", "true"],
    ["R1 P2 R3", 10, "false", "true", "false", "true"],
    ["R1 P2 P3", 10, "true", "true", "true", "true"],
    ["R1 p2", 10, "true", "true", "?", "?"],
    ["r1 P2", 10, "true", "true", "?", "true"],
    ["r1 p2", 10, "true", "true", "?", "?"],
    ["R1 P2 r3", 10, "false", "true", "?", "true"],
    ["R1 p2 R3", 10, "false", "true", "false", "?"],
    ["p1 R2", 10, "false", "true", "false", "?"],
    ["P1 p2 R3", 10, "false", "true", "false", "true"],
    ["R1 P2", 61, "true", "true", "true", "true"],
    ["R1 P2", 62, "false", "true", "false", "true"],
    ["R1 P2", 63, "false", "false", "false", "false"],
    ["R1 p2", 62, "false", "true", "false", "?"],
    ["r1 P2", 62, "false", "true", "false", "true"],
    ["p1", 62, "false", "false", "false", "false"],
  ])("after %s, at minute %i, since and previously say", (script, minute, ...expected) => {
    expect(told(script, minute)).toEqual(expected);
  });
});
