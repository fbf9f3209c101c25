import type { Condition } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import { compileOperand } from "./compile-operand.ts";
import { compileQuantifier } from "./compile-quantifier.ts";
import { compileRelation } from "./compile-relation.ts";
import { type CompiledCondition, type Depths, inverse, maybe, no, type Ternary, ternary, yes } from "./frame.ts";

/** A condition as closures: everything that can be decided while compiling is decided here; the closures only run. */
export function compileCondition(condition: Condition<unknown>, depths: Depths = new Map()): CompiledCondition {
  switch (condition.kind) {
    case "constant": {
      const truth = ternary(condition.value);
      return { test: () => truth, explain: () => {} };
    }
    case "all":
      return compileJunction(
        condition.operands.map((operand) => compileCondition(operand, depths)),
        no,
      );
    case "any":
      return compileJunction(
        condition.operands.map((operand) => compileCondition(operand, depths)),
        yes,
      );
    case "not": {
      const { test, explain } = compileCondition(condition.operand, depths);
      return {
        test: (frame) => inverse(test(frame)),
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
      return compileQuantifier(condition, depths, compileCondition);
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
      return compileRelation(condition, depths);
    default:
      return assertNever(condition);
  }
}

/** `and` (settled by false) and `or` (settled by true). */
function compileJunction(operands: readonly CompiledCondition[], settled: Ternary): CompiledCondition {
  const tests = operands.map(({ test }) => test);
  return {
    test: (frame) => {
      let truth = inverse(settled);
      for (const test of tests) {
        const next = test(frame);
        if (next === settled) return settled;
        if (next === maybe) truth = maybe;
      }
      return truth;
    },
    explain: (frame, truth, sink) => {
      for (const operand of operands) if (operand.test(frame) === truth) operand.explain(frame, truth, sink);
    },
  };
}
