import { compareDecimals, type Decimal, isInteger } from "../value/decimal.ts";

/** A set of values of one field: disjoint intervals of numbers, or some texts, or all texts but some. */
export type ValueSet =
  | { readonly kind: "numbers"; readonly intervals: readonly Interval[]; readonly whole: boolean }
  | { readonly kind: "texts"; readonly except: boolean; readonly texts: ReadonlySet<string> };

/** Without an end it goes on for ever. */
export interface Interval {
  readonly low?: End;
  readonly high?: End;
}

export interface End {
  readonly at: Decimal;
  readonly closed: boolean;
}

/** `whole`: of whole numbers only, so that nothing lies between 5 and 6. */
export const numbers = (intervals: readonly Interval[], whole: boolean): ValueSet => ({
  kind: "numbers",
  intervals: intervals.filter((interval) => holdsSome(interval, whole)),
  whole,
});

export const texts = (members: readonly string[], except = false): ValueSet => ({
  kind: "texts",
  except,
  texts: new Set(members),
});

export const isEmpty = (set: ValueSet): boolean =>
  set.kind === "numbers" ? set.intervals.length === 0 : !set.except && set.texts.size === 0;

/** Undefined for sets of different kinds, which nothing should compare. */
export function intersect(left: ValueSet, right: ValueSet): ValueSet | undefined {
  if (left.kind === "numbers" && right.kind === "numbers") {
    const met = left.intervals.flatMap((one) => right.intervals.map((other) => meet(one, other)));
    return numbers(met, left.whole || right.whole);
  }
  if (left.kind !== "texts" || right.kind !== "texts") return undefined;
  if (left.except && right.except) return texts([...left.texts, ...right.texts], true);
  const [finite, other] = left.except ? [right, left] : [left, right];
  return texts([...finite.texts].filter((text) => other.texts.has(text) !== other.except));
}

export function complement(set: ValueSet): ValueSet {
  if (set.kind === "texts") return texts([...set.texts], !set.except);
  const outside = set.intervals.map(({ low, high }) => [
    ...(low === undefined ? [] : [{ high: { at: low.at, closed: !low.closed } }]),
    ...(high === undefined ? [] : [{ low: { at: high.at, closed: !high.closed } }]),
  ]);
  const rest = outside.reduce<readonly Interval[]>(
    (kept, parts) =>
      kept.flatMap((one) => parts.map((part) => meet(one, part))).filter((one) => holdsSome(one, set.whole)),
    [{}],
  );
  return numbers(rest, set.whole);
}

function meet(left: Interval, right: Interval): Interval {
  const low = tighter(left.low, right.low, 1);
  const high = tighter(left.high, right.high, -1);
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

/** The end that leaves less: the higher of two low ends (`direction` 1), the lower of two high ones. */
function tighter(left: End | undefined, right: End | undefined, direction: 1 | -1): End | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const order = compareDecimals(left.at, right.at) * direction;
  if (order !== 0) return order > 0 ? left : right;
  return left.closed ? right : left;
}

function holdsSome({ low, high }: Interval, whole: boolean): boolean {
  if (low === undefined || high === undefined) return true;
  if (whole) return firstAtLeast(low) <= -firstAtLeast({ at: negated(high.at), closed: high.closed });
  const order = compareDecimals(low.at, high.at);
  return order < 0 || (order === 0 && low.closed && high.closed);
}

const negated = ({ coefficient, scale }: Decimal): Decimal => ({ coefficient: -coefficient, scale });

/** The first whole number an interval with this low end holds. */
function firstAtLeast({ at, closed }: End): bigint {
  if (isInteger(at)) return closed ? at.coefficient : at.coefficient + 1n;
  const unit = 10n ** BigInt(at.scale);
  const towardsZero = at.coefficient / unit;
  return at.coefficient > 0n ? towardsZero + 1n : towardsZero;
}
