/** What a plain transcript has no place for: who acts, for whom, on which task, how sure, with which identity. */
const neverInTranscripts = [
  "agent",
  "chain",
  "confidence",
  "context",
  "cost",
  "egress",
  "peer",
  "purpose",
  "task",
  "tenant",
  "token",
] as const;

/** For formats with a place for the time: in a replay that time is admission and source time at once. */
export const notInTimedTranscripts: readonly string[] = neverInTranscripts;

export const notInTranscripts: readonly string[] = [...neverInTranscripts, "at", "source_time"];
