import { type HistoryKey, type HistoryPath, type HistoryTerm, historyKeys, type PastEvent } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import { readEventPath } from "../../event/read-event-path.ts";
import { quote } from "../../json/quote.ts";
import { sha256 } from "../../json/sha256.ts";
import { formatDecimal } from "../../value/decimal.ts";
import { type Field, unrecorded, type Value } from "../../value/value.ts";

/**
 * Where the past of an event stands. `scope`: whose past it is; `key`: with the values that `with` compares. Undefined:
 * unrecorded, in whole or in part.
 */
export interface Place {
  readonly scope: string | undefined;
  readonly key: string | undefined;
  readonly hasValues: boolean;
  /** The scope of some events may be unrecorded. */
  readonly isOpen: boolean;
}

/** How events are told apart for a term, as one of its events. */
export interface Keying {
  readonly per: HistoryKey;
  readonly role: "event" | "after";
  readonly with: PastEvent["with"];
  /** Counted from 0; the same for all that differ in `with` alone. */
  readonly number: number;
}

export function keyingOf(term: HistoryTerm, role: Keying["role"]): Keying {
  const { with: equalities } = role === "after" && term.kind === "since" ? term.after : term.event;
  // INVARIANT: 0 is that of a session, `event`.
  const number = 2 * historyKeys.indexOf(term.per) + (role === "after" ? 1 : 0);
  return { per: term.per, role, with: equalities, number };
}

/** The places of one event. A class, so that an event makes no functions. */
export class EventPlaces {
  readonly #event: Event;
  readonly #side: "past" | "now";
  readonly #bySession: boolean;
  /** Of keyings without `with`, by their number. */
  readonly #plain: (Place | undefined)[] = [];

  /** `side` says whether the event is a past one or the one that asks. `bySession`: kept apart by session too. */
  constructor(event: Event, side: "past" | "now", bySession: boolean) {
    this.#event = event;
    this.#side = side;
    this.#bySession = bySession;
  }

  of(keying: Keying): Place {
    if (keying.with.length > 0) {
      const values = keying.with.map((equality) => valueText(readField(this.#event, equality[this.#side])));
      return this.#placeWith(keying, values);
    }
    if (keying.number === 0) return this.#placeOfSession(keying);
    const place = this.#plain[keying.number] ?? this.#placeWith(keying, noValues);
    this.#plain[keying.number] = place;
    return place;
  }

  #placeOfSession(keying: Keying): Place {
    const { session } = this.#event;
    if (lastSession.name !== session) lastSession = { name: session, place: this.#placeWith(keying, noValues) };
    return lastSession.place;
  }

  #placeWith({ per, role }: Keying, values: readonly (string | undefined)[]): Place {
    const scope = this.#scopeOf(per);
    const isKnown = scope !== undefined && !values.includes(undefined);
    const prefix = role === "after" ? "after" : "of";
    return {
      scope,
      key: isKnown ? `${prefix}${scope}${values.length === 0 ? "" : JSON.stringify(values)}` : undefined,
      hasValues: values.length > 0,
      isOpen: per !== "session" && per !== "global",
    };
  }

  #scopeOf(per: HistoryKey): string | undefined {
    const own = scopeOf(per, this.#event);
    if (own === undefined) return undefined;
    const apart = this.#bySession && per !== "session";
    return `[${quote(own)}${apart ? `,${quote(short(`=${this.#event.session}`))}` : ""}]`;
  }
}

const noValues: readonly never[] = [];

/** The place of a session follows from its name, and each event asks for it when it is decided and when it is recorded. */
let lastSession: { readonly name: string | undefined; readonly place: Place } = {
  name: undefined,
  place: { scope: undefined, key: undefined, hasValues: false, isOpen: false },
};

/** Registers of events that may belong to this scope, or to any; and of all events of a scope, or of all. */
export const anyIn = (scope: string): string => `any${scope}`;
export const everyIn = (scope: string): string => `every${scope}`;
export const anyKey = "any";
export const everyKey = "every";
const anyAlone = [anyKey];

/** Every register that an event goes into. */
export function writtenTo({ scope, key, hasValues, isOpen }: Place): readonly string[] {
  if (scope === undefined) return [anyKey, everyKey];
  const names = [key ?? anyIn(scope)];
  if (hasValues) names.push(everyIn(scope));
  if (isOpen) names.push(everyKey);
  return names;
}

/** The registers that answer: one whose events surely count, and those of which some may. */
export function readFrom({ scope, key, hasValues, isOpen }: Place): {
  readonly sure: string | undefined;
  readonly maybe: readonly string[];
} {
  if (scope === undefined) return { sure: undefined, maybe: [everyKey] };
  const open = isOpen ? anyAlone : noValues;
  if (key === undefined) return { sure: undefined, maybe: [everyIn(scope), ...open] };
  return { sure: key, maybe: hasValues ? [anyIn(scope), ...open] : open };
}

/** Nobody there is a key of its own; `undefined` is nobody knows. */
function scopeOf(per: HistoryKey, event: Event): string | undefined {
  switch (per) {
    case "global":
      return "";
    case "session":
      return short(`=${event.session}`);
    case "agent":
      return fieldText(event.agent);
    case "tenant":
      return fieldText(event.tenant);
    case "user": {
      const { chain } = event;
      if (chain.state === "unrecorded") return undefined;
      const head = chain.state === "value" ? chain.principals[0] : undefined;
      return head?.kind === "user" ? short(`=${head.user}`) : "";
    }
  }
}

function fieldText(field: Field): string | undefined {
  if (field.state === "absent") return "";
  return field.state === "value" && field.value.kind === "text" ? short(`=${field.value.text}`) : undefined;
}

/** A field of an event that a register may keep. Labels and the like are no part of the event. */
export function readField(event: Event, { root, segments }: HistoryPath): Field {
  if (root === "labels" || root === "revocation" || root === "conforms" || root === "kill_switch" || root === "subject")
    return unrecorded("unresolved");
  return readEventPath(event, root, segments);
}

/** Equal values have equal texts; undefined where the field has no single value, with which nothing is equal for sure. */
export function valueText(field: Field): string | undefined {
  const text = field.state === "value" ? plainText(field.value) : undefined;
  return text === undefined ? undefined : short(text);
}

function plainText(value: Value): string | undefined {
  switch (value.kind) {
    case "bool":
      return String(value.value);
    case "number":
      return formatDecimal(value.value);
    case "money":
      return `${formatDecimal(value.amount)} ${value.currency}`;
    case "duration":
    case "timestamp":
      return String(value.ms);
    case "text":
      return value.text;
    case "url":
      return value.href;
    case "list":
    case "record":
    case "labels":
    case "interval":
      return undefined;
  }
}

/** Registers hold texts of this length at most; a longer one is told apart by its hash. */
export const longestText = 64;

/** A text as registers hold it. */
export const short = (text: string): string =>
  text.length < longestText && !text.startsWith("#") ? text : `#${sha256(text).slice(0, 62)}`;
