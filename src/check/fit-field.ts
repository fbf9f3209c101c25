import type { CheckedOperand } from "../ast/checked-condition.ts";
import { deadComparison, typeMismatch, wrongUnit } from "../diagnostics/types-values.ts";
import type { Type } from "../value/type.ts";
import type { Expected } from "./expected.ts";
import { isPlainText } from "./join-types.ts";
import type { Scope, TypedValue } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";

/** A field against another one: types, units and closed sets must be able to agree. Undefined after an error. */
export function fitField(value: TypedValue, expected: Expected, scope: Scope): CheckedOperand | undefined {
  const { report } = scope.checker;
  const { operand, type } = value;
  if (expected.type.kind === "money" && type.kind === "money") {
    const [left, right] = [expected.type.currency, type.currency];
    if (left.kind === "fixed" && right.kind === "fixed" && left.code !== right.code) {
      report.add(
        wrongUnit.at(operand.span, {
          left: expected.written,
          expected: typeInWords(expected.type),
          found: typeInWords(type),
          suggestion: "compare amounts of one currency; there is no exchange rate in a policy",
        }),
      );
      return undefined;
    }
    return operand;
  }
  if (expected.type.kind === "string" && type.kind === "string" && areDisjoint(expected.type.values, type.values)) {
    report.add(
      deadComparison.at(operand.span, {
        left: expected.written,
        found: typeInWords(type),
        why: `it is ${typeInWords(expected.type)}`,
      }),
    );
    return undefined;
  }
  if (areComparable(expected.type, type)) return operand;
  const args = { left: expected.written, expected: typeInWords(expected.type), found: typeInWords(type) };
  if (isNumeric(expected.type) && isNumeric(type)) {
    report.add(wrongUnit.at(operand.span, { ...args, suggestion: "state the units of both in their `tool` blocks" }));
  } else {
    report.add(typeMismatch.at(operand.span, args));
  }
  return undefined;
}

function areComparable(left: Type, right: Type): boolean {
  if (left.kind === "json" || right.kind === "json") return !isMany(left) && !isMany(right);
  if (left.kind === right.kind) return true;
  if ((left.kind === "int" && right.kind === "decimal") || (left.kind === "decimal" && right.kind === "int"))
    return true;
  if (left.kind === "principal" || right.kind === "principal") return left.kind === "string" || right.kind === "string";
  return isPlainText(left) && isPlainText(right) && (left.kind === "string" || right.kind === "string");
}

/** Nothing equals these as a whole, whichever side they stand on. */
const isMany = ({ kind }: Type): boolean =>
  kind === "list" || kind === "record" || kind === "labels" || kind === "texts";

const areDisjoint = (left: readonly string[] | undefined, right: readonly string[] | undefined): boolean =>
  left !== undefined && right !== undefined && !left.some((value) => right.includes(value));

const isNumeric = (type: Type): boolean =>
  type.kind === "int" ||
  type.kind === "decimal" ||
  type.kind === "money" ||
  type.kind === "percent" ||
  type.kind === "duration";
