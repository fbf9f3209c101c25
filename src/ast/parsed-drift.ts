import type { Span } from "../source/span.ts";
import type { Expression } from "./expression.ts";
import type { Name, QuotedText } from "./name.ts";
import type { ParsedObligation, ParsedOutcome } from "./parsed-gate.ts";

/** `drift NAME per agent { metric … baseline … warmup … over … }` */
export interface DriftDeclaration {
  readonly kind: "drift";
  readonly span: Span;
  readonly name: Name;
  readonly per: Name;
  readonly clauses: readonly DriftClause[];
}

export type DriftClause =
  /** `metric calls = count(attempted *) within 5m`: a history term without its key, which is the declaration's. */
  | { readonly kind: "metric"; readonly span: Span; readonly name: Name; readonly term: Expression }
  | {
      readonly kind: "baseline";
      readonly span: Span;
      readonly path: QuotedText;
      readonly sha256: QuotedText | undefined;
      readonly minDeviation: { readonly span: Span; readonly digits: string } | undefined;
    }
  | ({ readonly kind: "warmup"; readonly events: number } & DriftRow)
  | ({ readonly kind: "over"; readonly sigmas: { readonly span: Span; readonly digits: string } } & DriftRow)
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText };

export interface DriftRow {
  readonly span: Span;
  readonly outcome: ParsedOutcome;
  readonly also: readonly ParsedObligation[];
}
