import type { Condition } from "../ast/condition.ts";
import { stripSpans } from "../ast/strip-spans.ts";
import { fieldName } from "./field-name.ts";

/** Whether two conditions are one, but for the places where they are written. */
export function isSameCondition(left: Condition<unknown>, right: Condition<unknown>): boolean {
  if (left.kind !== right.kind || outline(left) !== outline(right)) return false;
  return textOf(left) === textOf(right);
}

/** Cheap to ask and different for most conditions that differ: the whole text of a long one is worth avoiding. */
function outline(condition: Condition<unknown>): unknown {
  switch (condition.kind) {
    case "constant":
      return condition.value;
    case "all":
    case "any":
      return condition.operands.length;
    case "not":
      return condition.operand.kind;
    case "compare":
      return fieldName(condition.left);
    case "quantified":
      return condition.binding;
    default:
      return fieldName(condition.operand);
  }
}

const texts = new WeakMap<Condition<unknown>, string>();

/** INVARIANT: a condition never changes, so its text can be kept for as long as it is there. */
function textOf(condition: Condition<unknown>): string {
  const known = texts.get(condition);
  if (known !== undefined) return known;
  // The type of a field follows from its path, and is long where it is a record.
  const text = JSON.stringify(stripSpans(condition), (key, value) => (key === "type" ? undefined : value));
  texts.set(condition, text);
  return text;
}
