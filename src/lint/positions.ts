import type { CheckedPolicy } from "../ast/checked.ts";
import type { CheckedCondition } from "../ast/checked-condition.ts";

/** Where a part of a condition stands: whether calls are let through where it is true, or where it is false. */
export interface Position {
  readonly condition: CheckedCondition;
  /** Being true, it exempts or grants. */
  readonly opens: boolean;
  readonly negated: boolean;
  /** What letting through is here, as in `it is enough to …`. */
  readonly effect: string;
}

/** The parts of what gates and grants ask that are no `and`, `or` or `not`, with what being true does there. */
export function* positionsOf({ gates, grants }: CheckedPolicy): Iterable<Position> {
  for (const { name, when, unless } of gates) {
    if (unless !== undefined) yield* within(unless, true, false, `exempt the call from gate \`${name}\``);
    if (when !== undefined) yield* within(when, false, false, `keep gate \`${name}\` from acting`);
  }
  for (const { name, when } of grants)
    if (when !== undefined) yield* within(when, true, false, `make grant \`${name}\` apply`);
}

function* within(condition: CheckedCondition, opens: boolean, negated: boolean, effect: string): Iterable<Position> {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const operand of condition.operands) yield* within(operand, opens, negated, effect);
      break;
    case "not":
      yield* within(condition.operand, !opens, !negated, effect);
      break;
    case "quantified":
      yield { condition, opens, negated, effect };
      yield* within(condition.body, opens, negated, effect);
      break;
    default:
      yield { condition, opens, negated, effect };
  }
}
