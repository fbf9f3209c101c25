import { describe, expect, it } from "vitest";
import type { RawEvent } from "../../src/event/event.ts";
import { parseAssumption } from "../../src/simulate/assumptions.ts";
import type { ReplaySession } from "../../src/simulate/replay.ts";
import { simulateTraces } from "../../src/simulate/simulate-traces.ts";
import { compileText } from "../support/compile.ts";

const policyOf = (window: string) =>
  compileText(`policy p version 1 language 1
tool look { args.id is string  effect reads }
agent clerk { subject "spiffe://desk.example/clerk" }
grant looking { to agent clerk  tools look }
gate rate on look { when count(executed look) ${window} >= 2  deny }
`).ir;
const perAgent = policyOf("within 1h per agent");
const perSession = policyOf("within 1m per session");

const token = { verified: true, subject: "spiffe://desk.example/clerk" };
const session = (name: string, minutes: readonly (number | null)[]): ReplaySession => ({
  session: name,
  file: `${name}.jsonl`,
  format: "canonical",
  events: minutes.flatMap((minute, index): readonly RawEvent[] => {
    const time =
      minute === null ? { not_recorded: ["at"] } : { at: `2026-06-01T12:${String(minute).padStart(2, "0")}:00Z` };
    const base = { session: name, agent: "clerk", token, ...time };
    return [
      { ...base, kind: "call", id: `${name}${index}`, tool: "look", args: { id: "1" } },
      { ...base, kind: "result", id: `${name}${index}r`, call: `${name}${index}`, tool: "look", content: "x" },
    ] as unknown as readonly RawEvent[];
  }),
});

const replay = (sessions: readonly ReplaySession[], ...assume: readonly string[]) =>
  replayBy(perAgent, sessions, ...assume);

function replayBy(ir: typeof perAgent, sessions: readonly ReplaySession[], ...assume: readonly string[]) {
  if (ir === undefined) throw new Error("did not compile");
  const assumptions = assume.map((text) => {
    const parsed = parseAssumption(text);
    if (parsed.kind === "error") throw new Error(parsed.message);
    return parsed;
  });
  const simulation = simulateTraces(ir, sessions, {
    mode: "recorded",
    assumptions,
    refusals: [],
    notRecordedBy: {},
    notes: [],
    written: [],
  });
  const levels = simulation.sessions.map(({ entries }) =>
    entries
      .filter(({ kind }) => kind === "call")
      .map(({ decision, wantOfEvidence }) => `${decision.level}${wantOfEvidence ? "?" : ""}`),
  );
  return { levels, notes: simulation.notes };
}

describe("sessions with times", () => {
  it("replay in the order of their times, whatever the order of the files", () => {
    const [early, late] = [session("a", [1, 30]), session("b", [10, 20])];
    expect(replay([early, late]).levels).toEqual([
      ["allow", "deny"],
      ["allow", "deny"],
    ]);
    expect(replay([late, early]).levels).toEqual([
      ["allow", "deny"],
      ["allow", "deny"],
    ]);
  });
});

describe("sessions whose history stays within each", () => {
  it("have a clock each, whatever the order of the files", () => {
    const [early, late] = [session("b", [1, 10, 20]), session("a", [40, 40, 40])];
    expect(replayBy(perSession, [late, early]).levels).toEqual([
      ["allow", "allow", "deny"],
      ["allow", "allow", "allow"],
    ]);
    expect(replayBy(perSession, [early, late]).levels).toEqual([
      ["allow", "allow", "allow"],
      ["allow", "allow", "deny"],
    ]);
  });
});

describe("what one session says for all", () => {
  it("holds for another from its time on, whatever the order of the files", () => {
    const telling: ReplaySession = {
      ...session("b", []),
      events: [
        {
          kind: "revocation",
          id: "r",
          session: "b",
          at: "2026-06-01T12:05:00Z",
          subject: { agent: "clerk" },
        } as unknown as RawEvent,
      ],
    };
    const called = session("a", [1, 10]);
    expect(replay([called, telling])).toEqual({ levels: [["allow", "deny"], []], notes: [] });
    const unreadable = { ...called, events: called.events.map((event) => ({ ...event, at: "yesterday" })) };
    expect(replay([unreadable, telling]).notes.join("\n")).toContain("replayed after it");
    const untimed = replay([session("a", [null, 1]), telling]);
    expect(untimed.notes.join("\n")).toContain("a switch counts only in the sessions replayed after it");
    expect(replay([session("a", [null, 1]), telling], "sessions=independent").notes.join()).not.toContain("after it");
    expect(replay([session("a", [null, 1]), session("b", [1])]).notes.join()).not.toContain("after it");
    expect(replay([telling, called]).levels).toEqual([[], ["allow", "deny"]]);
    expect(replayBy(perSession, [called, telling]).levels).toEqual([["allow", "deny"], []]);
    expect(replayBy(perSession, [telling, called]).levels).toEqual([[], ["allow", "deny"]]);
  });
});

describe("sessions without times", () => {
  const two = [session("a", [null, null]), session("b", [null])];

  it("leave what reaches beyond them unknown, and say what would help", () => {
    const { levels, notes } = replay(two);
    expect(levels).toEqual([["deny?", "deny?"], ["deny?"]]);
    expect(notes.join("\n")).toContain("--assume sessions=independent");
  });

  it("are each by themselves where that is assumed, and order still counts", () => {
    expect(replay(two, "sessions=independent").levels).toEqual([["allow", "allow"], ["allow"]]);
    expect(replay([session("a", [null, null, null])]).levels).toEqual([["allow", "allow", "deny?"]]);
  });
});
