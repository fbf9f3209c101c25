import type { Condition } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import type { Environment, Scope } from "./environment.ts";
import { readOperand } from "./evaluate-operand.ts";
import { evaluateQuantifier } from "./evaluate-quantifier.ts";
import { evaluateRelation } from "./evaluate-relation.ts";
import { type Evaluation, uniteFacts } from "./fact.ts";
import { evaluateAll, evaluateAny, negate } from "./kleene.ts";

/**
 * The reference interpreter of conditions: strong Kleene logic with supports (`language.md` 3). It is the meaning of the
 * language, so it is written to be obviously right and not to be fast. Never throws on a checked condition, whatever the
 * environment answers.
 */
export function evaluate(
  condition: Condition<unknown>,
  environment: Environment,
  scope: Scope = new Map(),
): Evaluation {
  switch (condition.kind) {
    case "constant":
      return { truth: condition.value ? "true" : "false", support: [] };
    case "all":
      return evaluateAll(condition.operands.map((operand) => evaluate(operand, environment, scope)));
    case "any":
      return evaluateAny(condition.operands.map((operand) => evaluate(operand, environment, scope)));
    case "not":
      return negate(evaluate(condition.operand, environment, scope));
    case "has": {
      const { field, facts } = readOperand(condition.operand, environment, scope);
      const truth = field.state === "value" ? "true" : field.state === "absent" ? "false" : "unknown";
      return { truth, support: uniteFacts([facts]) };
    }
    case "quantified":
      return evaluateQuantifier(condition, environment, scope, evaluate);
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
      return evaluateRelation(condition, environment, scope);
    default:
      return assertNever(condition);
  }
}
