import type { DecisionRecord, RecordedPolicy } from "./decision-record.ts";
import type { Refusal } from "./guard-code.ts";

/** The record of a decision that was made for want of a valid run: a deny, of an event that nobody could read. */
export const failureRecord = (refusal: Refusal, policy: RecordedPolicy = {}): DecisionRecord => ({
  decision: "deny",
  record: 1,
  event: { kind: "invalid" },
  identity: {},
  policy,
  reasons: [],
  unknowns: [],
  requirements: [],
  remaining: [],
  obligations: [],
  guard: refusal,
  content: { values: [], left_off: 0 },
  redacted: true,
  times: {},
});
