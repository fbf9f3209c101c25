import type { Condition, Operand } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import { compareDecimals } from "../value/decimal.ts";
import { possibleOrders } from "../value/interval.ts";
import { compilePattern } from "../value/pattern.ts";
import { recognisers } from "../value/recognise.ts";
import type { Field, Truth, Value } from "../value/value.ts";
import { valueWithin } from "../value/within.ts";
import type { Environment, Scope } from "./environment.ts";
import { type Reading, readOperand } from "./evaluate-operand.ts";
import { type Evaluation, uniteFacts } from "./fact.ts";
import { allOf, anyOf } from "./kleene.ts";

type Relation = Exclude<
  Condition<unknown>,
  { readonly kind: "constant" | "all" | "any" | "not" | "has" | "quantified" }
>;

/**
 * A relation between operands. It is unknown when an operand it needs is absent or unrecorded, and where values cannot be
 * compared (two currencies, an ill-typed leaf), or where an interval holds both. A definite truth rests on the values; an
 * unknown on what was missing or known in part, or, with nothing so, on the values that could not decide.
 */
export function evaluateRelation(condition: Relation, environment: Environment, scope: Scope): Evaluation {
  const readings = operandsOf(condition).map((operand) => readOperand(operand, environment, scope));
  const [first = nothing, ...others] = readings;
  const truth = relationTruth(
    condition,
    first.field,
    others.map(({ field }) => field),
    environment,
  );
  const undecided = readings.flatMap((reading) => reading.undecided);
  if (truth === "unknown" && undecided.length > 0) return { truth, support: uniteFacts([undecided]) };
  const values = readings.filter(({ field }) => field.state === "value");
  return { truth, support: uniteFacts(values.map(({ facts }) => facts)) };
}

const nothing: Reading = { field: { state: "absent" }, facts: [], undecided: [], path: "" };

function operandsOf(condition: Relation): readonly Operand<unknown>[] {
  switch (condition.kind) {
    case "compare":
      return [condition.left, condition.right];
    case "one-of":
    case "contains":
      return [condition.operand, ...condition.values];
    case "holds":
    case "starts-with":
    case "ends-with":
    case "within":
    case "matches":
    case "empty":
    case "origin":
      return [condition.operand];
    default:
      return assertNever(condition);
  }
}

function relationTruth(condition: Relation, field: Field, others: readonly Field[], environment: Environment): Truth {
  if (field.state !== "value") return "unknown";
  const { value } = field;
  switch (condition.kind) {
    case "holds":
      return value.kind === "bool" ? truthOf(value.value) : "unknown";
    case "compare": {
      const [other] = others;
      if (other?.state !== "value") return "unknown";
      return condition.operator === "==" ? equal(value, other.value) : ordered(condition.operator, value, other.value);
    }
    case "one-of":
      return anyOf(others.map((other) => equalFields(field, other)));
    case "contains": {
      const each = others.map((other) => contains(condition.mode, value, other));
      return condition.quantity === "all" ? allOf(each) : anyOf(each);
    }
    case "starts-with":
      return onText(value, (text) => truthOf(text.startsWith(condition.text)));
    case "ends-with":
      return onText(value, (text) => truthOf(text.endsWith(condition.text)));
    case "within":
      return valueWithin(condition.space, value, condition.patterns);
    case "matches":
      return onText(value, (text) => matches(condition.pattern, text));
    case "empty":
      return empty(value);
    case "origin": {
      const each = condition.sources.map((source) => environment.origin(value, source));
      return condition.quantity === "all" ? allOf(each) : anyOf(each);
    }
    default:
      return assertNever(condition);
  }
}

const truthOf = (holds: boolean): Truth => (holds ? "true" : "false");

/** A URL is compared by its canonical text, a command by the text that it is. */
const textOf = (value: Value): string | undefined =>
  value.kind === "text" || value.kind === "command" ? value.text : value.kind === "url" ? value.href : undefined;

function onText(value: Value, judge: (text: string) => Truth): Truth {
  const text = textOf(value);
  return text === undefined ? "unknown" : judge(text);
}

function equalFields(left: Field, right: Field): Truth {
  return left.state === "value" && right.state === "value" ? equal(left.value, right.value) : "unknown";
}

function equal(left: Value, right: Value): Truth {
  if (left.kind === "bool" && right.kind === "bool") return truthOf(left.value === right.value);
  if (left.kind === "list" && right.kind === "list") {
    if (left.open || right.open) return "unknown";
    if (left.items.length !== right.items.length) return "false";
    return allOf(left.items.map((item, index) => equalFields(item, right.items[index] ?? nothing.field)));
  }
  if (left.kind === "record" && right.kind === "record") {
    if (left.open || right.open) return "unknown";
    const names = [...new Set([...left.fields.keys(), ...right.fields.keys()])];
    return allOf(names.map((name) => equalMembers(left.fields.get(name), right.fields.get(name))));
  }
  const leftText = textOf(left);
  const rightText = textOf(right);
  if (leftText !== undefined && rightText !== undefined) return truthOf(leftText === rightText);
  if (left.kind === "interval" || right.kind === "interval") return orderedIntervals("==", left, right);
  const order = compare(left, right);
  return order === undefined ? "unknown" : truthOf(order === 0);
}

