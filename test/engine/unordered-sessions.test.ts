import { describe, expect, it } from "vitest";
import type { HistoryTerm } from "../../src/ast/history.ts";
import { indexHistory } from "../../src/engine/history/history-index.ts";
import { mapGet } from "../../src/engine/ordered-map.ts";
import { pastOf } from "../../src/engine/past.ts";
import { restoreState, type StateSnapshot, snapshotState } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { copyFields } from "../../src/event/row.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { describeField } from "../../src/value/describe-field.ts";
import { present } from "../../src/value/value.ts";
import { admitAll, generateSession } from "./generate-events.ts";
import { generateTerm } from "./generate-history.ts";
import { generatePolicy } from "./generate-policy.ts";
import { randomFrom } from "./random.ts";
import { readTermOf } from "./read-term.ts";

const day = 86_400_000;

/** What holds for all sessions: by it one session is decided otherwise than alone, and rightly so. */
const wide: readonly string[] = ["revocation", "heartbeat", "admin", "baseline"];

/** The same so many days later. */
function later(event: Event, days: number): Event {
  if (event.at === undefined) return event;
  const at = event.at + days * day;
  return { ...event, at, fields: copyFields(event.fields, { at: present({ kind: "timestamp", ms: at }) }) };
}

describe("sessions without an order", () => {
  it("are each to their own terms what they are alone, whichever came first and whenever they were", () => {
    const random = randomFrom(77);
    const seen = { asked: 0, told: new Set<string>() };
    for (let round = 0; round < 12; round += 1) {
      const policy = generatePolicy(random);
      const tools = Object.keys(policy.catalogue.tools);
      const drawn = Array.from({ length: 40 }, () => generateTerm(tools, random)).filter(
        ({ per }) => per === "session",
      );
      const terms: readonly HistoryTerm[] = [...new Map(drawn.map((term) => [term.name, term])).values()];
      const ir = { ...policy, terms };
      const together = createEngine(ir, { engine: "closures", sessions: "unordered" });
      const alone = createEngine(ir, { engine: "closures" });
      const [pastTogether, pastAlone] = [false, true].map((ordered) => pastOf(indexHistory(terms, 100_000, ordered)));
      let state = together.initial();
      // The first is the latest, as files have names and not times.
      for (const days of [30, 0, 12]) {
        let own = alone.initial();
        const session = `s${days}`;
        for (const given of admitAll(generateSession(ir, session, 60, random), ir)) {
          if (given.kind === "invalid" || wide.includes(given.kind)) continue;
          const event = later(given, days);
          const before = mapGet(own.sessions, event.session);
          const isKnown = mapGet(before?.ids, event.id) !== undefined;
          const clock = before?.clock;
          // As it is when it is decided.
          const lifted =
            event.at === undefined || clock === undefined ? event : { ...event, at: Math.max(event.at, clock) };
          if (event.kind === "call" && !isKnown) {
            for (const { name } of terms) {
              const read = (from: State, past = pastTogether): string =>
                past === undefined ? "" : describeField(readTermOf(from, lifted, past, name));
              const told = read(own, pastAlone);
              seen.asked += 1;
              seen.told.add(told);
              expect(read(state), `${name} in ${session}`).toBe(told);
            }
          }
          own = alone.step(own, event).state;
          state = together.step(state, event).state;
        }
        state = restoreState(JSON.parse(canonicalJson(snapshotState(state))) as StateSnapshot);
      }
    }
    expect(seen.asked).toBeGreaterThan(1_000);
    expect(seen.told.size).toBeGreaterThan(20);
  });
});
