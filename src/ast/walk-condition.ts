import type { Condition, Operand } from "./condition.ts";

/** Every condition below and including `condition`, parents first. */
export function conditionsOf<M>(condition: Condition<M>): readonly Condition<M>[] {
  const conditions: Condition<M>[] = [];
  addConditions(condition, conditions);
  return conditions;
}

function addConditions<M>(condition: Condition<M>, to: Condition<M>[]): void {
  to.push(condition);
  switch (condition.kind) {
    case "all":
    case "any":
      for (const operand of condition.operands) addConditions(operand, to);
      break;
    case "not":
      addConditions(condition.operand, to);
      break;
    case "quantified":
      if (condition.where !== undefined) addConditions(condition.where, to);
      addConditions(condition.body, to);
      break;
    default:
      break;
  }
}

/** The operands that one condition node reads directly, left to right, sums taken apart. */
export function operandsOf<M>(condition: Condition<M>): readonly Operand<M>[] {
  const operands: Operand<M>[] = [];
  addOperands(condition, operands);
  return operands;
}

function addOperands<M>(condition: Condition<M>, to: Operand<M>[]): void {
  switch (condition.kind) {
    case "constant":
    case "all":
    case "any":
    case "not":
      break;
    case "compare":
      addTerms(condition.left, to);
      addTerms(condition.right, to);
      break;
    case "one-of":
    case "contains":
      addTerms(condition.operand, to);
      for (const value of condition.values) addTerms(value, to);
      break;
    case "quantified":
      addTerms(condition.list, to);
      break;
    default:
      addTerms(condition.operand, to);
  }
}

function addTerms<M>(operand: Operand<M>, to: Operand<M>[]): void {
  if (operand.kind !== "sum") {
    to.push(operand);
    return;
  }
  addTerms(operand.left, to);
  addTerms(operand.right, to);
}

/** Every operand anywhere below a condition. */
export function allOperands<M>(condition: Condition<M>): readonly Operand<M>[] {
  const operands: Operand<M>[] = [];
  for (const inner of conditionsOf(condition)) addOperands(inner, operands);
  return operands;
}
