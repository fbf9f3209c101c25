import type { Condition, Operand } from "./condition.ts";

/** Every condition below and including `condition`, parents first. */
export function* conditionsOf<M>(condition: Condition<M>): Generator<Condition<M>> {
  yield condition;
  switch (condition.kind) {
    case "all":
    case "any":
      for (const operand of condition.operands) yield* conditionsOf(operand);
      break;
    case "not":
      yield* conditionsOf(condition.operand);
      break;
    case "quantified":
      if (condition.where !== undefined) yield* conditionsOf(condition.where);
      yield* conditionsOf(condition.body);
      break;
    default:
      break;
  }
}

/** The operands that one condition node reads directly, left to right, sums taken apart. */
export function* operandsOf<M>(condition: Condition<M>): Generator<Operand<M>> {
  switch (condition.kind) {
    case "constant":
    case "all":
    case "any":
    case "not":
      break;
    case "compare":
      yield* terms(condition.left);
      yield* terms(condition.right);
      break;
    case "one-of":
    case "contains":
      yield* terms(condition.operand);
      for (const value of condition.values) yield* terms(value);
      break;
    case "quantified":
      yield* terms(condition.list);
      break;
    default:
      yield* terms(condition.operand);
  }
}

function* terms<M>(operand: Operand<M>): Generator<Operand<M>> {
  if (operand.kind !== "sum") {
    yield operand;
    return;
  }
  yield* terms(operand.left);
  yield* terms(operand.right);
}

/** Every operand anywhere below a condition. */
export function* allOperands<M>(condition: Condition<M>): Generator<Operand<M>> {
  for (const inner of conditionsOf(condition)) yield* operandsOf(inner);
}
