import { assertNever } from "../../source/assert-never.ts";
import type { Happening, Horizon } from "./happening.ts";
import { addWhole, subtractWhole, type Whole } from "./whole.ts";

/**
 * What events add up to. All of them lie between `low` and `high`; any part of them between `below` and `above`. An open
 * end counts the events that make it infinite.
 */
export interface Amounts {
  readonly low: Whole;
  readonly high: Whole;
  readonly below: Whole;
  readonly above: Whole;
  readonly openBelow: number;
  readonly openAbove: number;
}

/** Events of a stretch of time, both ends included. */
export interface Slot extends Amounts {
  readonly first: number;
  readonly last: number;
}

/** Counts and sums of a window, in slots by time: exact while these are few, then by buckets of a part of the window. */
export interface SettledAmounts {
  readonly kind: "amounts";
  /** By time, without overlap. */
  readonly slots: readonly Slot[];
  /** Of the slots. */
  readonly total: Amounts;
  /** Of slots that left the window: they matter where now is unrecorded. */
  readonly past: Amounts;
  /** Of events whose time is unrecorded. */
  readonly untimed: Amounts;
}

/** More slots than this are joined, bucket by bucket. */
export const mostSlots = 64;
/** Buckets of a window; an event at its edge is counted as maybe inside together with its bucket. */
export const bucketsPerWindow = 32;

export const noAmounts: Amounts = { low: 0, high: 0, below: 0, above: 0, openBelow: 0, openAbove: 0 };

export const emptyAmounts: SettledAmounts = {
  kind: "amounts",
  slots: [],
  total: noAmounts,
  past: noAmounts,
  untimed: noAmounts,
};

export function settleAmounts(
  settled: SettledAmounts,
  happening: Happening,
  windowMs: number,
  clock: Horizon,
): SettledAmounts {
  const amounts = amountsOf(happening);
  const { at } = happening;
  if (at === undefined) return { ...settled, untimed: plus(settled.untimed, inPart(amounts)) };
  const { past, untimed } = settled;
  const slots = insertSlot(settled.slots, at, amounts);
  const grown: SettledAmounts = { kind: "amounts", slots, total: plus(settled.total, amounts), past, untimed };
  return slots.length > mostSlots ? compact(grown, windowMs, clock ?? at) : grown;
}

/** Everything in the window: its settled part, and what is still pending. */
export function sumAmounts(settled: SettledAmounts, pending: readonly Happening[], horizon: Horizon): Amounts {
  if (horizon === undefined) {
    const all = pending.reduce((sum, happening) => plus(sum, amountsOf(happening)), plus(settled.total, settled.past));
    return inPart(plus(all, settled.untimed));
  }
  const begun = sumSettled(settled, horizon);
  let { low, high, below, above, openBelow, openAbove } = begun;
  for (const happening of pending) {
    const { at } = happening;
    if (at !== undefined && at < horizon) continue;
    const amounts = amountsOf(happening);
    low = addWhole(low, at === undefined ? amounts.below : amounts.low);
    high = addWhole(high, at === undefined ? amounts.above : amounts.high);
    below = addWhole(below, amounts.below);
    above = addWhole(above, amounts.above);
    openBelow += amounts.openBelow;
    openAbove += amounts.openAbove;
  }
  return { low, high, below, above, openBelow, openAbove };
}

/** The settled part of a window. */
export const sumSettled = (settled: SettledAmounts, horizon: number): Amounts =>
  plusUnlessNone(sumSlots(settled, horizon), settled.untimed);

const plusUnlessNone = (one: Amounts, other: Amounts): Amounts =>
  other === noAmounts ? one : one === noAmounts ? other : plus(one, other);

/** Of the slots in the window: put together, or taken from the total, whichever is less to do. */
function sumSlots({ slots, total }: SettledAmounts, horizon: number): Amounts {
  const [first] = slots;
  if (first === undefined || first.first >= horizon) return total;
  let inside = slots.length;
  while (inside > 0 && (slots[inside - 1]?.first ?? horizon) >= horizon) inside -= 1;
  // INVARIANT: slots do not overlap, so no slot but this one can lie on both sides.
  const edge = slots[inside - 1];
  const part = edge === undefined || edge.last < horizon ? noAmounts : inPart(edge);
  return slots.length - inside < inside
    ? slots.slice(inside).reduce<Amounts>(plus, part)
    : plus(slots.slice(0, inside).reduce<Amounts>(minus, total), part);
}

