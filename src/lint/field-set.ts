import type { Condition, Literal, Operand } from "../ast/condition.ts";
import { formatDecimal, parseDecimal, zero } from "../value/decimal.ts";
import type { Type } from "../value/type.ts";
import { urlPartTypes } from "../value/url.ts";
import { countsEvents, fieldName } from "./field-name.ts";
import { linearOf } from "./linear.ts";
import { textQuestionOf } from "./text-question.ts";
import { complement, type End, type Interval, intersect, numbers, texts, type ValueSet } from "./value-set.ts";

/** For which values of one field a condition is true, among those the field can have. */
export interface FieldSet {
  /** The field; amounts of two currencies are two fields, because they have no order. */
  readonly field: string;
  readonly set: ValueSet;
  readonly domain: ValueSet;
}

/** Undefined where the condition reads more than one field, or asks what no set of values says. */
export function fieldSetOf(condition: Condition<unknown>): FieldSet | undefined {
  // INVARIANT: a condition never changes.
  if (!known.has(condition)) known.set(condition, findFieldSet(condition));
  return known.get(condition);
}

const known = new WeakMap<Condition<unknown>, FieldSet | undefined>();

function findFieldSet(condition: Condition<unknown>): FieldSet | undefined {
  switch (condition.kind) {
    case "compare": {
      const { left, right, operator } = condition;
      if (left.kind === "sum" || right.kind === "sum") return comparedSum(condition);
      if (right.kind === "literal") return compared(left, operator, right.literal);
      if (left.kind === "literal") return compared(right, mirrored[operator], left.literal);
      return undefined;
    }
    case "one-of":
      return joinSets(
        condition.values.map((value) =>
          value.kind === "literal" ? compared(condition.operand, "==", value.literal) : undefined,
        ),
        "any",
      );
    case "holds":
      return compared(condition.operand, "==", { kind: "bool", value: true });
    case "starts-with":
    case "ends-with":
    case "within":
    case "matches":
    case "contains":
      return amongMembers(condition);
    case "not": {
      const inner = fieldSetOf(condition.operand);
      const set = inner === undefined ? undefined : intersect(complement(inner.set), inner.domain);
      return inner === undefined || set === undefined ? undefined : { ...inner, set };
    }
    case "all":
    case "any":
      return joinSets(condition.operands.map(fieldSetOf), condition.kind);
    default:
      return undefined;
  }
}

/** `args.amount + 5 > 20` is `args.amount > 15`; undefined where more than one field is left, or none. */
function comparedSum(condition: Extract<Condition<unknown>, { readonly kind: "compare" }>): FieldSet | undefined {
  const linear = linearOf(condition);
  const [term, ...others] = linear?.terms ?? [];
  if (linear === undefined || term === undefined || others.length > 0) return undefined;
  const { operand, times } = term;
  if (times !== 1 && times !== -1) return undefined;
  const { constant, currency } = linear;
  const digits = formatDecimal(times === 1 ? { ...constant, coefficient: -constant.coefficient } : constant);
  const isMoney = operand.kind !== "literal" && operand.kind !== "sum" && operand.type.kind === "money";
  if (isMoney && currency === undefined) return undefined;
  const literal: Literal = currency === undefined ? { kind: "number", digits } : { kind: "money", digits, currency };
  return compared(operand, times === 1 ? condition.operator : mirrored[condition.operator], literal);
}

/** Of a field with a closed set of members a question of texts is a set of them too. */
function amongMembers(
  condition: Extract<
    Condition<unknown>,
    { readonly kind: "starts-with" | "ends-with" | "within" | "matches" | "contains" }
  >,
): FieldSet | undefined {
  const { operand } = condition;
  if ((operand.kind !== "path" && operand.kind !== "bound") || operand.type.kind !== "string") return undefined;
  const members = operand.type.values;
  const question = members === undefined ? undefined : textQuestionOf(condition);
  if (members === undefined || question === undefined) return undefined;
  const passing = members.filter((member) => question.answer(member) === "true");
  return { field: question.field, set: texts(passing), domain: texts(members) };
}

