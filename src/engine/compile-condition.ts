import type { Condition } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import { compileBoundsTest } from "./compile-bounds-test.ts";
import { compileOperand } from "./compile-operand.ts";
import { compileQuantifier } from "./compile-quantifier.ts";
import { compileRelation } from "./compile-relation.ts";
import { compileSlotTest } from "./compile-slot-test.ts";
import {
  type CompiledCondition,
  type Depths,
  type Frame,
  inverse,
  maybe,
  no,
  noDepths,
  type Ternary,
  ternary,
  yes,
} from "./frame.ts";
import { noSlots, type SlotFinder } from "./slots.ts";

/**
 * A condition as closures: everything that can be decided while compiling is decided here; the closures only run. `slots`
 * says what stands in the rows of the events it is judged on.
 */
export function compileCondition(
  condition: Condition<unknown>,
  depths: Depths = noDepths,
  slots: SlotFinder = noSlots,
): CompiledCondition {
  switch (condition.kind) {
    case "constant": {
      const truth = ternary(condition.value);
      return { test: () => truth, explain: () => {} };
    }
    case "all": {
      const operands = condition.operands.map((operand) => compileCondition(operand, depths, slots));
      const conjuncts = condition.operands.map((operand, index) => ({
        condition: operand,
        test: operands[index]?.test ?? (() => maybe),
      }));
      return { ...compileJunction(operands, no), conjuncts };
    }
    case "any":
      return compileJunction(
        condition.operands.map((operand) => compileCondition(operand, depths, slots)),
        yes,
      );
    case "not": {
      const { test, explain } = compileCondition(condition.operand, depths, slots);
      const opposite = (frame: Frame): Ternary => inverse(test(frame));
      return {
        test: compileSlotTest(condition.operand, slots, opposite, true) ?? opposite,
        explain: (frame, truth, sink) => explain(frame, inverse(truth), sink),
      };
    }
    case "has": {
      const operand = compileOperand(condition.operand, depths);
      return {
        test: (frame) => {
          const { state } = operand.read(frame);
          return state === "value" ? yes : state === "absent" ? no : maybe;
        },
        explain: (frame, _truth, sink) => operand.explain(frame, sink, false),
      };
    }
    case "quantified":
      return compileQuantifier(condition, depths, (inner, below) => compileCondition(inner, below, slots));
    case "holds":
    case "compare":
    case "one-of":
    case "contains":
    case "starts-with":
    case "ends-with":
    case "within":
    case "matches":
    case "empty":
    case "origin":
      return withSlot(condition, slots, compileRelation(condition, depths));
    default:
      return assertNever(condition);
  }
}

function withSlot(condition: Condition<unknown>, slots: SlotFinder, general: CompiledCondition): CompiledCondition {
  const test =
    compileSlotTest(condition, slots, general.test, false) ??
    (condition.kind === "compare" ? compileBoundsTest(condition, general.test) : undefined);
  return test === undefined ? general : { test, explain: general.explain };
}

/** `and` (settled by false) and `or` (settled by true). */
function compileJunction(operands: readonly CompiledCondition[], settled: Ternary): CompiledCondition {
  return {
    test: junctionTest(
      operands.map(({ test }) => test),
      settled,
    ),
    explain: (frame, truth, sink) => {
      for (const operand of operands) if (operand.test(frame) === truth) operand.explain(frame, truth, sink);
    },
  };
}

/** Two to four operands, as most have, without a loop. */
function junctionTest(tests: readonly CompiledCondition["test"][], settled: Ternary): CompiledCondition["test"] {
  const [first, second, third, fourth, ...further] = tests;
  const otherwise = inverse(settled);
  if (first === undefined || second === undefined || further.length > 0) {
    return (frame) => {
      let truth = otherwise;
      for (const test of tests) {
        const next = test(frame);
        if (next === settled) return settled;
        if (next === maybe) truth = maybe;
      }
      return truth;
    };
  }
  if (third === undefined) {
    return (frame) => {
      const one = first(frame);
      if (one === settled) return settled;
      const two = second(frame);
      if (two === settled) return settled;
      return one === maybe || two === maybe ? maybe : otherwise;
    };
  }
  if (fourth === undefined) {
    return (frame) => {
      const one = first(frame);
      if (one === settled) return settled;
      const two = second(frame);
      if (two === settled) return settled;
      const three = third(frame);
      if (three === settled) return settled;
      return one === maybe || two === maybe || three === maybe ? maybe : otherwise;
    };
  }
  return (frame) => {
    const one = first(frame);
    if (one === settled) return settled;
    const two = second(frame);
    if (two === settled) return settled;
    const three = third(frame);
    if (three === settled) return settled;
    const four = fourth(frame);
    if (four === settled) return settled;
    return one === maybe || two === maybe || three === maybe || four === maybe ? maybe : otherwise;
  };
}
