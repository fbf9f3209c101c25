import { assertNever } from "../source/assert-never.ts";
import type { Condition, Operand } from "./condition.ts";

/**
 * The condition without its spans. Node by node and not by deleting a key called `span` wherever it stands: an argument of
 * a tool may have that name.
 */
export function stripSpans(condition: Condition<unknown>): Condition<unknown> {
  switch (condition.kind) {
    case "constant":
      return { kind: "constant", value: condition.value };
    case "all":
    case "any":
      return { kind: condition.kind, operands: condition.operands.map(stripSpans) };
    case "not":
      return { kind: "not", operand: stripSpans(condition.operand) };
    case "has":
    case "holds":
    case "empty":
      return { kind: condition.kind, operand: stripOperand(condition.operand) };
    case "compare": {
      const { kind, operator } = condition;
      return { kind, operator, left: stripOperand(condition.left), right: stripOperand(condition.right) };
    }
    case "one-of":
      return {
        kind: "one-of",
        operand: stripOperand(condition.operand),
        values: condition.values.map(stripOperand),
      };
    case "contains": {
      const { kind, quantity, mode } = condition;
      const values = condition.values.map(stripOperand);
      return { kind, operand: stripOperand(condition.operand), quantity, mode, values };
    }
    case "starts-with":
    case "ends-with":
      return { kind: condition.kind, operand: stripOperand(condition.operand), text: condition.text };
    case "within": {
      const { kind, space, patterns } = condition;
      return { kind, space, operand: stripOperand(condition.operand), patterns };
    }
    case "matches":
      return { kind: "matches", operand: stripOperand(condition.operand), pattern: condition.pattern };
    case "quantified": {
      const { kind, quantifier, nonempty, binding, where } = condition;
      return {
        kind,
        quantifier,
        nonempty,
        binding,
        list: stripOperand(condition.list),
        ...(where === undefined ? {} : { where: stripSpans(where) }),
        body: stripSpans(condition.body),
      };
    }
    case "origin": {
      const { kind, quantity, sources } = condition;
      return { kind, operand: stripOperand(condition.operand), quantity, sources };
    }
    default:
      return assertNever(condition);
  }
}

export function stripOperand(operand: Operand<unknown>): Operand<unknown> {
  switch (operand.kind) {
    case "literal":
      return { kind: "literal", literal: operand.literal };
    case "path":
      return { kind: "path", root: operand.root, segments: operand.segments, type: operand.type };
    case "bound":
      return { kind: "bound", binding: operand.binding, segments: operand.segments, type: operand.type };
    case "history":
      return { kind: "history", term: operand.term, type: operand.type };
    case "sum":
      return {
        kind: "sum",
        operator: operand.operator,
        left: stripOperand(operand.left),
        right: stripOperand(operand.right),
      };
    default:
      return assertNever(operand);
  }
}
