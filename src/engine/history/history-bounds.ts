import { assertNever } from "../../source/assert-never.ts";
import { noAmounts, type SettledAmounts, sumSettled } from "./amounts.ts";
import { isSurelySeen, maybeSeen, type SettledDistinct } from "./distinct.ts";
import { type History, newTerm } from "./history.ts";
import type { HistoryIndex, PlacedTerm } from "./history-index.ts";
import { anyIn, anyKey, type Place } from "./history-key.ts";
import { registerAt } from "./key-registers.ts";
import type { Asking } from "./read-history.ts";
import { hasOwner, type Register } from "./register.ts";
import type { Whole } from "./whole.ts";

/** What a count or a sum lies between, both ends included. */
export interface Bounds {
  readonly low: Whole;
  readonly high: Whole;
  /** Of a sum. */
  readonly inBillionths: boolean;
  /** Of a sum of money. */
  readonly currency: string | undefined;
}

/**
 * The bounds of a count, a sum or a number of different values, as `readTerm` has them, for what most decisions ask: one
 * register answers, and of all that is in it is known what it adds. Undefined for everything else, and where an end is infinite.
 * What it returns is the same object each time.
 */
export function readBounds(
  history: History,
  index: HistoryIndex,
  { kind, withinMs, keying, place: termPlace, currency }: PlacedTerm,
  asking: Asking,
): Bounds | undefined {
  const { at } = asking.event;
  if (at === undefined || asking.isPartial || !(index.ordered || keying.per === "session")) return undefined;
  const { since, overflow } = history.terms[termPlace] ?? newTerm;
  if (since !== undefined || overflow !== undefined) return undefined;
  const place = asking.places.of(keying);
  if (place.key === undefined || isShared(place, termPlace, asking)) return undefined;
  const kept = asking.registersOf(place.key);
  const register = kept && registerAt(kept, termPlace);
  found.inBillionths = kind === "sum";
  found.currency = currency;
  if (register === undefined) return isCounted(kind) ? between(0, 0) : undefined;
  if (register.evicted && asking.redecided) return undefined;
  if (!asking.isNew && hasOwner(register.pending, asking.owner)) return undefined;
  const horizon = Math.max(at, history.clock ?? at) - withinMs;
  return boundsOf(register, horizon);
}

const isCounted = (kind: PlacedTerm["kind"]): boolean => kind === "count" || kind === "sum" || kind === "distinct";

/** Some event may belong to this key or to another. */
function isShared({ scope, hasValues, isOpen }: Place, termPlace: number, asking: Asking): boolean {
  const has = (name: string): boolean => {
    const kept = asking.registersOf(name);
    return kept !== undefined && registerAt(kept, termPlace) !== undefined;
  };
  return (hasValues && scope !== undefined && has(anyIn(scope))) || (isOpen && has(anyKey));
}

class Found implements Bounds {
  low: Whole = 0;
  high: Whole = 0;
  inBillionths = false;
  currency: string | undefined = undefined;
}
const found = new Found();

function between(low: Whole, high: Whole): Bounds {
  found.low = low;
  found.high = high;
  return found;
}

function boundsOf(register: Register, horizon: number): Bounds | undefined {
  const { settled } = register;
  switch (settled.kind) {
    case "amounts":
      return boundsOfAmounts(settled, register.pending, horizon);
    case "distinct":
      return boundsOfDistinct(settled, register, horizon);
    case "moments":
      return undefined;
    default:
      return assertNever(settled);
  }
}

function boundsOfAmounts(settled: SettledAmounts, pending: Register["pending"], horizon: number): Bounds | undefined {
  const begun = sumSettled(settled, horizon);
  if (typeof begun.low !== "number" || typeof begun.high !== "number") return undefined;
  if (begun.openBelow + begun.openAbove > 0) return undefined;
  let { low, high } = begun;
  // Numbers alone, which the machine adds without making objects of them; exact as long as they cannot leave the safe integers.
  let most = Math.abs(low) + Math.abs(high);
  for (const { at, carried, sure } of pending) {
    if (at === undefined) return undefined;
    if (at < horizon) continue;
    const units = carried.kind === "one" ? 1 : carried.kind === "amount" ? carried.units : undefined;
    if (typeof units !== "number") return undefined;
    if (sure || units < 0) low += units;
    if (sure || units > 0) high += units;
    most += Math.abs(units);
  }
  return Number.isSafeInteger(most) ? between(low, high) : undefined;
}

function boundsOfDistinct(
  { values, unknown, overflow }: SettledDistinct,
  { pending, together }: Register,
  horizon: number,
): Bounds | undefined {
  const hasUnknown = unknown.slots.length > 0 || unknown.untimed !== noAmounts;
  if (overflow !== undefined || hasUnknown) return undefined;
  let seen = values;
  if (pending.length > 0) {
    if (together?.kind !== "distinct" || together.unknown.length > 0) return undefined;
    seen = together.seen;
  }
  let low = 0;
  let high = 0;
  for (const one of seen) {
    if (isSurelySeen(one, horizon)) low += 1;
    if (maybeSeen(one, horizon)) high += 1;
  }
  return between(low, high);
}
