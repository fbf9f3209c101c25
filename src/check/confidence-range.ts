import type { CheckedOperand } from "../ast/checked-condition.ts";
import { deadComparison, invalidLiteral } from "../diagnostics/types-values.ts";
import { compareDecimals, type Decimal, parseDecimal, zero } from "../value/decimal.ts";
import type { Scope, TypedValue } from "./scope.ts";

const one: Decimal = { coefficient: 1n, scale: 0 };

/** Whether a fraction is between 0% and 100%. */
export const isProbability = (fraction: Decimal): boolean =>
  compareDecimals(fraction, zero) >= 0 && compareDecimals(fraction, one) <= 0;

/**
 * Whether a comparison with `confidence` can go both ways. It is a probability: a bound below 0% or above 100%, or one
 * that asks for less than the least or more than the most, is an error, which is reported. Other percentages have no bounds.
 */
export function isWithinConfidence(
  { operand }: TypedValue,
  value: CheckedOperand,
  operator: string,
  scope: Scope,
): boolean {
  if (
    operand.kind !== "path" ||
    operand.root !== "confidence" ||
    operand.segments.length > 0 ||
    value.kind !== "literal"
  )
    return true;
  if (value.literal.kind !== "number") return true;
  const bound = parseDecimal(value.literal.digits);
  if (bound === undefined) return true;
  const [fromZero, fromOne] = [compareDecimals(bound, zero), compareDecimals(bound, one)];
  const { report } = scope.checker;
  if (!isProbability(bound)) {
    report.add(
      invalidLiteral.at(
        value.span,
        { found: "this percentage", expected: "between `0%` and `100%`", left: "confidence" },
        { label: "out of range" },
      ),
    );
    return false;
  }
  const dead = (relation: string, found: string): false => {
    const why = "it is between `0%` and `100%`";
    report.add(deadComparison.at(value.span, { left: "confidence", relation, found, why }));
    return false;
  };
  if (operator === "<" && fromZero === 0) return dead("be below", "`0%`");
  if (operator === ">" && fromOne === 0) return dead("be above", "`100%`");
  return true;
}
