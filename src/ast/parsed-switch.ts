import type { Span } from "../source/span.ts";
import type { DurationLiteral, Name, QuotedText } from "./name.ts";
import type { ParsedObligation } from "./parsed-gate.ts";

/** `kill_switch NAME { scope tenant  set by role ciso, count 2  cleared by role ciso, count 2 }` */
export interface KillSwitchDeclaration {
  readonly kind: "kill_switch";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly KillSwitchClause[];
}

export type KillSwitchClause =
  | { readonly kind: "scope"; readonly span: Span; readonly scope: Name }
  | { readonly kind: "set-by"; readonly span: Span; readonly by: ParsedQuorum }
  | { readonly kind: "cleared-by"; readonly span: Span; readonly by: ParsedQuorum }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText };

/** `break_glass NAME { gates velocity  approval by role incident_commander, count 2  max 30m  also record full }` */
export interface BreakGlassDeclaration {
  readonly kind: "break_glass";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly BreakGlassClause[];
}

export type BreakGlassClause =
  | { readonly kind: "gates"; readonly span: Span; readonly gates: readonly Name[] }
  | { readonly kind: "approval"; readonly span: Span; readonly by: ParsedQuorum }
  | { readonly kind: "max"; readonly span: Span; readonly max: DurationLiteral }
  | { readonly kind: "also"; readonly span: Span; readonly obligation: ParsedObligation }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText };

/** `by role ciso, count 2, valid 15m`: how many different persons of a role, and how long the word of one counts. */
export interface ParsedQuorum {
  readonly span: Span;
  readonly role: Name;
  readonly count: number | undefined;
  readonly valid: DurationLiteral | undefined;
}
