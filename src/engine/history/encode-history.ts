import { withoutUndefined } from "../encode-event.ts";
import { asList, asObject, decodeValue, encodeValue, type Plain, type PlainObject } from "../encode-field.ts";
import { mapEntries, mapOf } from "../ordered-map.ts";
import { type Amounts, emptyAmounts, noAmounts, plus, type SettledAmounts, type Slot } from "./amounts.ts";
import type { SettledDistinct } from "./distinct.ts";
import type { Carried, Happening } from "./happening.ts";
import { type History, type TermHistory, trackedNames } from "./history.ts";
import type { Moment, SettledMoments } from "./moments.ts";
import { type Register, registerOf } from "./register.ts";
import type { Settled } from "./summary.ts";
import { readWhole } from "./whole.ts";

/** The history as canonical JSON; numbers beyond 2^53 as texts. Equal histories are equal texts. */
export function encodeHistory({ terms, keys, ...history }: History): Plain {
  const names = trackedNames(history.tracking);
  const registers = terms.map((): Plain[] => []);
  for (const [key, kept] of mapEntries(keys)) {
    for (const [at, place] of kept.places.entries()) {
      const register = kept.registers[at];
      if (register !== undefined) registers[place]?.push([key, encodeRegister(register)]);
    }
  }
  const named = terms.map((term, place) => [names[place] ?? "", encodeTerm(term, registers[place] ?? [])] as const);
  named.sort(([left], [right]) => (left < right ? -1 : 1));
  return withoutUndefined({ ...history, terms: named });
}

export function decodeHistory(encoded: PlainObject): History {
  const { clock, tracking, seq, size } = encoded;
  const byName = new Map(
    asList(encoded["terms"]).map((entry) => [String(asList(entry)[0]), asObject(asList(entry)[1])] as const),
  );
  // INVARIANT: a snapshot has a term for every name, and no other.
  const terms = trackedNames(String(tracking)).map((name) => byName.get(name) ?? {});
  return {
    tracking: String(tracking),
    clock: clock as number | undefined,
    seq: Number(seq),
    size: Number(size),
    terms: terms.map(decodeTerm),
    keys: decodeKeys(terms),
  };
}

/** Term by term in the order of their places, as the registers of a key stand. */
function decodeKeys(terms: readonly PlainObject[]): History["keys"] {
  const keys = new Map<string, { readonly places: number[]; readonly registers: Register[] }>();
  for (const [place, term] of terms.entries()) {
    for (const entry of asList(term["registers"] ?? [])) {
      const [key, register] = asList(entry);
      const kept = keys.get(String(key)) ?? { places: [], registers: [] };
      keys.set(String(key), kept);
      kept.places.push(place);
      kept.registers.push(decodeRegister(asObject(register)));
    }
  }
  return mapOf(keys);
}

const encodeTerm = ({ since, overflow }: TermHistory, registers: readonly Plain[]): Plain =>
  withoutUndefined({
    since: since && withoutUndefined(since),
    overflow: overflow && withoutUndefined(overflow),
    registers,
  });

/** One register: what the bound of its bytes is about. */
export const encodeRegister = ({ settled, pending, evicted }: Register): Plain =>
  withoutUndefined({
    settled: encodeSettled(settled),
    pending: pending.length === 0 ? undefined : pending.map(encodeHappening),
    evicted: evicted ? true : undefined,
  });

function encodeSettled(settled: Settled): Plain {
  switch (settled.kind) {
    case "amounts":
      return { kind: "amounts", ...encodeAmountsState(settled) };
    case "distinct":
      return withoutUndefined({
        kind: "distinct",
        values: settled.values.map(({ value, sure, latest }) => [value, sure ?? null, latest ?? null]),
        unknown: encodeAmountsState(settled.unknown),
        past: settled.past,
        overflow: settled.overflow && withoutUndefined(settled.overflow),
      });
    case "moments": {
      const { kind, sure, any, sureAfter, anyAfter } = settled;
      const encode = (moment: Moment | undefined): Plain | undefined => moment && encodeMoment(moment);
      return withoutUndefined({
        kind,
        sure: encode(sure),
        any: encode(any),
        sureAfter: encode(sureAfter),
        anyAfter: encode(anyAfter),
      });
    }
  }
}

const encodeMoment = ({ value, ...moment }: Moment): Plain =>
  withoutUndefined({ ...moment, value: value && encodeValue(value) });

function encodeAmountsState({ slots, past, untimed }: SettledAmounts): PlainObject {
  return withoutUndefined({
    slots: slots.length === 0 ? undefined : slots.map((slot) => [slot.first, slot.last, ...encodeAmounts(slot)]),
    past: encodeUnlessNone(past),
    untimed: encodeUnlessNone(untimed),
  }) as PlainObject;
}

