import type { Value } from "../../value/value.ts";
import type { Happening, Horizon } from "./happening.ts";

/** One event of which only the last matters. */
export interface Moment {
  readonly seq: number;
  readonly from: number | undefined;
  readonly at: number | undefined;
  readonly value?: Value;
}

/** The last event that surely was one, and the last that may have been; `after` are those of the second event of `since`. */
export interface SettledMoments {
  readonly kind: "moments";
  readonly sure: Moment | undefined;
  readonly any: Moment | undefined;
  readonly sureAfter: Moment | undefined;
  readonly anyAfter: Moment | undefined;
}

export const emptyMoments: SettledMoments = {
  kind: "moments",
  sure: undefined,
  any: undefined,
  sureAfter: undefined,
  anyAfter: undefined,
};

export function settleMoment(settled: SettledMoments, happening: Happening): SettledMoments {
  const { seq, from, at, carried, sure: isSure, role } = happening;
  const { sure, any, sureAfter, anyAfter } = settled;
  const value = carried.kind === "value" ? carried.value : undefined;
  const moment: Moment = value === undefined ? { seq, from, at } : { seq, from, at, value };
  const isEvent = role === "event";
  return {
    kind: "moments",
    sure: isEvent && isSure ? lastOf(sure, moment) : sure,
    any: isEvent ? lastOf(any, moment) : any,
    sureAfter: !isEvent && isSure ? lastOf(sureAfter, moment) : sureAfter,
    anyAfter: isEvent ? anyAfter : lastOf(anyAfter, moment),
  };
}

export const summariseMoments = (settled: SettledMoments, pending: readonly Happening[]): SettledMoments =>
  pending.reduce(settleMoment, settled);

/** Of two registers, of which the other's events may be none of the first's. */
export const joinMoments = (one: SettledMoments, other: SettledMoments): SettledMoments => ({
  kind: "moments",
  sure: lastOf(one.sure, other.sure),
  any: lastOf(one.any, other.any),
  sureAfter: lastOf(one.sureAfter, other.sureAfter),
  anyAfter: lastOf(one.anyAfter, other.anyAfter),
});

function lastOf(one: Moment | undefined, other: Moment | undefined): Moment | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.seq >= other.seq ? one : other;
}

export const surelyInside = (moment: Moment | undefined, horizon: Horizon): boolean =>
  moment?.from !== undefined && horizon !== undefined && moment.from >= horizon;

export const maybeInside = (moment: Moment | undefined, horizon: Horizon): boolean =>
  moment !== undefined && (horizon === undefined || moment.at === undefined || moment.at >= horizon);
