import type { Span } from "../source/span.ts";
import type { Condition, Operand } from "./condition.ts";

/** What every checked node carries. */
export interface Spanned {
  readonly span: Span;
}

export type CheckedCondition = Condition<Spanned>;

export type CheckedOperand = Operand<Spanned>;

/** A declared name and where it stands. */
export interface CheckedName {
  readonly name: string;
  readonly span: Span;
}
