import type { Condition, Literal, Operand, OriginSource } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import { formatDecimal, parseDecimal, shiftDecimal } from "../value/decimal.ts";
import { describeValue } from "../value/describe-field.ts";
import { formatDuration } from "../value/duration.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import { literalValue, printPath } from "./evaluate-operand.ts";

/** A condition as one line of policy text, as `fmt` would write it: `args.amount > 500.00 USD`. */
export function describeCondition(condition: Condition<unknown>): string {
  switch (condition.kind) {
    case "constant":
      return String(condition.value);
    case "all":
      return condition.operands.map(describeInner).join(" and ");
    case "any":
      return condition.operands.map(describeInner).join(" or ");
    case "not":
      return describeNot(condition.operand);
    case "has":
      return `has ${describeOperand(condition.operand)}`;
    case "holds":
      return describeOperand(condition.operand);
    case "quantified": {
      const { quantifier, binding, nonempty, list, where, body } = condition;
      const filter = where === undefined ? "" : ` where ${describeInner(where)}`;
      const subject = `${quantifier} ${binding} in ${nonempty ? "nonempty " : ""}${describeOperand(list)}${filter}`;
      return `${subject}: ${describeInner(body)}`;
    }
    case "compare":
    case "one-of":
    case "contains":
    case "starts-with":
    case "ends-with":
    case "within":
    case "matches":
    case "empty":
    case "origin":
      return describeRelation(condition, false);
    default:
      return assertNever(condition);
  }
}

/** `and`, `or` and quantifiers stand in parentheses where they are an operand: they do not mix without. */
function describeInner(condition: Condition<unknown>): string {
  const text = describeCondition(condition);
  const several = (condition.kind === "all" || condition.kind === "any") && condition.operands.length > 1;
  return several || condition.kind === "quantified" ? `(${text})` : text;
}

/** Negated relations have words of their own. */
function describeNot(operand: Condition<unknown>): string {
  switch (operand.kind) {
    case "one-of":
    case "within":
    case "empty":
      return describeRelation(operand, true);
    case "compare":
      return operand.operator === "==" ? describeRelation(operand, true) : `not ${describeRelation(operand, false)}`;
    default:
      return `not ${describeInner(operand)}`;
  }
}

type Relation = Extract<
  Condition<unknown>,
  {
    readonly kind:
      | "compare"
      | "one-of"
      | "contains"
      | "starts-with"
      | "ends-with"
      | "within"
      | "matches"
      | "empty"
      | "origin";
  }
>;

function describeRelation(relation: Relation, negated: boolean): string {
  const not = negated ? "not " : "";
  switch (relation.kind) {
    case "compare": {
      const operator = negated ? "!=" : relation.operator;
      const percent = isPercent(relation.left) || isPercent(relation.right);
      const [left, right] = [relation.left, relation.right].map((operand) => describeOperand(operand, percent));
      return `${left} ${operator} ${right}`;
    }
    case "one-of": {
      const percent = isPercent(relation.operand);
      return `${describeOperand(relation.operand)} ${not}in ${bracket(relation.values.map((v) => describeOperand(v, percent)))}`;
    }
    case "contains": {
      const bare = relation.mode === "label" || relation.mode === "recogniser";
      const values = relation.values.map((value) =>
        bare && value.kind === "literal" && value.literal.kind === "text" ? value.literal.text : describeOperand(value),
      );
      return `${describeOperand(relation.operand)} ${quantified(relation.quantity, values)}`;
    }
    case "starts-with":
    case "ends-with":
      return `${describeOperand(relation.operand)} ${relation.kind.replace("-", " ")} ${quote(relation.text)}`;
    case "within":
      return `${describeOperand(relation.operand)} ${not}in ${relation.space} ${bracket(relation.patterns.map(quote))}`;
    case "matches":
      return `${describeOperand(relation.operand)} matches ${quote(relation.pattern)}`;
    case "empty":
      return `${describeOperand(relation.operand)} is ${not}empty`;
    case "origin":
      return `origin(${describeOperand(relation.operand)}) ${quantified(relation.quantity, relation.sources.map(describeSource))}`;
    default:
      return assertNever(relation);
  }
}

const bracket = (items: readonly string[]): string => `[${items.join(", ")}]`;

const quantified = (quantity: "any" | "all", items: readonly string[]): string =>
  items.length === 1 ? `contains ${items[0] ?? ""}` : `contains ${quantity} ${bracket(items)}`;

/** An operand as policy text. `percent`: a number stands for a fraction and is written as a percentage. */
export function describeOperand(operand: Operand<unknown>, percent = false): string {
  switch (operand.kind) {
    case "literal":
      return describeLiteral(operand.literal, percent);
    case "path":
      if (operand.root === "conforms") return describeConformance(operand.segments[0]);
      return printPath(operand.root, operand.segments);
    case "bound":
      return [operand.binding, ...operand.segments].join(".");
    case "history":
      return operand.term;
    case "sum": {
      const inner = percent || isPercent(operand);
      const right = describeOperand(operand.right, inner);
      const grouped = operand.right.kind === "sum" ? `(${right})` : right;
      return `${describeOperand(operand.left, inner)} ${operand.operator} ${grouped}`;
    }
    default:
      return assertNever(operand);
  }
}

/** No path that a policy writes. A schema is known by the first digits of its digest. */
const describeConformance = (schema: string | undefined): string =>
  schema === undefined ? "conforms" : `schema ${schema.slice(0, 12)}`;

function isPercent(operand: Operand<unknown>): boolean {
  if (operand.kind === "sum") return isPercent(operand.left) || isPercent(operand.right);
  return operand.kind !== "literal" && operand.type.kind === "percent";
}

function describeLiteral(literal: Literal, percent: boolean): string {
  switch (literal.kind) {
    case "bool":
      return String(literal.value);
    case "number": {
      const shifted = percent ? shifted100(literal.digits) : undefined;
      return shifted === undefined ? literal.digits : `${shifted}%`;
    }
    case "money":
      return describeValue(literalValue(literal));
    case "duration":
      return formatDuration(literal.ms);
    case "timestamp":
      return formatTimestamp(literal.ms);
    case "text":
      return quote(literal.text);
    default:
      return assertNever(literal);
  }
}

function shifted100(digits: string): string | undefined {
  const parsed = parseDecimal(digits);
  const shifted = parsed === undefined ? undefined : shiftDecimal(parsed, 2);
  return shifted === undefined ? undefined : formatDecimal(shifted);
}

export function describeSource(source: OriginSource): string {
  switch (source.kind) {
    case "user":
    case "system":
      return source.kind;
    case "agent":
      return `agent ${source.agent}`;
    case "tool":
      return source.tools.join(", ");
    case "field":
      return source.tools.map((tool) => `${["result", ...source.path].join(".")} of ${tool}`).join(", ");
    default:
      return assertNever(source);
  }
}

/** A text in the quotes of the language; control characters stay escaped, so that one line stays one line. */
const quote = (text: string): string => JSON.stringify(text);
