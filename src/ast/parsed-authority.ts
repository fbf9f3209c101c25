import type { Span } from "../source/span.ts";
import type { Expression } from "./expression.ts";
import type { DurationLiteral, Name, QuotedText } from "./name.ts";

/** `agent NAME { … }` or `agent defaults { … }` (`name.text === "defaults"`). */
export interface AgentDeclaration {
  readonly kind: "agent";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly AgentClause[];
}

export type AgentClause =
  | { readonly kind: "subject"; readonly span: Span; readonly subject: QuotedText }
  | { readonly kind: "token-ttl"; readonly span: Span; readonly limit: DurationLiteral }
  | { readonly kind: "token-scope"; readonly span: Span }
  | { readonly kind: "mtls"; readonly span: Span }
  | { readonly kind: "revocation"; readonly span: Span; readonly within: DurationLiteral }
  | { readonly kind: "may-message"; readonly span: Span; readonly agents: readonly Name[] }
  | {
      readonly kind: "may-delegate";
      readonly span: Span;
      readonly tools: readonly Name[];
      readonly to: Name;
      readonly depth: number | undefined;
    }
  | { readonly kind: "trust"; readonly span: Span; readonly level: Name };

export interface GrantDeclaration {
  readonly kind: "grant";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly GrantClause[];
}

export type GrantClause =
  | { readonly kind: "to"; readonly span: Span; readonly agents: readonly Name[] }
  | { readonly kind: "tools"; readonly span: Span; readonly patterns: readonly Name[] }
  | { readonly kind: "when"; readonly span: Span; readonly condition: Expression }
  | { readonly kind: "for-purpose"; readonly span: Span; readonly purposes: readonly QuotedText[] }
  | { readonly kind: "on-behalf-of"; readonly span: Span; readonly roles: readonly Name[] }
  | { readonly kind: "while-task"; readonly span: Span; readonly max: DurationLiteral | undefined }
  | { readonly kind: "until"; readonly span: Span; readonly at: { readonly span: Span; readonly ms: number } }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText }
  | { readonly kind: "tags"; readonly span: Span; readonly tags: readonly QuotedText[] };
