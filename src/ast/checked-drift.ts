import type { Span } from "../source/span.ts";
import type { CheckedName, Spanned } from "./checked-condition.ts";
import type { CheckedObligation, CheckedRequirement } from "./checked-gate.ts";
import type { HistoryKey, HistoryTerm } from "./history.ts";

/** What happens where a metric is unusual. Every row acts by itself on calls and messages. */
export interface CheckedDrift {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly per: HistoryKey;
  readonly baseline: {
    readonly span: Span;
    readonly path: string;
    readonly digest: string;
    /** Exact decimal text above zero: a smaller deviation counts as this one. */
    readonly minDeviation: string | undefined;
  };
  readonly metrics: readonly CheckedMetric[];
  readonly warmup: (CheckedDriftRow & { readonly events: number; readonly term: HistoryTerm }) | undefined;
  /** `sigmas` is exact decimal text, strictly ascending. None while the drift is being measured. */
  readonly rows: readonly (CheckedDriftRow & { readonly sigmas: string })[];
  readonly because: string | undefined;
}

/** `all` is what is usual for whoever is not listed. */
export interface CheckedMetric extends CheckedName {
  readonly term: HistoryTerm;
  readonly all: CheckedUsual | undefined;
  readonly agents: readonly (CheckedUsual & { readonly agent: string })[];
}

/** Exact decimal texts in the unit of the metric. */
export interface CheckedUsual {
  readonly mean: string;
  readonly deviation: string;
}

export interface CheckedDriftRow extends Spanned {
  readonly outcome: "log" | "deny" | CheckedRequirement;
  readonly obligations: readonly CheckedObligation[];
}
