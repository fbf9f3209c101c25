import type { Span } from "../source/span.ts";

/** A word of the policy: a name, a keyword used as a name, or a bare vocabulary word. Quoted names have `quoted`. */
export interface Name {
  readonly text: string;
  readonly span: Span;
  readonly quoted: boolean;
}

/** A quoted text with its escapes resolved. */
export interface QuotedText {
  readonly text: string;
  readonly span: Span;
}

export interface DurationLiteral {
  readonly span: Span;
  readonly ms: number;
}

/** `args.amount`, `result.email of crm.get_customer` has `of`. The first segment may be a root, a bound name or a let. */
export interface ParsedPath {
  readonly span: Span;
  readonly segments: readonly Name[];
}
