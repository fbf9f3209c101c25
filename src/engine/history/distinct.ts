import { type Amounts, emptyAmounts, type SettledAmounts, settleAmounts, sumAmounts } from "./amounts.ts";
import type { Happening, Horizon } from "./happening.ts";

/** When a value was last seen. */
interface SeenValue {
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

/** Of each value whether it surely lies in the window; `further` bounds how many more there may be, `open`: any number. */
export interface DistinctSummary {
  readonly kind: "distinct";
  readonly values: ReadonlyMap<string, boolean>;
  readonly further: bigint;
  readonly open: boolean;
}

export function settleDistinct(
  settled: SettledDistinct,
  happening: Happening,
  windowMs: number,
  clock: Horizon,
): SettledDistinct {
  const { carried, from, at, sure } = happening;
  if (carried.kind !== "values") return settled;
  const byValue = new Map(settled.values.map((seen) => [seen.value, seen]));
  for (const value of carried.values) {
    const known = byValue.get(value);
    byValue.set(value, {
      value,
      sure: sure ? later(known?.sure, from) : known?.sure,
      latest:
        known === undefined
          ? at
          : at === undefined || known.latest === undefined
            ? undefined
            : Math.max(known.latest, at),
    });
  }
  const unknown =
    carried.more === "none" ? settled.unknown : settleAmounts(settled.unknown, happening, windowMs, clock);
  return limit({ ...settled, unknown, values: [...byValue.values()] }, windowMs, clock);
}

const later = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined ? other : other === undefined ? one : Math.max(one, other);

function limit(settled: SettledDistinct, windowMs: number, clock: Horizon): SettledDistinct {
  let { values, past, overflow } = settled;
  if (values.length > mostValues && clock !== undefined) {
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

export function summariseDistinct(
  settled: SettledDistinct,
  pending: readonly Happening[],
  horizon: Horizon,
): DistinctSummary {
  const values = new Map<string, boolean>();
  const see = (value: string, sure: number | undefined, latest: number | undefined): void => {
    if (horizon !== undefined && latest !== undefined && latest < horizon) return;
    const isSure = horizon !== undefined && sure !== undefined && sure >= horizon;
    values.set(value, isSure || values.get(value) === true);
  };
  for (const { value, sure, latest } of settled.values) see(value, sure, latest);
  const unknown: Happening[] = [];
  for (const happening of pending) {
    const { carried, from, at, sure } = happening;
    if (carried.kind !== "values") continue;
    for (const value of carried.values) see(value, sure ? from : undefined, at);
    if (carried.more !== "none") unknown.push(happening);
  }
  const more: Amounts = sumAmounts(settled.unknown, unknown, horizon);
  const { overflow } = settled;
  const overflowed =
    overflow !== undefined && (horizon === undefined || overflow.at === undefined || overflow.at >= horizon);
  return {
    kind: "distinct",
    values,
    further: more.high + (horizon === undefined ? BigInt(settled.past) : 0n),
    open: overflowed || more.openAbove > 0,
  };
}
