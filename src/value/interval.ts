import { addDecimals, compareDecimals, type Decimal, subtractDecimals } from "./decimal.ts";
import type { Cause, Field, Value } from "./value.ts";

/**
 * What lies between two ends, both included; an end that is undefined is infinite. `currency` is that of money. Histories
 * are the only source of it; a number that is known exactly is never written so.
 */
export type Interval = Extract<Value, { readonly kind: "interval" }>;

/** The number or amount itself where both ends are one, otherwise the interval. */
export function between(
  low: Decimal | undefined,
  high: Decimal | undefined,
  cause: Cause,
  currency: string | undefined,
): Value {
  if (low !== undefined && high !== undefined && (low === high || compareDecimals(low, high) === 0)) {
    return currency === undefined ? { kind: "number", value: low } : { kind: "money", amount: low, currency };
  }
  return { kind: "interval", low, high, cause, ...(currency === undefined ? {} : { currency }) };
}

/** A number, an amount or an interval as an interval; undefined for every other value. */
export function asInterval(value: Value): Omit<Interval, "kind" | "cause"> | undefined {
  switch (value.kind) {
    case "interval":
      return value;
    case "number":
      return { low: value.value, high: value.value };
    case "money":
      return { low: value.amount, high: value.amount, currency: value.currency };
    default:
      return undefined;
  }
}

/** The sum or the difference where one of the two is an interval; undefined where their units differ. An end out of bounds is infinite. */
export function addIntervals(operator: "+" | "-", left: Value, right: Value): Value | undefined {
  const [one, other] = [asInterval(left), asInterval(right)];
  if (one === undefined || other === undefined || one.currency !== other.currency) return undefined;
  const cause = left.kind === "interval" ? left.cause : right.kind === "interval" ? right.cause : "ambiguous";
  const add = (a: Decimal | undefined, b: Decimal | undefined): Decimal | undefined =>
    a === undefined || b === undefined ? undefined : operator === "+" ? addDecimals(a, b) : subtractDecimals(a, b);
  const [low, high] = operator === "+" ? [other.low, other.high] : [other.high, other.low];
  return between(add(one.low, low), add(one.high, high), cause, one.currency);
}

/**
 * How two values compare where one is an interval: the signs of every order that is possible, as -1 and 1 for the ends
 * and whether they can be equal. Undefined where they have no common order.
 */
export interface PossibleOrders {
  readonly below: boolean;
  readonly equal: boolean;
  readonly above: boolean;
}

export function possibleOrders(left: Value, right: Value): PossibleOrders | undefined {
  const [one, other] = [asInterval(left), asInterval(right)];
  if (one === undefined || other === undefined || one.currency !== other.currency) return undefined;
  return {
    below: isBelow(one.low, other.high),
    above: isBelow(other.low, one.high),
    equal: !isBelow(one.high, other.low, true) && !isBelow(other.high, one.low, true),
  };
}

/** Can something at or above `low` lie below something at or below `high`? With `strict`: the ends are finite, and one below the other. */
function isBelow(low: Decimal | undefined, high: Decimal | undefined, strict = false): boolean {
  if (low === undefined || high === undefined) return !strict;
  return compareDecimals(low, high) < 0;
}

/** Nobody can say what exactly it is: absent, unrecorded, or an interval. */
export const isUndecided = (field: Field): boolean => field.state !== "value" || field.value.kind === "interval";
