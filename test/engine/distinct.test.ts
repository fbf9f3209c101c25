import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameTerm, type PastEvent } from "../../src/ast/history.ts";
import {
  emptyDistinct,
  joinSeen,
  type SeenValue,
  type SettledDistinct,
  settleDistinct,
} from "../../src/engine/history/distinct.ts";
import type { Happening } from "../../src/engine/history/happening.ts";
import {
  addHappening,
  emptyRegister,
  isWindowFree,
  joinSummaries,
  type Register,
  summarise,
  unsure,
} from "../../src/engine/history/register.ts";

const windowMs = 1_000;
const pay: PastEvent = { phase: "started", patterns: ["pay"], tools: ["pay"], with: [] };
const distinct = nameTerm({
  kind: "distinct",
  event: pay,
  path: { root: "args", segments: ["to"] },
  withinMs: windowMs,
  per: "agent",
});
const stranger = { owner: "nobody", redecided: false, isNew: true } as const;

const given = (values: number, most: number) =>
  fc.array(
    fc.record({
      values: fc.uniqueArray(fc.integer({ min: 10, max: 9 + values }).map(String), { maxLength: 5 }),
      more: fc.constantFrom("none", "none", "none", "one", "any"),
      at: fc.option(fc.integer({ min: 0, max: 20 }), { freq: 8, nil: undefined }),
      sure: fc.boolean(),
    }),
    { maxLength: most },
  );
type Given = ReturnType<typeof given> extends fc.Arbitrary<infer T> ? T : never;

const happenings = (all: Given, owned: boolean): readonly Happening[] =>
  all.map(({ values, more, at, sure }, index) => ({
    owner: owned ? `o${index}` : "",
    seq: index + 1,
    from: at,
    at,
    sure,
    role: "event",
    carried: { kind: "values", values: [...values].sort(), more },
  }));

/** When each value was seen, worked out from all that happened at once. */
function seenIn(all: readonly Happening[]): readonly SeenValue[] {
  const valuesOf = ({ carried }: Happening) => (carried.kind === "values" ? carried.values : []);
  return [...new Set(all.flatMap(valuesOf))].sort().map((value) => {
    const own = all.filter((one) => valuesOf(one).includes(value));
    const sure = own.flatMap(({ from, sure: isSure }) => (isSure && from !== undefined ? [from] : []));
    const latest = own.flatMap(({ at }) => (at === undefined ? [] : [at]));
    return {
      value,
      sure: sure.length === 0 ? undefined : Math.max(...sure),
      latest: latest.length < own.length ? undefined : Math.max(...latest),
    };
  });
}

const settleAll = (all: readonly Happening[], clock: number): SettledDistinct =>
  all.reduce((settled, one) => settleDistinct(settled, one, windowMs, clock), emptyDistinct);
const addAll = (all: readonly Happening[], clock: number): Register =>
  all.reduce((register, one) => addHappening(register, one, windowMs, clock), emptyRegister(distinct));

