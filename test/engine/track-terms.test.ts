import { describe, expect, it } from "vitest";
import { type HistoryTerm, nameTerm } from "../../src/ast/history.ts";
import { indexHistory } from "../../src/engine/history/history-index.ts";
import { mapEntries } from "../../src/engine/ordered-map.ts";
import { pastOf } from "../../src/engine/past.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { describeField } from "../../src/value/describe-field.ts";
import { event, policy } from "./build.ts";
import { readTermOf } from "./read-term.ts";

const hour = 3_600_000;
const attempted = { phase: "attempted", patterns: ["pay"], tools: ["pay"], with: [] } as const;
const count = (per: "agent" | "session" | "tenant"): HistoryTerm =>
  nameTerm({ kind: "count", event: attempted, withinMs: hour, per });
const call = (session: string, minute: number): Event => event({ kind: "call", tool: "pay", session }, minute);

/** The state after these events under a policy that keeps these terms. */
function stepped(terms: readonly HistoryTerm[], events: readonly Event[], from?: State): State {
  const ir = policy({ terms: [...terms].sort((left, right) => (left.name < right.name ? -1 : 1)) });
  const { initial, step } = createEngine(ir, { engine: "closures" });
  return events.reduce<State>((state, one) => step(state, one).state, from ?? initial());
}
const read = (term: HistoryTerm, state: State, asking: Event): string =>
  describeField(readTermOf(state, asking, pastOf(indexHistory([term], 1_000, true)), term.name));

describe("a policy that keeps other terms", () => {
  it("keeps the registers of those that stay, counts them, and lets go the others with their keys", () => {
    const before = stepped([count("agent"), count("session")], [call("s1", 1), call("s2", 2), call("s3", 3)]);
    expect(before.history.size).toBe(
      mapEntries(before.history.keys).reduce((sum, [, { places }]) => sum + places.length, 0),
    );
    const after = stepped([count("session"), count("tenant")], [call("s1", 4)], before);
    const kept = mapEntries(after.history.keys);
    expect(kept.every(([, { places, registers }]) => places.length > 0 && registers.length === places.length)).toBe(
      true,
    );
    expect(after.history.size).toBe(kept.reduce((sum, [, { places }]) => sum + places.length, 0));
    const none = stepped([count("tenant")], [event({ kind: "prompt", text: "x" }, 5)], before);
    expect(mapEntries(none.history.keys)).toEqual([]);
    expect(none.history.size).toBe(0);
    expect(read(count("session"), stepped([count("session")], [call("s1", 4)], before), call("s1", 5))).toBe("2");
  });
});

describe("messages of the past", () => {
  const message = (minute: number): Event => event({ kind: "message", to: "porter", text: "x" }, minute);
  const ofMessages = nameTerm({
    kind: "count",
    event: { phase: "attempted", messages: true, patterns: [], tools: [], with: [] },
    withinMs: hour,
    per: "agent",
  });
  const ofCalls = count("agent");

  it("are counted where a term counts messages, and calls where it counts calls", () => {
    const events = [message(1), call("s", 2), message(3)];
    expect(read(ofMessages, stepped([ofMessages], events), call("s", 4))).toBe("2");
    expect(read(ofCalls, stepped([ofCalls], events), call("s", 4))).toBe("1");
  });
});
