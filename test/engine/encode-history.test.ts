import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HistoryTerm, nameTerm, type PastEvent } from "../../src/ast/history.ts";
import type { Plain, PlainObject } from "../../src/engine/encode-field.ts";
import { decodeHistory, encodeHistory } from "../../src/engine/history/encode-history.ts";
import type { Carried, Happening } from "../../src/engine/history/happening.ts";
import { type History, type TermHistory, trackingOf } from "../../src/engine/history/history.ts";
import type { KeyRegisters } from "../../src/engine/history/key-registers.ts";
import { addHappening, emptyRegister, type Register } from "../../src/engine/history/register.ts";
import { mapEntries, mapOf } from "../../src/engine/ordered-map.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import type { Value } from "../../src/value/value.ts";

const windowMs = 1_000;
const pay: PastEvent = { phase: "started", patterns: ["pay"], tools: ["pay"], with: [] };
const path = { root: "args", segments: ["to"] } as const;
const limits = { withinMs: windowMs, per: "agent" } as const;
/** Not in the order of their names, in which a snapshot has them. */
const terms: readonly HistoryTerm[] = [
  nameTerm({ kind: "sum", event: pay, path, type: { kind: "decimal" }, ...limits }),
  nameTerm({ kind: "since", event: pay, after: pay, ...limits }),
  nameTerm({ kind: "count", event: pay, ...limits }),
  nameTerm({ kind: "previously", event: pay, ...limits }),
  nameTerm({ kind: "last", event: pay, path, type: { kind: "string" }, ...limits }),
  nameTerm({ kind: "distinct", event: pay, path, ...limits }),
];

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.boolean().map((given) => ({ kind: "bool", value: given }) as const),
  fc.string({ maxLength: 4 }).map((text) => ({ kind: "text", text }) as const),
  fc.integer().map((ms) => ({ kind: "duration", ms }) as const),
);
const carriedBy = (term: HistoryTerm): fc.Arbitrary<Carried> => {
  switch (term.kind) {
    case "sum":
      return fc.oneof(
        fc
          .bigInt({ min: -(2n ** 70n), max: 2n ** 70n })
          .map((units) => ({ kind: "amount", units: exact(units) }) as const),
        fc.integer().map((units) => ({ kind: "amount", units }) as const),
        fc.boolean().map((negative) => ({ kind: "foreign", negative }) as const),
        fc.constant({ kind: "unknown" } as const),
      );
    case "distinct":
      return fc.record({
        kind: fc.constant("values" as const),
        values: fc.uniqueArray(fc.integer({ min: 0, max: 120 }).map(String), { maxLength: 8 }).map((all) => all.sort()),
        more: fc.constantFrom("none", "one", "any"),
      });
    case "last":
      return fc.option(value, { nil: undefined }).map((given) => ({ kind: "value", value: given }) as const);
    default:
      return fc.constant({ kind: "one" });
  }
};
const exact = (units: bigint): number | bigint => (Number.isSafeInteger(Number(units)) ? Number(units) : units);

/** One key's register of a term, after happenings of any sort. */
const registerOf = (term: HistoryTerm): fc.Arbitrary<Register> =>
  fc
    .array(
      fc.record({
        owner: fc.constantFrom("", "", "s c1", "s c2"),
        wait: fc.integer({ min: 0, max: 60 }),
        isTimed: fc.integer({ min: 0, max: 7 }).map((chance) => chance > 0),
        sure: fc.boolean(),
        role: term.kind === "since" ? fc.constantFrom("event", "after") : fc.constant("event" as const),
        carried: carriedBy(term),
      }),
      { maxLength: 90 },
    )
    .map((given) => {
      let clock = 0;
      return given.reduce<Register>((register, { wait, isTimed, ...more }, index) => {
        clock += wait;
        const at = isTimed ? clock : undefined;
        const happening: Happening = { ...more, seq: index + 1, from: isTimed ? clock : undefined, at };
        return addHappening(register, happening, windowMs, index === 0 && !isTimed ? undefined : clock);
      }, emptyRegister(term));
    });

const keyRegisters: fc.Arbitrary<KeyRegisters> = fc
  .tuple(fc.subarray([...terms.keys()], { minLength: 1 }), fc.tuple(...terms.map(registerOf)))
  .map(([places, registers]) => ({ places, registers: places.flatMap((place) => registers[place] ?? []) }));
const time = fc.option(fc.nat(), { nil: undefined });
const termHistory: fc.Arbitrary<TermHistory> = fc.record({
  since: fc.option(fc.record({ at: time, seq: fc.nat() }), { nil: undefined }),
  overflow: fc.option(fc.record({ at: time }), { nil: undefined }),
});
const history: fc.Arbitrary<History> = fc.record({
  tracking: fc.constant(trackingOf(terms)),
  clock: time,
  seq: fc.nat(),
  size: fc.nat(),
  terms: fc.tuple(...terms.map(() => termHistory)),
  keys: fc
    .dictionary(fc.string({ maxLength: 3 }), keyRegisters, { maxKeys: 3 })
    .map((kept) => mapOf(new Map(Object.entries(kept)))),
});

const written = (given: History): Plain => encodeHistory(given);

describe("a history as JSON", () => {
  it("is read as what it was written from, whatever happened", () => {
    fc.assert(
      fc.property(history, (given) => {
        const text = canonicalJson(written(given));
        const back = decodeHistory(JSON.parse(text) as PlainObject);
        expect(mapEntries(back.keys)).toEqual(mapEntries(given.keys));
        expect({ ...back, keys: undefined }).toEqual({ ...given, keys: undefined });
        expect(canonicalJson(written(back))).toBe(text);
        const named = (written(given) as { readonly terms: readonly (readonly [string, Plain])[] }).terms;
        expect(named.map(([name]) => name)).toEqual(terms.map(({ name }) => name).sort());
      }),
      { seed: 4, numRuns: 60, endOnFailure: true },
    );
  });

  it("says nothing where there is nothing to say", () => {
    const empty: History = { tracking: "", clock: undefined, seq: 0, size: 0, terms: [], keys: undefined };
    expect(written(empty)).toEqual({ tracking: "", seq: 0, size: 0, terms: [] });
    const [sum, , count] = terms;
    if (sum === undefined || count === undefined) throw new Error("no terms");
    const one: History = {
      ...empty,
      tracking: sum.name,
      terms: [{ since: undefined, overflow: undefined }],
      keys: mapOf(new Map([["k", { places: [0], registers: [emptyRegister(count)] }]])),
    };
    expect(written(one)).toMatchObject({
      terms: [[sum.name, { registers: [["k", { settled: { kind: "amounts" } }]] }]],
    });
    expect(canonicalJson(written(one))).not.toMatch(/pending|evicted|slots|past|untimed|since|overflow/);
  });
});
