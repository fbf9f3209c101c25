import type { Span } from "../source/span.ts";
import type { Expression } from "./expression.ts";
import type { DurationLiteral, Name, ParsedPath, QuotedText } from "./name.ts";
import type { ParsedObligation, ParsedOutcome } from "./parsed-gate.ts";

/** `connector NAME for PATTERNS { … }`: what holds for every call to the outside that these tools make. */
export interface ConnectorDeclaration {
  readonly kind: "connector";
  readonly span: Span;
  readonly name: Name;
  readonly tools: readonly Name[];
  readonly clauses: readonly ConnectorClause[];
}

export type ConnectorClause =
  | {
      readonly kind: "egress";
      readonly span: Span;
      readonly hosts: readonly QuotedText[];
      readonly methods: readonly Name[] | undefined;
      readonly ports: readonly { readonly span: Span; readonly value: number }[] | undefined;
      readonly types: readonly QuotedText[] | undefined;
    }
  | {
      readonly kind: "rate";
      readonly span: Span;
      readonly limit: { readonly span: Span; readonly value: number };
      readonly within: DurationLiteral;
      readonly per: Name;
    }
  | {
      readonly kind: "quota";
      readonly span: Span;
      readonly limit: Expression;
      readonly path: ParsedPath;
      readonly within: DurationLiteral;
      readonly per: Name;
    }
  | { readonly kind: "validate"; readonly span: Span; readonly phases: readonly ("request" | "response")[] }
  | {
      readonly kind: "redact";
      readonly span: Span;
      readonly redaction: Extract<ParsedObligation, { readonly kind: "redact" }>;
    }
  | {
      readonly kind: "on-violation";
      readonly span: Span;
      readonly outcome: ParsedOutcome;
      readonly also: readonly ParsedObligation[];
    };