/** Of two complete records a member that only one has makes them differ. */
function equalMembers(left: Field | undefined, right: Field | undefined): Truth {
  const [one, other] = [left ?? nothing.field, right ?? nothing.field];
  if (one.state === "unrecorded" || other.state === "unrecorded") return "unknown";
  return one.state === other.state && one.state === "absent"
    ? "true"
    : one.state !== other.state
      ? "false"
      : equalFields(one, other);
}

/** True or false only where every order that is possible says so. */
function orderedIntervals(operator: "==" | "<" | "<=" | ">" | ">=", left: Value, right: Value): Truth {
  const possible = possibleOrders(left, right);
  if (possible === undefined) return "unknown";
  const { below, equal: same, above } = possible;
  const holding: Readonly<Record<typeof operator, readonly boolean[]>> = {
    "==": [same],
    "<": [below],
    "<=": [below, same],
    ">": [above],
    ">=": [above, same],
  };
  const failing: Readonly<Record<typeof operator, readonly boolean[]>> = {
    "==": [below, above],
    "<": [same, above],
    "<=": [above],
    ">": [same, below],
    ">=": [below],
  };
  if (!holding[operator].includes(true)) return "false";
  return failing[operator].includes(true) ? "unknown" : "true";
}

function ordered(operator: "<" | "<=" | ">" | ">=", left: Value, right: Value): Truth {
  if (left.kind === "interval" || right.kind === "interval") return orderedIntervals(operator, left, right);
  const order = compare(left, right);
  if (order === undefined) return "unknown";
  switch (operator) {
    case "<":
      return truthOf(order < 0);
    case "<=":
      return truthOf(order <= 0);
    case ">":
      return truthOf(order > 0);
    case ">=":
      return truthOf(order >= 0);
    default:
      return assertNever(operator);
  }
}

/** Negative, zero or positive; undefined where the two have no common order. */
function compare(left: Value, right: Value): number | undefined {
  if (left.kind === "number" && right.kind === "number") return compareDecimals(left.value, right.value);
  if (left.kind === "money" && right.kind === "money")
    return left.currency === right.currency ? compareDecimals(left.amount, right.amount) : undefined;
  if (left.kind === "duration" && right.kind === "duration") return left.ms - right.ms;
  if (left.kind === "timestamp" && right.kind === "timestamp") return left.ms - right.ms;
  return undefined;
}

type ContainsMode = Extract<Condition<unknown>, { readonly kind: "contains" }>["mode"];

function contains(mode: ContainsMode, value: Value, wanted: Field): Truth {
  if (wanted.state !== "value") return "unknown";
  const wantedText = textOf(wanted.value);
  switch (mode) {
    case "element":
      return overElements(value, (item) => equalFields(item, wanted));
    case "label":
      if (value.kind !== "labels" || wantedText === undefined) return "unknown";
      if (value.has.has(wantedText)) return "true";
      return value.open || value.maybe.has(wantedText) ? "unknown" : "false";
    case "substring":
      return wantedText === undefined ? "unknown" : inTexts(value, (text) => truthOf(text.includes(wantedText)));
    case "recogniser":
      return recognised(wantedText ?? "", value);
    default:
      return assertNever(mode);
  }
}

function recognised(recogniser: string, value: Value): Truth {
  const holds = recognisers[recogniser];
  return holds === undefined ? "unknown" : inTexts(value, (text) => truthOf(holds(text)));
}

/** One text, or a bag of texts. */
function inTexts(value: Value, judge: (text: string) => Truth): Truth {
  if (value.kind !== "list") return onText(value, judge);
  return overElements(value, (item) => (item.state === "value" ? onText(item.value, judge) : "unknown"));
}

/** An open list may hold further elements, so that what was seen can make it true and never false. */
function overElements(value: Value, judge: (item: Field) => Truth): Truth {
  if (value.kind !== "list") return "unknown";
  return anyOf([...value.items.map(judge), value.open ? "unknown" : "false"]);
}

function matches(pattern: string, text: string): Truth {
  const compiled = compilePattern(pattern);
  return compiled.ok ? truthOf(compiled.matches(text)) : "unknown";
}

function empty(value: Value): Truth {
  switch (value.kind) {
    case "text":
      return truthOf(value.text === "");
    case "list":
      return value.items.length > 0 ? "false" : value.open ? "unknown" : "true";
    case "record": {
      const members = [...value.fields.values()].map(
        (field): Truth => (field.state === "value" ? "true" : field.state === "absent" ? "false" : "unknown"),
      );
      const some = anyOf([...members, value.open ? "unknown" : "false"]);
      return some === "true" ? "false" : some === "false" ? "true" : "unknown";
    }
    case "labels":
      if (value.has.size > 0) return "false";
      return value.maybe.size > 0 || value.open ? "unknown" : "true";
    case "command":
      return truthOf(value.text === "");
    case "url":
      return "false";
    case "bool":
    case "number":
    case "money":
    case "duration":
    case "timestamp":
    case "interval":
      return "unknown";
    default:
      return assertNever(value);
  }
}