describe("different values of a window", () => {
  it("are told apart with when they were seen last, settled, pending or joined", () => {
    fc.assert(
      fc.property(given(30, 25), given(30, 25), (first, second) => {
        const all = happenings([...first, ...second], false);
        expect(settleAll(all, 20).values).toEqual(seenIn(all));
        const register = addAll(happenings(first, false), 20);
        const pending = happenings(second, true);
        const grown = pending.reduce((kept, one) => addHappening(kept, one, windowMs, 20), register);
        for (const horizon of [undefined, 0, 1, 10, 20, 21]) {
          const summary = summarise(grown, horizon, stranger);
          const unknown = all.filter(
            ({ at, carried }) =>
              carried.kind === "values" &&
              carried.more !== "none" &&
              (horizon === undefined || at === undefined || at >= horizon),
          );
          const isOpen = unknown.some(({ carried }) => carried.kind === "values" && carried.more === "any");
          expect(summary).toEqual({
            kind: "distinct",
            seen: seenIn(all),
            further: unknown.filter(({ carried }) => carried.kind === "values" && carried.more === "one").length,
            open: isOpen,
          });
        }
        const [one, other] = [addAll(happenings(first, false), 20), addAll(happenings(second, false), 20)];
        const joined = joinSummaries(summarise(one, 0, stranger), summarise(other, 0, stranger));
        const whole = summarise(addAll(all, 20), 0, stranger);
        expect(joined).toEqual(whole);
        expect(whole.kind === "distinct" && joinSeen(seenIn(all), seenIn(all))).toEqual(seenIn(all));
        expect(unsure(whole)).toEqual({ ...whole, seen: seenIn(all).map((seen) => ({ ...seen, sure: undefined })) });
      }),
      { seed: 5, numRuns: 100, endOnFailure: true },
    );
  });

  const seen = (value: string, at: number | undefined): Happening => ({
    owner: "",
    seq: 1,
    from: at,
    at,
    sure: true,
    role: "event",
    carried: { kind: "values", values: [value], more: "none" },
  });
  const name = (index: number): string => `v${String(index).padStart(3, "0")}`;
  const fill = (count: number, at: (index: number) => number | undefined = () => 5) =>
    settleAll(
      Array.from({ length: count }, (_, index) => seen(name(index), at(index))),
      5,
    );

  it("are sixty-four at most: of more the oldest go, and of equally old ones the first by name", () => {
    expect(fill(64)).toMatchObject({ past: 0, overflow: undefined });
    expect(fill(64).values).toHaveLength(64);
    const more = fill(65);
    expect(more.values.map(({ value }) => value)).toEqual(Array.from({ length: 64 }, (_, index) => name(index + 1)));
    expect(more).toMatchObject({ past: 0, overflow: { at: 5 } });
    const aged = fill(66, (index) => (index === 40 ? 1 : index === 7 ? 2 : index === 3 ? undefined : 5));
    const kept = aged.values.map(({ value }) => value);
    expect(kept).toHaveLength(64);
    expect([name(0), name(3), name(7), name(40)].map((one) => kept.includes(one))).toEqual([true, true, false, false]);
    expect(kept).toEqual([...kept].sort());
  });

  it("that left the window make room: not those at its very beginning, nor those whose time is unrecorded", () => {
    const at = (index: number) => (index === 0 ? 999 : index === 1 ? 1_000 : index === 2 ? undefined : 1_500);
    const full = settleAll(
      Array.from({ length: 64 }, (_, index) => seen(name(index), at(index))),
      1_500,
    );
    const after = settleDistinct(full, seen(name(64), 2_000), windowMs, 2_000);
    expect(after).toMatchObject({ past: 1, overflow: undefined });
    expect(after.values.map(({ value }) => value)).toEqual(Array.from({ length: 64 }, (_, index) => name(index + 1)));
    const untimed = settleDistinct(full, seen(name(64), undefined), windowMs, undefined);
    expect(untimed).toMatchObject({ past: 0, overflow: { at: undefined } });
    // Where now is unrecorded, one that left may lie in the window all the same.
    const asked = (settled: SettledDistinct, horizon: number | undefined) =>
      summarise({ settled, pending: [], evicted: false, together: undefined }, horizon, stranger);
    expect(asked(after, undefined)).toMatchObject({ further: 1, open: false });
    expect(asked(after, 1_000)).toMatchObject({ further: 0, open: false });
    expect(asked(fill(65), 5)).toMatchObject({ open: true });
    expect(asked(fill(65), 6)).toMatchObject({ open: false });
    expect(asked(fill(65), undefined)).toMatchObject({ open: true });
    expect(asked(untimed, 9_999)).toMatchObject({ open: true });
  });

  it("are shared by terms of other windows only until a window decides something", () => {
    let gaveUp = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 24 }), fc.nat(9)), {
          minLength: 90,
          maxLength: 130,
        }),
        (all) => {
          let clock = 0;
          let register = emptyRegister(distinct);
          let apart = 0;
          for (const [index, [value, wait, chance]] of all.entries()) {
            clock += wait;
            const carried = { kind: "values", values: [name(value)], more: chance === 0 ? "one" : "none" } as const;
            const one: Happening = {
              ...seen("", clock),
              carried,
              seq: index,
              owner: index % 9 === 0 ? `o${index}` : "",
            };
            const [after, elsewhere] = [windowMs, 60].map((window) => addHappening(register, one, window, clock));
            if (after === undefined) throw new Error("no register");
            if (isWindowFree(register, after)) expect(elsewhere).toEqual(after);
            else apart += 1;
            register = after;
          }
          expect(apart).toBeLessThan(all.length - 20);
          gaveUp += apart;
        },
      ),
      { seed: 6, numRuns: 25, endOnFailure: true },
    );
    expect(gaveUp).toBeGreaterThan(100);
  });
});
