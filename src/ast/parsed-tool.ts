import type { Span } from "../source/span.ts";
import type { Expression } from "./expression.ts";
import type { Name, ParsedPath, QuotedText } from "./name.ts";

/** `context { ticket.status is "open" | "closed" from host }` */
export interface ContextDeclaration {
  readonly kind: "context";
  readonly span: Span;
  readonly fields: readonly ContextField[];
}

export interface ContextField {
  readonly span: Span;
  readonly path: readonly Name[];
  readonly type: ParsedType;
  readonly from: Name;
}

/** `"open" | "closed"`, `int`, `money USD minor`, `money in args.currency minor`, `list of domain`. */
export type ParsedType =
  | { readonly kind: "named"; readonly span: Span; readonly name: Name }
  | { readonly kind: "enum"; readonly span: Span; readonly values: readonly QuotedText[] }
  | { readonly kind: "list"; readonly span: Span; readonly element: ParsedType }
  | { readonly kind: "money"; readonly span: Span; readonly currency: Name | ParsedPath; readonly minor: boolean };

/** `tool NAME { … }`: refines what the tool's schema leaves open. */
export interface ToolDeclaration {
  readonly kind: "tool";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly ToolClause[];
}

export type ToolClause =
  | { readonly kind: "type"; readonly span: Span; readonly path: ParsedPath; readonly type: ParsedType }
  | { readonly kind: "effect"; readonly span: Span; readonly effects: readonly Name[] }
  | { readonly kind: "undo"; readonly span: Span; readonly by: Name }
  | { readonly kind: "irreversible"; readonly span: Span }
  | { readonly kind: "result-format"; readonly span: Span; readonly format: Name }
  | { readonly kind: "trust"; readonly span: Span; readonly path: ParsedPath; readonly trust: Name }
  | { readonly kind: "returns"; readonly span: Span; readonly labels: readonly Name[] };

/** `label secret from Read when …` */
export interface LabelDeclaration {
  readonly kind: "label";
  readonly span: Span;
  readonly label: Name;
  readonly from: readonly Name[];
  readonly when: Expression | undefined;
}

/** `endorse crm.lookup_address clears [untrusted]` */
export interface EndorseDeclaration {
  readonly kind: "endorse";
  readonly span: Span;
  readonly tool: Name;
  readonly labels: readonly Name[];
}
