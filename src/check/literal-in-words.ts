import type { Literal } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import type { Type } from "../value/type.ts";

/** A literal as a message names it: `the text "late"`, `the plain number 5`, `an amount in USD`. */
export function literalInWords(literal: Literal, type: Type): string {
  switch (literal.kind) {
    case "text":
      return `the text ${JSON.stringify(literal.text)}`;
    case "bool":
      return `\`${literal.value}\``;
    case "number":
      return type.kind === "percent" ? "a percentage" : `the plain number ${literal.digits}`;
    case "money":
      return `an amount in ${literal.currency}`;
    case "duration":
      return "a duration";
    case "timestamp":
      return "a point in time";
    default:
      return assertNever(literal);
  }
}
