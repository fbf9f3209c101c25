import type { CheckedCondition, CheckedOperand } from "../../ast/checked.ts";
import type { Literal } from "../../ast/condition.ts";
import { compareDecimals, parseDecimal } from "../../value/decimal.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

type Constant = boolean | undefined;

export const constantCondition = defineRule<{ owner: string; clause: string; value: boolean; effect: string }>({
  code: "constant-condition",
  severity: "error",
  why: "A condition that is always true or always false makes a rule look as if it decided something.",
  bad: example(`${guarded}gate dead on pay { when args.total > 500 USD and args.total < 100 USD  deny }\n`),
  good: example(`${guarded}gate dead on pay { when args.total > 100 USD and args.total < 500 USD  deny }\n`),
  message: ({ owner, clause, value, effect }) => `\`${clause}\` of ${owner} is always ${value}, so ${effect}`,
  help: () => "correct the condition, or remove the clause and say plainly what you mean",
  *find({ policy }) {
    for (const gate of policy.gates) {
      const when = gate.when === undefined ? undefined : constantOf(gate.when);
      const unless = gate.unless === undefined ? undefined : constantOf(gate.unless);
      const owner = `gate \`${gate.name}\``;
      if (gate.when !== undefined && when !== undefined) {
        const effect = when ? "the gate acts on every call" : "the gate can never act";
        yield { span: gate.when.span, args: { owner, clause: "when", value: when, effect } };
      }
      if (gate.unless !== undefined && unless !== undefined) {
        const effect = unless ? "the gate can never act" : "nothing is ever exempt";
        yield { span: gate.unless.span, args: { owner, clause: "unless", value: unless, effect } };
      }
    }
    for (const grant of policy.grants) {
      const when = grant.when === undefined ? undefined : constantOf(grant.when);
      if (grant.when === undefined || when === undefined) continue;
      const effect = when ? "it restricts nothing" : "the grant never applies";
      yield { span: grant.when.span, args: { owner: `grant \`${grant.name}\``, clause: "when", value: when, effect } };
    }
  },
});

/** Whether a condition has one truth value whatever its fields hold, as far as constants and thresholds on one field tell. */
function constantOf(condition: CheckedCondition): Constant {
  switch (condition.kind) {
    case "constant":
      return condition.value;
    case "not": {
      const inner = constantOf(condition.operand);
      return inner === undefined ? undefined : !inner;
    }
    case "all": {
      const parts = condition.operands.map(constantOf);
      if (parts.includes(false) || contradictory(condition.operands)) return false;
      return parts.every((part) => part === true) ? true : undefined;
    }
    case "any": {
      const parts = condition.operands.map(constantOf);
      if (parts.includes(true)) return true;
      return parts.every((part) => part === false) ? false : undefined;
    }
    case "compare":
      return condition.left.kind === "literal" && condition.right.kind === "literal"
        ? holds(condition.operator, compareLiterals(condition.left.literal, condition.right.literal))
        : undefined;
    default:
      return undefined;
  }
}

interface Bound {
  readonly field: string;
  readonly operator: "==" | "<" | "<=" | ">" | ">=";
  readonly literal: Literal;
}

/** Two comparisons of one field with constants that exclude each other: `x > 500 and x < 100`, `s == "a" and s == "b"`. */
function contradictory(operands: readonly CheckedCondition[]): boolean {
  const bounds = operands.flatMap(boundOf);
  return bounds.some((left, index) =>
    bounds.slice(index + 1).some((right) => left.field === right.field && excludes(left, right)),
  );
}

function boundOf(condition: CheckedCondition): readonly Bound[] {
  if (condition.kind !== "compare" || condition.right.kind !== "literal") return [];
  const field = fieldKey(condition.left);
  return field === undefined ? [] : [{ field, operator: condition.operator, literal: condition.right.literal }];
}

const fieldKey = (operand: CheckedOperand): string | undefined =>
  operand.kind === "path"
    ? [operand.root, ...operand.segments].join(".")
    : operand.kind === "bound"
      ? [operand.binding, ...operand.segments].join(".")
      : undefined;

function excludes(left: Bound, right: Bound): boolean {
  const order = compareLiterals(left.literal, right.literal);
  if (order === undefined)
    return left.literal.kind === "text" && right.literal.kind === "text"
      ? left.operator === "==" && right.operator === "=="
      : false;
  if (left.operator === "==") return holds(right.operator, order) === false;
  if (right.operator === "==") return holds(left.operator, order === 0 ? 0 : order === 1 ? -1 : 1) === false;
  const above = (operator: Bound["operator"]): boolean => operator === ">" || operator === ">=";
  if (above(left.operator) === above(right.operator)) return false;
  const strict = left.operator.length === 1 || right.operator.length === 1;
  const gap = above(left.operator) ? order : order === 0 ? 0 : order === 1 ? -1 : 1;
  return gap === 1 || (gap === 0 && strict);
}

function compareLiterals(left: Literal, right: Literal): -1 | 0 | 1 | undefined {
  if (left.kind === "text" && right.kind === "text") return left.text === right.text ? 0 : undefined;
  if (left.kind === "bool" && right.kind === "bool") return left.value === right.value ? 0 : undefined;
  if (left.kind === "money" && right.kind === "money" && left.currency !== right.currency) return undefined;
  const numbers = [left, right].map((literal) =>
    literal.kind === "number" || literal.kind === "money"
      ? parseDecimal(literal.digits)
      : literal.kind === "duration" || literal.kind === "timestamp"
        ? parseDecimal(String(literal.ms))
        : undefined,
  );
  const [first, second] = numbers;
  return first === undefined || second === undefined || left.kind !== right.kind
    ? undefined
    : compareDecimals(first, second);
}

function holds(operator: Bound["operator"], order: -1 | 0 | 1 | undefined): Constant {
  if (order === undefined) return operator === "==" ? false : undefined;
  switch (operator) {
    case "==":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}
