import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameTerm, type PastEvent } from "../../src/ast/history.ts";
import {
  type Amounts,
  emptyAmounts,
  mostSlots,
  type SettledAmounts,
  settleAmounts,
  sumAmounts,
} from "../../src/engine/history/amounts.ts";
import type { Carried, Happening } from "../../src/engine/history/happening.ts";
import { addHappening, emptyRegister, mostPending, registerOf, summarise } from "../../src/engine/history/register.ts";
import { readWhole, type Whole } from "../../src/engine/history/whole.ts";

const windowMs = 3_200;
const pay: PastEvent = { phase: "started", patterns: ["pay"], tools: ["pay"], with: [] };
const count = nameTerm({ kind: "count", event: pay, withinMs: windowMs, per: "agent" });
const stranger = { owner: "nobody", redecided: false, isNew: true } as const;

const units = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(2 ** 53 - 1, 1 - 2 ** 53));
const carried: fc.Arbitrary<Carried> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: "one" } as const) },
  { weight: 4, arbitrary: units.map((given) => ({ kind: "amount", units: given }) as const) },
  { weight: 1, arbitrary: fc.boolean().map((negative) => ({ kind: "foreign", negative }) as const) },
  { weight: 1, arbitrary: fc.constant({ kind: "unknown" } as const) },
);
const part = fc.record({ carried, sure: fc.integer({ max: 4, min: 0 }).map((chance) => chance > 0) });
/** Times of a few events; null: unrecorded. */
const times = (most: number, unrecorded: boolean) =>
  fc.array(
    fc.tuple(
      part,
      unrecorded ? fc.option(fc.integer({ min: 0, max: 20 }), { freq: 6 }) : fc.integer({ min: 0, max: 20 }),
    ),
    { maxLength: most },
  );
const happeningOf = (seq: number, at: number | null, more: { carried: Carried; sure: boolean }): Happening => ({
  owner: `o${seq}`,
  seq,
  from: at ?? undefined,
  at: at ?? undefined,
  role: "event",
  ...more,
});

/** What one event brings at least and at most if it counts, or infinitely much; independently of how registers keep it. */
function extremes(given: Carried): { readonly low: bigint | "open"; readonly high: bigint | "open" } {
  if (given.kind === "one") return { low: 1n, high: 1n };
  if (given.kind === "amount") return { low: BigInt(given.units), high: BigInt(given.units) };
  if (given.kind === "foreign") return given.negative ? { low: "open", high: 0n } : { low: 0n, high: "open" };
  return { low: "open", high: "open" };
}

/** The least and the most that the events of a window add up to; "open" where that is infinite. */
function expected(events: readonly Happening[], horizon: number | undefined) {
  let [low, high, below, above]: bigint[] = [0n, 0n, 0n, 0n];
  let [openBelow, openAbove] = [0, 0];
  for (const { at, sure, carried: given } of events) {
    if (horizon !== undefined && at !== undefined && at < horizon) continue;
    const counts = sure && at !== undefined && horizon !== undefined;
    const brought = extremes(given);
    const least = brought.low === "open" ? 0n : brought.low;
    const most = brought.high === "open" ? 0n : brought.high;
    if (brought.low === "open") openBelow += 1;
    if (brought.high === "open") openAbove += 1;
    low = (low ?? 0n) + (counts || least < 0n ? least : 0n);
    high = (high ?? 0n) + (counts || most > 0n ? most : 0n);
    below = (below ?? 0n) + (least < 0n ? least : 0n);
    above = (above ?? 0n) + (most > 0n ? most : 0n);
  }
  const whole = (big: bigint | undefined): Whole => readWhole(big ?? 0n);
  return { low: whole(low), high: whole(high), below: whole(below), above: whole(above), openBelow, openAbove };
}

const settleAll = (events: readonly Happening[], clock: number): SettledAmounts =>
  events.reduce((settled, one) => settleAmounts(settled, one, windowMs, clock), emptyAmounts);
const horizons = [undefined, 0, 1, 5, 10, 15, 20, 21];
const numbersOf = ({ low, high, below, above, openBelow, openAbove }: Amounts): Amounts => ({
  low,
  high,
  below,
  above,
  openBelow,
  openAbove,
});

