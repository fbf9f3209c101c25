import type { CheckedCondition, CheckedOperand } from "../ast/checked-condition.ts";
import { nameTerm, typeOfTerm } from "../ast/history.ts";
import { operandsOf } from "../ast/walk-condition.ts";
import { sumWithoutCurrency } from "../diagnostics/history.ts";
import type { Scope } from "./scope.ts";

/**
 * Sums of amounts whose currency stands in another argument are of the one currency that the relation names elsewhere.
 * Undefined after saying that it names none, or several.
 */
export function resolveSumCurrency(condition: CheckedCondition, scope: Scope): CheckedCondition | undefined {
  const relation = condition.kind === "not" ? condition.operand : condition;
  if (relation.kind !== "compare" && relation.kind !== "one-of") return condition;
  // A sum is a history term.
  if (scope.checker.terms.size === 0) return condition;
  const operands = [...operandsOf(relation)];
  const open = operands.filter((operand) => isOpenSum(operand, scope));
  const [first] = open;
  if (first === undefined) return condition;
  const [currency, ...others] = new Set(operands.flatMap(currencyOf));
  if (currency === undefined || others.length > 0) {
    const written = first.kind === "history" ? first.term : "the sum";
    scope.checker.report.add(sumWithoutCurrency.at(first.span, { written }));
    return undefined;
  }
  const fix = (operand: CheckedOperand): CheckedOperand => inCurrency(operand, currency, scope);
  const resolved: CheckedCondition =
    relation.kind === "compare"
      ? { ...relation, left: fix(relation.left), right: fix(relation.right) }
      : { ...relation, operand: fix(relation.operand), values: relation.values.map(fix) };
  return condition.kind === "not" ? { ...condition, operand: resolved } : resolved;
}

function isOpenSum(operand: CheckedOperand, scope: Scope): boolean {
  if (operand.kind !== "history" || operand.type.kind !== "money" || operand.type.currency.kind === "fixed")
    return false;
  return scope.checker.terms.get(operand.term)?.kind === "sum";
}

function currencyOf(operand: CheckedOperand): readonly string[] {
  if (operand.kind === "literal") return operand.literal.kind === "money" ? [operand.literal.currency] : [];
  if (operand.kind === "sum" || operand.type.kind !== "money" || operand.type.currency.kind !== "fixed") return [];
  return [operand.type.currency.code];
}

function inCurrency(operand: CheckedOperand, currency: string, scope: Scope): CheckedOperand {
  if (operand.kind === "sum") {
    return {
      ...operand,
      left: inCurrency(operand.left, currency, scope),
      right: inCurrency(operand.right, currency, scope),
    };
  }
  if (!isOpenSum(operand, scope) || operand.kind !== "history") return operand;
  const term = scope.checker.terms.get(operand.term);
  if (term?.kind !== "sum") return operand;
  const fixed = nameTerm({ ...term, currency });
  scope.checker.terms.set(fixed.name, fixed);
  return { ...operand, term: fixed.name, type: typeOfTerm(fixed) };
}
