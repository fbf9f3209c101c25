/** The closed list of reason codes of a decision; a test may name one in `via`. */
export const reasonCodes = [
  "granted",
  "gate",
  "not_granted",
  "grant_undecided",
  "not_declared_tool",
  "unknown_agent",
  "chain_unrecorded",
  "chain_too_long",
  "undeclared_argument",
  "schema_violation",
  "invalid_event",
  "obligation_unsupported",
  "id_reuse",
  "id_budget",
  "revoked",
  "killed",
  "clock",
  "rejected",
  "message_not_granted",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];