/** What it is if only some of it counts, and nobody knows which. */
export const inPart = ({ below, above, openBelow, openAbove }: Amounts): Amounts => ({
  low: below,
  high: above,
  below,
  above,
  openBelow,
  openAbove,
});

export const plus = (one: Amounts, other: Amounts): Amounts => ({
  low: addWhole(one.low, other.low),
  high: addWhole(one.high, other.high),
  below: addWhole(one.below, other.below),
  above: addWhole(one.above, other.above),
  openBelow: one.openBelow + other.openBelow,
  openAbove: one.openAbove + other.openAbove,
});

export const minus = (one: Amounts, other: Amounts): Amounts => ({
  low: subtractWhole(one.low, other.low),
  high: subtractWhole(one.high, other.high),
  below: subtractWhole(one.below, other.below),
  above: subtractWhole(one.above, other.above),
  openBelow: one.openBelow - other.openBelow,
  openAbove: one.openAbove - other.openAbove,
});

/** What one event adds. */
export function amountsOf({ carried, sure }: Pick<Happening, "carried" | "sure">): Amounts {
  switch (carried.kind) {
    case "one":
      return sure ? one : maybeOne;
    case "amount": {
      const { units } = carried;
      if (units < 0) return { low: units, high: sure ? units : 0, below: units, above: 0, openBelow: 0, openAbove: 0 };
      return { low: sure ? units : 0, high: units, below: 0, above: units, openBelow: 0, openAbove: 0 };
    }
    case "foreign":
      return { ...noAmounts, openBelow: carried.negative ? 1 : 0, openAbove: carried.negative ? 0 : 1 };
    case "unknown":
      return { ...noAmounts, openBelow: 1, openAbove: 1 };
    case "values":
      return carried.more === "any" ? { ...noAmounts, openAbove: 1 } : maybeOne;
    case "value":
      return noAmounts;
    default:
      return assertNever(carried);
  }
}

const one: Amounts = { low: 1, high: 1, below: 0, above: 1, openBelow: 0, openAbove: 0 };
const maybeOne: Amounts = inPart(one);

/** What happened at the same time, or in a stretch that is one slot already, joins it without loss. */
function insertSlot(slots: readonly Slot[], at: number, amounts: Amounts): readonly Slot[] {
  const newest = slots.at(-1);
  if (newest === undefined || newest.last < at) return [...slots, slotOf(at, at, amounts)];
  let index = slots.length;
  while (index > 0 && (slots[index - 1]?.last ?? at) > at) index -= 1;
  // `index` is the place behind every slot that ends at `at` or before.
  const inside = [index, index - 1].find((place) => {
    const slot = slots[place];
    return slot !== undefined && slot.first <= at && at <= slot.last;
  });
  const slot = inside === undefined ? undefined : slots[inside];
  if (inside !== undefined && slot !== undefined)
    return slots.with(inside, slotOf(slot.first, slot.last, plus(slot, amounts)));
  return [...slots.slice(0, index), slotOf(at, at, amounts), ...slots.slice(index)];
}

const slotOf = (first: number, last: number, { low, high, below, above, openBelow, openAbove }: Amounts): Slot => ({
  first,
  last,
  low,
  high,
  below,
  above,
  openBelow,
  openAbove,
});

function compact(settled: SettledAmounts, windowMs: number, clock: number): SettledAmounts {
  let { total, past } = settled;
  const width = Math.ceil(windowMs / bucketsPerWindow);
  const slots: Slot[] = [];
  for (const slot of settled.slots) {
    if (slot.last < clock - windowMs) {
      total = minus(total, slot);
      past = plus(past, inPart(slot));
      continue;
    }
    const before = slots.at(-1);
    if (before !== undefined && Math.floor(before.first / width) === Math.floor(slot.last / width)) {
      slots[slots.length - 1] = slotOf(before.first, slot.last, plus(before, slot));
    } else slots.push(slot);
  }
  return { ...settled, slots, total, past };
}