/** Several sets of one field as one; undefined if they are of more than one, or if one is undefined. */
export function joinSets(parts: readonly (FieldSet | undefined)[], join: "all" | "any"): FieldSet | undefined {
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  let { set } = first;
  for (const other of others) {
    if (other === undefined || other.field !== first.field) return undefined;
    const joined = join === "all" ? intersect(set, other.set) : flip(intersect(complement(set), complement(other.set)));
    const within = joined === undefined ? undefined : intersect(joined, first.domain);
    if (within === undefined) return undefined;
    set = within;
  }
  return { ...first, set };
}

const flip = (set: ValueSet | undefined): ValueSet | undefined => (set === undefined ? undefined : complement(set));

type Operator = Extract<Condition<unknown>, { readonly kind: "compare" }>["operator"];

const mirrored: Readonly<Record<Operator, Operator>> = { "==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

function compared(operand: Operand<unknown>, operator: Operator, literal: Literal): FieldSet | undefined {
  const name = fieldName(operand);
  if (name === undefined || operand.kind === "literal" || operand.kind === "sum") return undefined;
  const { type } = operand;
  const set = setOf(operator, literal, type);
  const domain = domainOf(type, name);
  const possible = set === undefined || domain === undefined ? undefined : intersect(set, domain);
  if (possible === undefined || domain === undefined) return undefined;
  return { field: literal.kind === "money" ? `${name} ${literal.currency}` : name, set: possible, domain };
}

function setOf(operator: Operator, literal: Literal, type: Type): ValueSet | undefined {
  if (literal.kind === "text") return operator === "==" ? texts([literal.text]) : undefined;
  if (literal.kind === "bool") return operator === "==" ? texts([String(literal.value)]) : undefined;
  const digits = literal.kind === "number" || literal.kind === "money" ? literal.digits : String(literal.ms);
  const at = parseDecimal(digits);
  return at === undefined ? undefined : numbers([intervalOf(operator, at)], type.kind === "int");
}

function intervalOf(operator: Operator, at: End["at"]): Interval {
  const end: End = { at, closed: operator !== "<" && operator !== ">" };
  switch (operator) {
    case "==":
      return { low: end, high: end };
    case "<":
    case "<=":
      return { high: end };
    case ">":
    case ">=":
      return { low: end };
  }
}

const one = parseDecimal("1") ?? zero;

/** The values a field of this type can have; what is outside of them is never a value (`event/type-scalar.ts`). */
function domainOf(type: Type, name: string): ValueSet | undefined {
  switch (type.kind) {
    case "int":
      if (countsEvents.test(name)) return numbers([{ low: { at: zero, closed: true } }], true);
      if (type === urlPartTypes.port) return between("0", "65535", true);
      if (name === "chain.depth") return numbers([{ low: { at: zero, closed: true } }], true);
      return name === "at.utc_hour" ? between("0", "23", true) : numbers([{}], true);
    case "percent":
      return numbers([{ low: { at: zero, closed: true }, high: { at: one, closed: true } }], false);
    case "decimal":
    case "money":
    case "duration":
    case "timestamp":
      return numbers([{}], false);
    case "bool":
      return texts(["true", "false"]);
    case "string":
      return type.values === undefined ? texts([], true) : texts(type.values);
    case "email":
    case "domain":
    case "cidr":
    case "iban":
    case "phone":
    case "path":
    case "url":
    case "principal":
      return texts([], true);
    default:
      return undefined;
  }
}

function between(low: string, high: string, whole: boolean): ValueSet {
  const [from, to] = [parseDecimal(low) ?? zero, parseDecimal(high) ?? zero];
  return numbers([{ low: { at: from, closed: true }, high: { at: to, closed: true } }], whole);
}
