import { type Amounts, emptyAmounts, type SettledAmounts, settleAmounts, sumAmounts } from "./amounts.ts";
import type { Happening, Horizon } from "./happening.ts";
import { addWhole, type Whole } from "./whole.ts";

/** When a value was last seen. */
export interface SeenValue {
  readonly value: string;
  /** Surely seen at this time or later; undefined: nobody can say that it was. */
  readonly sure: number | undefined;
  /** Seen at this time at the latest; undefined: at a time that is unrecorded. */
  readonly latest: number | undefined;
}

/** The different values of a window: exact up to a number, then a number of them or more. */
export interface SettledDistinct {
  readonly kind: "distinct";
  /** By value. */
  readonly values: readonly SeenValue[];
  /** Events whose value is unrecorded, each of which may be one more. */
  readonly unknown: SettledAmounts;
  /** Values that left the window: they matter where now is unrecorded. */
  readonly past: number;
  /** When values were given up last because they were too many; `at` undefined: at a time that is unrecorded. */
  readonly overflow: { readonly at: number | undefined } | undefined;
}

export const mostValues = 64;

export const emptyDistinct: SettledDistinct = {
  kind: "distinct",
  values: [],
  unknown: emptyAmounts,
  past: 0,
  overflow: undefined,
};

/** `further` bounds how many values more there may be in the window, `open`: any number. */
export interface DistinctSummary {
  readonly kind: "distinct";
  /** By value; of those before the window too. */
  readonly seen: readonly SeenValue[];
  readonly further: Whole;
  readonly open: boolean;
}

export const isSurelySeen = ({ sure }: SeenValue, horizon: Horizon): boolean =>
  horizon !== undefined && sure !== undefined && sure >= horizon;

export const maybeSeen = ({ latest }: SeenValue, horizon: Horizon): boolean =>
  horizon === undefined || latest === undefined || latest >= horizon;

export function settleDistinct(
  settled: SettledDistinct,
  happening: Happening,
  windowMs: number,
  clock: Horizon,
): SettledDistinct {
  const { carried, from, at, sure } = happening;
  if (carried.kind !== "values") return settled;
  let { values } = settled;
  for (const value of carried.values) values = see(values, { value, sure: sure ? from : undefined, latest: at });
  const unknown =
    carried.more === "none" ? settled.unknown : settleAmounts(settled.unknown, happening, windowMs, clock);
  const { past, overflow } = settled;
  return limit({ kind: "distinct", values, unknown, past, overflow }, windowMs, clock);
}

/** The values with one that was seen. */
function see(values: readonly SeenValue[], one: SeenValue): readonly SeenValue[] {
  let place = 0;
  let end = values.length;
  while (place < end) {
    const middle = (place + end) >> 1;
    if ((values[middle]?.value ?? "") < one.value) place = middle + 1;
    else end = middle;
  }
  const known = values[place];
  if (known?.value !== one.value) return inserted(values, place, one);
  const latest =
    known.latest === undefined || one.latest === undefined ? undefined : Math.max(known.latest, one.latest);
  // Not `with`, which the machine does not compile.
  const seen = values.slice();
  seen[place] = { value: one.value, sure: later(known.sure, one.sure), latest };
  return seen;
}

/** An array of exactly that length, which two slices and a spread are not. */
function inserted(values: readonly SeenValue[], place: number, one: SeenValue): readonly SeenValue[] {
  const all = new Array<SeenValue>(values.length + 1);
  for (let at = 0; at < place; at += 1) all[at] = values[at] ?? one;
  all[place] = one;
  for (let at = place; at < values.length; at += 1) all[at + 1] = values[at] ?? one;
  return all;
}

/** The values with all that these bring. */
export function seeAll(values: readonly SeenValue[], happenings: readonly Happening[]): readonly SeenValue[] {
  let seen = values;
  for (const { carried, from, at, sure } of happenings) {
    if (carried.kind !== "values") continue;
    for (const value of carried.values) seen = see(seen, { value, sure: sure ? from : undefined, latest: at });
  }
  return seen;
}

export const joinSeen = (one: readonly SeenValue[], other: readonly SeenValue[]): readonly SeenValue[] =>
  other.reduce(see, one);

const later = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined ? other : other === undefined ? one : Math.max(one, other);

function limit(settled: SettledDistinct, windowMs: number, clock: Horizon): SettledDistinct {
  let { values, past, overflow } = settled;
  if (values.length <= mostValues) return settled;
  if (clock !== undefined) {
    const inside = values.filter(({ latest }) => latest === undefined || latest >= clock - windowMs);
    past += values.length - inside.length;
    values = inside;
  }
  if (values.length > mostValues) {
    // The oldest go; of equal ones the first by value, so that the state does not depend on how they came in.
    const byAge = [...values].sort((a, b) => ageOf(a) - ageOf(b) || (a.value < b.value ? -1 : 1));
    values = byAge.slice(values.length - mostValues);
    overflow = { at: clock };
  }
  return { ...settled, values: [...values].sort((a, b) => (a.value < b.value ? -1 : 1)), past, overflow };
}

const ageOf = ({ latest }: SeenValue): number => latest ?? Number.MAX_SAFE_INTEGER;

/** Whether it may have brought a value that is unrecorded. */
export const isUnknown = ({ carried }: Happening): boolean => carried.kind === "values" && carried.more !== "none";

/** `together` are the settled values with the pending ones, and which of these are unknown, where that was put together already. */
export function summariseDistinct(
  settled: SettledDistinct,
  pending: readonly Happening[],
  together: { readonly seen: readonly SeenValue[]; readonly unknown: readonly Happening[] } | undefined,
  horizon: Horizon,
): DistinctSummary {
  const seen = together?.seen ?? seeAll(settled.values, pending);
  const unknown = together?.unknown ?? pending.filter(isUnknown);
  const more: Amounts = sumAmounts(settled.unknown, unknown, horizon);
  const { overflow } = settled;
  const overflowed =
    overflow !== undefined && (horizon === undefined || overflow.at === undefined || overflow.at >= horizon);
  return {
    kind: "distinct",
    seen,
    further: horizon === undefined ? addWhole(more.high, settled.past) : more.high,
    open: overflowed || more.openAbove > 0,
  };
}
