import type { Type } from "../value/type.ts";
import type { Scope, TypedValue } from "./scope.ts";
import { written } from "./written.ts";

/** What the other side of a relation must be: the left side's type, how it is written, and what is asked. */
export interface Expected {
  readonly type: Type;
  readonly vocabulary: boolean;
  readonly written: string;
  /** `equality` can be dead (an integer never equals 2.5); an ordering cannot. */
  readonly asks: "equality" | "ordering";
}

/** What the right side must be, by the left side. */
export const expectedBy = (left: TypedValue, asks: Expected["asks"], scope: Scope): Expected => ({
  type: left.type,
  vocabulary: left.vocabulary,
  written: written(left, scope),
  asks,
});
