import type { Span } from "../source/span.ts";
import type { Expression } from "./expression.ts";
import type { Name, QuotedText } from "./name.ts";
import type { ParsedOutcome } from "./parsed-gate.ts";

export interface ControlDeclaration {
  readonly kind: "control";
  readonly span: Span;
  readonly name: Name;
  readonly title: QuotedText;
  readonly subject: Name;
  readonly clauses: readonly ControlClause[];
}

export type ControlClause =
  | { readonly kind: "group"; readonly span: Span; readonly group: Name; readonly ordinal: number }
  | {
      readonly kind: "fail-when";
      readonly span: Span;
      readonly condition: Expression;
      readonly because: QuotedText | undefined;
    }
  | {
      readonly kind: "require";
      readonly span: Span;
      readonly condition: Expression;
      readonly because: QuotedText | undefined;
    }
  | {
      readonly kind: "partial";
      readonly span: Span;
      readonly condition: Expression;
      readonly because: QuotedText | undefined;
    }
  | {
      readonly kind: "not-applicable";
      readonly span: Span;
      readonly condition: Expression;
      readonly because: QuotedText | undefined;
    }
  | {
      readonly kind: "attested-by";
      readonly span: Span;
      readonly attestation: Name;
      readonly when: Expression | undefined;
    }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText }
  | { readonly kind: "remedy"; readonly span: Span; readonly platform: Name; readonly text: QuotedText }
  | { readonly kind: "tags"; readonly span: Span; readonly tags: readonly QuotedText[] };

export interface ProveDeclaration {
  readonly kind: "prove";
  readonly span: Span;
  readonly claim: ParsedClaim;
}

export type ParsedClaim =
  | {
      readonly kind: "never";
      readonly tools: Name;
      readonly with: Expression | undefined;
      readonly evenWithBreakGlass: boolean;
    }
  | {
      readonly kind: "always";
      readonly tools: Name;
      readonly with: Expression | undefined;
      readonly demand:
        | { readonly kind: "requirement"; readonly outcome: ParsedOutcome }
        | { readonly kind: "at-least"; readonly level: Name };
      readonly evenWithBreakGlass: boolean;
    }
  | { readonly kind: "no-dead-gates" }
  | { readonly kind: "not-weaker-than"; readonly file: QuotedText };
