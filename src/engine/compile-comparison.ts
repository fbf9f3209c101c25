import type { Condition } from "../ast/condition.ts";
import { compareDecimals } from "../value/decimal.ts";
import { type PossibleOrders, possibleOrders } from "../value/interval.ts";
import type { Field, Value } from "../value/value.ts";
import { type CompiledOperand, type Frame, inverse, maybe, no, type Ternary, ternary, yes } from "./frame.ts";

type Operator = Extract<Condition<unknown>, { readonly kind: "compare" }>["operator"];

/** `==` and the orders, with the operator chosen while compiling. */
export function compileComparison(
  operator: Operator,
  left: CompiledOperand,
  right: CompiledOperand,
): (frame: Frame) => Ternary {
  if (operator === "==") return (frame) => sameField(left.read(frame), right.read(frame));
  const compare = orderTests[operator];
  return (frame) => {
    const one = left.read(frame);
    return one.state === "value" ? compare(one, right.read(frame)) : maybe;
  };
}

const accepted: Readonly<Record<Exclude<Operator, "==">, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

const orderTest =
  (accepts: (order: number) => boolean) =>
  (one: Field, other: Field): Ternary => {
    if (one.state !== "value" || other.state !== "value") return maybe;
    if (one.value.kind === "interval" || other.value.kind === "interval") {
      return overOrders(possibleOrders(one.value, other.value), accepts);
    }
    const order = orderOf(one.value, other.value);
    return order === undefined ? maybe : ternary(accepts(order));
  };

/** How two fields stand to each other. */
export const orderTests: Readonly<Record<Exclude<Operator, "==">, (one: Field, other: Field) => Ternary>> = {
  "<": orderTest(accepted["<"]),
  "<=": orderTest(accepted["<="]),
  ">": orderTest(accepted[">"]),
  ">=": orderTest(accepted[">="]),
};

/** What every possible order accepts is true, what none does is false. */
function overOrders(possible: PossibleOrders | undefined, accepts: (order: number) => boolean): Ternary {
  if (possible === undefined) return maybe;
  const { below, equal, above } = possible;
  const accepted = (below && accepts(-1)) || (equal && accepts(0)) || (above && accepts(1));
  const refused = (below && !accepts(-1)) || (equal && !accepts(0)) || (above && !accepts(1));
  return accepted ? (refused ? maybe : yes) : no;
}

function orderOf(left: Value, right: Value): number | undefined {
  switch (left.kind) {
    case "number":
      return right.kind === "number" ? compareDecimals(left.value, right.value) : undefined;
    case "money":
      return right.kind === "money" && left.currency === right.currency
        ? compareDecimals(left.amount, right.amount)
        : undefined;
    case "duration":
    case "timestamp":
      return right.kind === left.kind ? left.ms - right.ms : undefined;
    default:
      return undefined;
  }
}

export function sameField(left: Field, right: Field): Ternary {
  return left.state === "value" && right.state === "value" ? sameValue(left.value, right.value) : maybe;
}

function sameValue(left: Value, right: Value): Ternary {
  if (left.kind === "interval" || right.kind === "interval") {
    return overOrders(possibleOrders(left, right), (order) => order === 0);
  }
  switch (left.kind) {
    case "text":
    case "command":
      return sameText(left.text, right);
    case "url":
      return sameText(left.href, right);
    case "bool":
      return right.kind === "bool" ? ternary(left.value === right.value) : maybe;
    case "list":
      return right.kind === "list" ? sameList(left, right) : maybe;
    case "record":
      return right.kind === "record" ? sameRecord(left, right) : maybe;
    case "labels":
      return maybe;
    default: {
      const order = orderOf(left, right);
      return order === undefined ? maybe : ternary(order === 0);
    }
  }
}

function sameText(left: string, right: Value): Ternary {
  switch (right.kind) {
    case "text":
    case "command":
      return ternary(left === right.text);
    case "url":
      return ternary(left === right.href);
    default:
      return maybe;
  }
}

type ListValue = Extract<Value, { readonly kind: "list" }>;
type RecordValue = Extract<Value, { readonly kind: "record" }>;

function sameList(left: ListValue, right: ListValue): Ternary {
  if (left.open || right.open) return maybe;
  if (left.items.length !== right.items.length) return no;
  let truth: Ternary = yes;
  for (let index = 0; index < left.items.length; index += 1) {
    const one = left.items[index];
    const other = right.items[index];
    const same = one === undefined || other === undefined ? maybe : sameField(one, other);
    if (same === no) return no;
    if (same === maybe) truth = maybe;
  }
  return truth;
}

function sameRecord(left: RecordValue, right: RecordValue): Ternary {
  if (left.open || right.open) return maybe;
  let different: Ternary = no;
  const see = (one: Field | undefined, other: Field | undefined): void => {
    const same = sameMember(one, other);
    if (inverse(same) > different) different = inverse(same);
  };
  for (const [name, field] of left.fields) see(field, right.fields.get(name));
  for (const [name, field] of right.fields) if (!left.fields.has(name)) see(undefined, field);
  return inverse(different);
}

/** A member that is absent and one that is not there are the same. */
function sameMember(one: Field | undefined, other: Field | undefined): Ternary {
  if (one?.state === "unrecorded" || other?.state === "unrecorded") return maybe;
  const first = one?.state === "value" ? one.value : undefined;
  const second = other?.state === "value" ? other.value : undefined;
  if (first === undefined || second === undefined) return ternary(first === second);
  return sameValue(first, second);
}
