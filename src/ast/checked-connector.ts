import type { Span } from "../source/span.ts";
import type { CheckedOperand, Spanned } from "./checked-condition.ts";
import type { CheckedObligation, CheckedPattern, CheckedRequirement } from "./checked-gate.ts";
import type { HistoryTerm } from "./history.ts";

/** Every clause of it acts by itself on the calls (and results) of its tools. */
export interface CheckedConnector {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly patterns: readonly CheckedPattern[];
  /** All tools of the patterns, sorted. */
  readonly tools: readonly string[];
  readonly egress: CheckedEgress | undefined;
  readonly rate: CheckedRate | undefined;
  readonly quota: CheckedQuota | undefined;
  readonly validate: { readonly request: Spanned | undefined; readonly response: Spanned | undefined };
  readonly redactions: readonly CheckedRedaction[];
  readonly violation: CheckedViolation;
}

/** Lists are canonical and sorted; an undefined one limits nothing. */
export interface CheckedEgress extends Spanned {
  readonly hosts: readonly string[];
  readonly methods: readonly string[] | undefined;
  readonly ports: readonly number[] | undefined;
  readonly types: readonly string[] | undefined;
}

/** At most so many calls: with this one, `term` is at most `limit`. */
export interface CheckedRate extends Spanned {
  readonly limit: number;
  readonly term: HistoryTerm;
}

/** At most so much of `amount`, on the tools that have it. */
export interface CheckedQuota extends Spanned {
  readonly tools: readonly string[];
  readonly limit: CheckedOperand;
  readonly amount: CheckedOperand;
  readonly term: HistoryTerm;
}

/** What is redacted in the calls, or in the results, of the tools that have it. */
export interface CheckedRedaction extends Spanned {
  readonly on: "call" | "result";
  readonly tools: readonly string[];
  readonly obligation: Extract<CheckedObligation, { readonly kind: "redact" }>;
}

/** What happens where a clause of the connector does not hold; without a span nobody wrote it, and it is a deny. */
export interface CheckedViolation {
  readonly span: Span | undefined;
  readonly outcome: "log" | "deny" | CheckedRequirement;
  readonly obligations: readonly CheckedObligation[];
}
