import type { Condition } from "../ast/condition.ts";
import type { SlotFinder } from "./slots.ts";

/**
 * What it costs, beside others, to ask a condition until it is settled: the time of asking once, over how often it is likely to
 * settle an `and`. A guess that only orders: a truth is the same in any order. What no slot of a row tells comes last.
 */
export function testCost(condition: Condition<unknown>, slots: SlotFinder): number {
  const isNegated = condition.kind === "not";
  const asked = isNegated ? condition.operand : condition;
  switch (asked.kind) {
    case "constant":
      return 0;
    case "compare": {
      if (slots(asked.left) === undefined) return unknown;
      return asked.operator !== "==" ? 2 : isNegated ? 6 : 1;
    }
    case "holds":
      return slots(asked.operand) === undefined ? unknown : 2;
    case "starts-with":
    case "ends-with":
      return slots(asked.operand) === undefined ? unknown : isNegated ? 7 : 2;
    case "contains":
      return slots(asked.operand) === undefined ? unknown : isNegated ? 8 : 3;
    case "one-of":
      return slots(asked.operand) === undefined ? unknown : isNegated ? 7 : 5;
    default:
      return unknown;
  }
}

const unknown = 20;
