import type { HistoryKey, HistoryPath, HistoryTerm } from "../../ast/history.ts";
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

/** The place of an event for a term, as one of the term's events. */
export type PlaceOf = (term: HistoryTerm, role: "event" | "after") => Place;

/** `side` says whether the event is a past one or the one that asks. `bySession`: kept apart by session too. */
export function placesOf(event: Event, side: "past" | "now", bySession: boolean): PlaceOf {
  // By the number of the key, and of the key and the role; null: unrecorded.
  const scopes: (string | null | undefined)[] = [];
  const plain: (Place | undefined)[] = [];
  const scopeIn = (per: HistoryKey): string | undefined => {
    const known = scopes[keyNumbers[per]];
    if (known !== undefined) return known ?? undefined;
    const own = scopeOf(per, event);
    const apart = bySession && per !== "session";
    const rest = apart ? `,${quote(short(`=${event.session}`))}` : "";
    const scope = own === undefined ? undefined : `[${quote(own)}${rest}]`;
    scopes[keyNumbers[per]] = scope ?? null;
    return scope;
  };
  const placeWith = (per: HistoryKey, role: "event" | "after", values: readonly (string | undefined)[]): Place => {
    const scope = scopeIn(per);
    const prefix = role === "after" ? "after" : "of";
    const isKnown = scope !== undefined && !values.includes(undefined);
    return {
      scope,
      key: isKnown ? `${prefix}${scope}${values.length === 0 ? "" : JSON.stringify(values)}` : undefined,
      hasValues: values.length > 0,
      isOpen: per !== "session" && per !== "global",
    };
  };
  return (term, role) => {
    const { per } = term;
    const { with: equalities } = role === "after" && term.kind === "since" ? term.after : term.event;
    if (equalities.length > 0)
      return placeWith(
        per,
        role,
        equalities.map((equality) => valueText(readField(event, equality[side]))),
      );
    const number = 2 * keyNumbers[per] + (role === "after" ? 1 : 0);
    const place = plain[number] ?? placeWith(per, role, noValues);
    plain[number] = place;
    return place;
  };
}

const noValues: readonly never[] = [];
const keyNumbers: Readonly<Record<HistoryKey, number>> = { session: 0, agent: 1, user: 2, tenant: 3, global: 4 };

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