const encodeUnlessNone = (amounts: Amounts): readonly Plain[] | undefined => {
  const encoded = encodeAmounts(amounts);
  return encoded.every((part) => part === "0" || part === 0) ? undefined : encoded;
};

const encodeAmounts = ({ low, high, below, above, openBelow, openAbove }: Amounts): readonly Plain[] => [
  String(low),
  String(high),
  String(below),
  String(above),
  openBelow,
  openAbove,
];

const encodeHappening = ({ carried, ...happening }: Happening): Plain =>
  withoutUndefined({ ...happening, carried: encodeCarried(carried) });

function encodeCarried(carried: Carried): Plain {
  switch (carried.kind) {
    case "amount":
      return { kind: "amount", units: String(carried.units) };
    case "value":
      return withoutUndefined({ kind: "value", value: carried.value && encodeValue(carried.value) });
    default:
      return { ...carried };
  }
}

function decodeTerm(encoded: PlainObject): TermHistory {
  const { since, overflow } = encoded;
  const at = (object: PlainObject): number | undefined => object["at"] as number | undefined;
  return {
    since: since === undefined ? undefined : { at: at(asObject(since)), seq: Number(asObject(since)["seq"]) },
    overflow: overflow === undefined ? undefined : { at: at(asObject(overflow)) },
  };
}

const decodeRegister = (encoded: PlainObject): Register =>
  registerOf({
    settled: decodeSettled(asObject(encoded["settled"])),
    pending:
      encoded["pending"] === undefined ? [] : asList(encoded["pending"]).map((one) => decodeHappening(asObject(one))),
    evicted: encoded["evicted"] === true,
  });

function decodeSettled(encoded: PlainObject): Settled {
  switch (encoded["kind"]) {
    case "amounts":
      return decodeAmountsState(encoded);
    case "distinct":
      return {
        kind: "distinct",
        values: asList(encoded["values"]).map((entry): SettledDistinct["values"][number] => {
          const [value, sure, latest] = asList(entry);
          return {
            value: String(value),
            sure: (sure as number | null) ?? undefined,
            latest: (latest as number | null) ?? undefined,
          };
        }),
        unknown: decodeAmountsState(asObject(encoded["unknown"])),
        past: Number(encoded["past"]),
        overflow:
          encoded["overflow"] === undefined
            ? undefined
            : { at: asObject(encoded["overflow"])["at"] as number | undefined },
      };
    default:
      return {
        kind: "moments",
        sure: decodeMoment(encoded["sure"]),
        any: decodeMoment(encoded["any"]),
        sureAfter: decodeMoment(encoded["sureAfter"]),
        anyAfter: decodeMoment(encoded["anyAfter"]),
      } satisfies SettledMoments;
  }
}

function decodeMoment(encoded: Plain | undefined): Moment | undefined {
  if (encoded === undefined) return undefined;
  const { seq, from, at, value } = asObject(encoded);
  return {
    seq: Number(seq),
    from: from as number | undefined,
    at: at as number | undefined,
    ...(value === undefined ? {} : { value: decodeValue(asObject(value)) }),
  };
}

function decodeAmountsState(encoded: PlainObject): SettledAmounts {
  const slots = (encoded["slots"] === undefined ? [] : asList(encoded["slots"])).map((entry): Slot => {
    const [first, last, ...amounts] = asList(entry);
    return { first: Number(first), last: Number(last), ...decodeAmounts(amounts) };
  });
  const part = (name: string): Amounts =>
    encoded[name] === undefined ? noAmounts : decodeAmounts(asList(encoded[name]));
  return {
    ...emptyAmounts,
    slots,
    total: slots.reduce<Amounts>(plus, noAmounts),
    past: part("past"),
    untimed: part("untimed"),
  };
}

function decodeAmounts([low, high, below, above, openBelow, openAbove]: readonly Plain[]): Amounts {
  return {
    low: readWhole(String(low)),
    high: readWhole(String(high)),
    below: readWhole(String(below)),
    above: readWhole(String(above)),
    openBelow: Number(openBelow),
    openAbove: Number(openAbove),
  };
}

function decodeHappening(encoded: PlainObject): Happening {
  const { owner, seq, from, at, sure, role, carried } = encoded;
  return {
    owner: String(owner),
    seq: Number(seq),
    from: from as number | undefined,
    at: at as number | undefined,
    sure: sure === true,
    role: role === "after" ? "after" : "event",
    carried: decodeCarried(asObject(carried)),
  };
}

function decodeCarried(encoded: PlainObject): Carried {
  switch (encoded["kind"]) {
    case "amount":
      return { kind: "amount", units: readWhole(String(encoded["units"])) };
    case "value":
      return {
        kind: "value",
        value: encoded["value"] === undefined ? undefined : decodeValue(asObject(encoded["value"])),
      };
    default:
      return encoded as unknown as Carried; // what was written as it stood
  }
}
