import type { Reason, ReasonCode } from "../engine/decision.ts";

/** A reason with the facts behind it. In a redacted record, facts that hold data have no value: `content` has their length. */
export interface RecordedReason extends Omit<Reason, "support"> {
  readonly support: readonly { readonly path: string; readonly value?: string }[];
}

export function recordReason(reason: Reason, full: boolean): RecordedReason {
  if (full) return reason;
  const { message, support, ...kept } = reason;
  return {
    ...kept,
    ...(message === undefined || quoting.includes(reason.code) ? {} : { message }),
    support: support.map((fact) => (isPlainFact(fact.path) ? fact : { path: fact.path })),
  };
}

/** Their messages quote names or values of the event. */
const quoting: readonly ReasonCode[] = ["undeclared_argument", "schema_violation", "invalid_event", "void_statement"];

/** Who, when, how sure: facts about the circumstances. What a customer, a page or a model wrote is none of them. */
const plainRoots = [
  "agent",
  "at",
  "chain",
  "confidence",
  "cost",
  "kill_switch",
  "labels",
  "peer",
  "purpose",
  "revocation",
  "task",
  "tool",
];
const plainPaths = [
  "token.verified",
  "token.ttl",
  "token.age",
  "token.subject",
  "token.scopes",
  "token.issued_at",
  "token.expires_at",
];

const isPlainFact = (path: string): boolean =>
  plainPaths.includes(path) || plainRoots.includes(/^[a-z_]+/.exec(path)?.[0] ?? "");
