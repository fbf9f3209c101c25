import type { Literal, Operand, Root } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import { addDecimals, parseDecimal, subtractDecimals, zero } from "../value/decimal.ts";
import { readPath } from "../value/field-path.ts";
import { addIntervals, isUndecided } from "../value/interval.ts";
import { type Field, present, unrecorded, type Value } from "../value/value.ts";
import type { Environment, Scope } from "./environment.ts";
import type { Fact } from "./fact.ts";

/** What an operand is here, the facts it was read from (none for a literal), and its printed path. */
export interface Reading {
  readonly field: Field;
  readonly facts: readonly Fact[];
  /** The facts because of which it is undecided; none if it is known exactly. */
  readonly undecided: readonly Fact[];
  readonly path: string;
}

export function readOperand(operand: Operand<unknown>, environment: Environment, scope: Scope): Reading {
  switch (operand.kind) {
    case "literal":
      return { field: present(literalValue(operand.literal)), facts: [], undecided: [], path: "" };
    case "path":
      return reading(printPath(operand.root, operand.segments), environment.read(operand.root, operand.segments));
    case "bound": {
      const element = scope.get(operand.binding);
      // INVARIANT: the checker resolved every bound name; without its element nobody can say.
      if (element === undefined) return reading(operand.binding, unrecorded("unresolved"));
      return reading([element.path, ...operand.segments].join("."), readPath(element.field, operand.segments));
    }
    case "history":
      return reading(operand.term, environment.history(operand.term));
    case "sum":
      return readSum(operand.operator, [
        readOperand(operand.left, environment, scope),
        readOperand(operand.right, environment, scope),
      ]);
    default:
      return assertNever(operand);
  }
}

/** A path as the policy writes it. The segments of a control's subject start with the entity already. */
export const printPath = (root: Root, segments: readonly string[]): string =>
  (root === "subject" ? segments : [root, ...segments]).join(".");

function reading(path: string, field: Field): Reading {
  const facts = [{ path, field }];
  return { field, facts, undecided: isUndecided(field) ? facts : [], path };
}

function readSum(operator: "+" | "-", [left, right]: readonly [Reading, Reading]): Reading {
  const facts = [...left.facts, ...right.facts];
  const undecided = [...left.undecided, ...right.undecided];
  const [first] = [left, right].filter(({ field }) => field.state !== "value");
  if (first !== undefined) return { field: first.field, facts, undecided, path: "" };
  if (left.field.state !== "value" || right.field.state !== "value")
    return { field: left.field, facts, undecided, path: "" };
  const sum = addValues(operator, left.field.value, right.field.value);
  if (sum !== undefined)
    return { field: present(sum), facts, undecided: sum.kind === "interval" ? undecided : [], path: "" };
  // An overflow has no undecided part: what it rests on are the values themselves.
  return { field: unrecorded("overflow"), facts, undecided: undecided.length > 0 ? undecided : facts, path: "" };
}

/** Undefined where the units differ (two currencies, a number and a duration) or the sum is out of bounds. */
function addValues(operator: "+" | "-", left: Value, right: Value): Value | undefined {
  if (left.kind === "interval" || right.kind === "interval") return addIntervals(operator, left, right);
  const combine = operator === "+" ? addDecimals : subtractDecimals;
  if (left.kind === "number" && right.kind === "number") {
    const value = combine(left.value, right.value);
    return value === undefined ? undefined : { kind: "number", value };
  }
  if (left.kind === "money" && right.kind === "money") {
    if (left.currency !== right.currency) return undefined;
    const amount = combine(left.amount, right.amount);
    return amount === undefined ? undefined : { kind: "money", amount, currency: left.currency };
  }
  if (
    (left.kind !== "duration" && left.kind !== "timestamp") ||
    (right.kind !== "duration" && right.kind !== "timestamp")
  )
    return undefined;
  const kind = timeKind(operator, left.kind, right.kind);
  const ms = operator === "+" ? left.ms + right.ms : left.ms - right.ms;
  return kind === undefined || !Number.isSafeInteger(ms) ? undefined : { kind, ms };
}

/** Between two times lies a duration; a duration moves a time; two times have no sum. */
function timeKind(
  operator: "+" | "-",
  left: "duration" | "timestamp",
  right: "duration" | "timestamp",
): "duration" | "timestamp" | undefined {
  if (left === right) return left === "timestamp" && operator === "+" ? undefined : "duration";
  return left === "timestamp" || operator === "+" ? "timestamp" : undefined;
}

export function literalValue(literal: Literal): Value {
  switch (literal.kind) {
    case "bool":
      return { kind: "bool", value: literal.value };
    case "number":
      return { kind: "number", value: parseDecimal(literal.digits) ?? zero };
    case "money":
      return { kind: "money", amount: parseDecimal(literal.digits) ?? zero, currency: literal.currency };
    case "duration":
      return { kind: "duration", ms: literal.ms };
    case "timestamp":
      return { kind: "timestamp", ms: literal.ms };
    case "text":
      return { kind: "text", text: literal.text };
    default:
      return assertNever(literal);
  }
}
