import type { CheckedCondition, CheckedOperand } from "../ast/checked-condition.ts";
import type { CheckedControl } from "../ast/checked-control.ts";
import { assertNever } from "../source/assert-never.ts";

type Subject = CheckedControl["subject"];

/**
 * The condition with its paths as the control writes them: checking takes the subject's name off (`tokens`), evidence and
 * clauses say it (`agent.tokens`).
 */
export function qualifyCondition(condition: CheckedCondition, subject: Subject): CheckedCondition {
  const inner = (one: CheckedCondition): CheckedCondition => qualifyCondition(one, subject);
  const operand = (one: CheckedOperand): CheckedOperand => qualifyOperand(one, subject);
  switch (condition.kind) {
    case "constant":
      return condition;
    case "all":
    case "any":
      return { ...condition, operands: condition.operands.map(inner) };
    case "not":
      return { ...condition, operand: inner(condition.operand) };
    case "compare":
      return { ...condition, left: operand(condition.left), right: operand(condition.right) };
    case "one-of":
    case "contains":
      return { ...condition, operand: operand(condition.operand), values: condition.values.map(operand) };
    case "has":
    case "holds":
    case "starts-with":
    case "ends-with":
    case "within":
    case "matches":
    case "empty":
    case "origin":
      return { ...condition, operand: operand(condition.operand) };
    case "quantified":
      return {
        ...condition,
        list: operand(condition.list),
        ...(condition.where === undefined ? {} : { where: inner(condition.where) }),
        body: inner(condition.body),
      };
    default:
      return assertNever(condition);
  }
}

function qualifyOperand(operand: CheckedOperand, subject: Subject): CheckedOperand {
  switch (operand.kind) {
    case "literal":
    case "history":
    case "bound":
      return operand;
    case "path":
      return operand.root !== "subject" || operand.segments[0] === subject
        ? operand
        : { ...operand, segments: [subject, ...operand.segments] };
    case "sum":
      return {
        ...operand,
        left: qualifyOperand(operand.left, subject),
        right: qualifyOperand(operand.right, subject),
      };
    default:
      return assertNever(operand);
  }
}

/** The segments below the subject, whether or not its name leads them. */
export const belowSubject = (segments: readonly string[], subject: string): readonly string[] =>
  segments[0] === subject ? segments.slice(1) : segments;