describe("counts and sums of a window", () => {
  it("are what its events add up to, settled and pending, whenever they are told and whatever is unrecorded of them", () => {
    fc.assert(
      fc.property(times(30, true), times(12, true), (before, after) => {
        const settled = before.map(([more, at], seq) => happeningOf(seq, at, more));
        const pending = after.map(([more, at], seq) => happeningOf(100 + seq, at, more));
        const kept = settleAll(settled, 20);
        for (const horizon of horizons)
          expect(numbersOf(sumAmounts(kept, pending, horizon))).toEqual(expected([...settled, ...pending], horizon));
      }),
      { seed: 1, numRuns: 150, endOnFailure: true },
    );
  });

  it("are the same for a register that has grown, in the order of its times or not", () => {
    fc.assert(
      fc.property(times(20, true), times(mostPending, false), fc.boolean(), (before, after, sorts) => {
        const ordered = sorts ? [...after].sort(([, one], [, other]) => (one ?? 0) - (other ?? 0)) : after;
        const settled = before.map(([more, at], seq) => happeningOf(seq, at, more));
        const pending = ordered.map(([more, at], seq) => happeningOf(100 + seq, at, more));
        const register = pending.reduce(
          (grown, one) => addHappening(grown, one, windowMs, 20),
          registerOf({ settled: settleAll(settled, 20), pending: [], evicted: false }),
        );
        for (const horizon of horizons) {
          const summary = summarise(register, horizon, stranger);
          expect(summary.kind === "amounts" && numbersOf(summary.amounts)).toEqual(
            expected([...settled, ...pending], horizon),
          );
        }
      }),
      { seed: 2, numRuns: 150, endOnFailure: true },
    );
  });

  it("hold the truth after slots were joined or left the window, and leave out nothing where now is unrecorded", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(part, fc.integer({ min: 0, max: 400 })), { minLength: mostSlots + 1, maxLength: 160 }),
        (given) => {
          let clock = 0;
          const events = given.map(([more, wait], seq) => {
            clock += wait;
            return happeningOf(seq, clock, more);
          });
          const kept = events.reduce((settled, one) => settleAmounts(settled, one, windowMs, one.at), emptyAmounts);
          expect(kept.slots.length).toBeLessThanOrEqual(mostSlots);
          expect(numbersOf(sumAmounts(kept, [], undefined))).toEqual(expected(events, undefined));
          // A bucket is a part of the window: to its beginning and to its end the sum is exact.
          const bucket = windowMs / 32;
          for (const horizon of [clock - windowMs, clock - 1_000, clock]) {
            const told = sumAmounts(kept, [], horizon);
            const exact = expected(events, horizon);
            const wide = expected(events, horizon - bucket);
            expect(told.low <= exact.low && exact.high <= told.high).toBe(true);
            expect(told.openBelow >= exact.openBelow && told.openBelow <= wide.openBelow).toBe(true);
            expect(told.openAbove >= exact.openAbove && told.openAbove <= wide.openAbove).toBe(true);
            expect(told.above >= exact.above && told.above <= wide.above).toBe(true);
            expect(told.below <= exact.below && told.below >= wide.below).toBe(true);
          }
        },
      ),
      { seed: 3, numRuns: 60, endOnFailure: true },
    );
  });

  it("are without what the one that asks has brought itself, and may be without it where that was settled", () => {
    const own = (owner: string, seq: number): Happening => ({
      ...happeningOf(seq, 5, { carried: { kind: "one" }, sure: true }),
      owner,
    });
    const fill = (owners: number) =>
      Array.from({ length: owners }, (_, seq) => own(`o${seq}`, seq)).reduce(
        (grown, one) => addHappening(grown, one, windowMs, 5),
        emptyRegister(count),
      );
    const read = (owners: number, owner: string, redecided: boolean, isNew = false) => {
      const summary = summarise(fill(owners), 0, { owner, redecided, isNew });
      return summary.kind === "amounts" ? [summary.amounts.low, summary.amounts.high] : [];
    };
    expect(read(3, "o0", true)).toEqual([2, 2]);
    expect(read(3, "p0", true)).toEqual([3, 3]);
    expect(read(3, "0", true)).toEqual([3, 3]);
    expect(read(mostPending, "o0", true)).toEqual([mostPending - 1, mostPending - 1]);
    expect(read(mostPending + 1, "o0", true)).toEqual([0, mostPending + 1]);
    expect(read(mostPending + 1, "o1", true)).toEqual([mostPending, mostPending]);
    expect(read(mostPending + 1, "other", false, true)).toEqual([mostPending + 1, mostPending + 1]);
    expect(read(mostPending + 1, "other", false)).toEqual([mostPending + 1, mostPending + 1]);
  });
});
