import type { Condition } from "../../ast/condition.ts";
import { compilePattern } from "../../value/pattern.ts";
import { type Field, unrecorded, type Value } from "../../value/value.ts";
import { valueWithin } from "../../value/within.ts";
import { isEmpty, textTruth } from "../compile-relation.ts";
import { type Frame, fromTruth, maybe, no, type Ternary, ternary, yes } from "../frame.ts";

/** The relations on one field, as emitted code asks them where no slot of a row can say. */

export const presence = ({ state }: Field): Ternary => (state === "value" ? yes : state === "absent" ? no : maybe);

export const boolTruth = (field: Field): Ternary =>
  field.state === "value" && field.value.kind === "bool" ? ternary(field.value.value) : maybe;

export const textTruthOf = (field: Field, holds: (text: string) => boolean): Ternary =>
  field.state === "value" ? textTruth(field.value, holds) : maybe;

export const emptyTruth = (field: Field): Ternary => (field.state === "value" ? isEmpty(field.value) : maybe);

export const withinTruth = (
  field: Field,
  space: Extract<Condition<unknown>, { readonly kind: "within" }>["space"],
  patterns: readonly string[],
): Ternary => (field.state === "value" ? fromTruth(valueWithin(space, field.value, patterns)) : maybe);

export const originTruth = (field: Field, frame: Frame, judge: (value: Value, frame: Frame) => Ternary): Ternary =>
  field.state === "value" ? judge(field.value, frame) : maybe;

/** An element that no quantifier has bound. */
export const unbound: Field = unrecorded("unresolved");

/** INVARIANT: the emitter has compiled the pattern before. */
export function matcher(pattern: string): (text: string) => boolean {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new Error("the pattern does not compile");
  return compiled.matches;
}
