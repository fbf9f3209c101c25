import type { Span } from "../source/span.ts";
import type { CheckedName } from "./checked-condition.ts";
import type { CheckedObligation } from "./checked-gate.ts";
import type { SwitchScope } from "./switch-scope.ts";

export interface CheckedKillSwitch {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly scope: SwitchScope;
  readonly setBy: CheckedQuorum;
  readonly clearedBy: CheckedQuorum;
  readonly because: string | undefined;
}

export interface CheckedBreakGlass {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  /** Gates that are `overridable`. */
  readonly gates: readonly CheckedName[];
  readonly approval: CheckedQuorum;
  readonly maxMs: number;
  readonly obligations: readonly CheckedObligation[];
  readonly because: string | undefined;
}

/** So many different persons of a role; the word of one counts for `validMs`, or until the switch changes. */
export interface CheckedQuorum {
  readonly span: Span;
  readonly role: string;
  readonly count: number;
  readonly validMs: number | undefined;
}
