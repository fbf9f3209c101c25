import type { HistoryTerm } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import type { Slot } from "../../event/row.ts";
import type { Decimal } from "../../value/decimal.ts";
import type { Field } from "../../value/value.ts";
import type { Carried } from "./happening.ts";
import { longestText, readField, short, valueText } from "./history-key.ts";
import { readWhole, type Whole } from "./whole.ts";

/**
 * What a slot of the event's row says of it; undefined where that does not tell. It is never of a list, and a number of the row
 * that is whole is exactly the field's.
 */
export function carriedInRow(term: HistoryTerm, slot: Slot): Carried | undefined {
  if (term.kind === "distinct" && typeof slot === "string")
    return { kind: "values", values: [short(slot)], more: "none" };
  if (term.kind !== "sum" || typeof slot !== "number" || !Number.isInteger(slot)) return undefined;
  const units = slot * unitsPerWhole;
  return {
    kind: "amount",
    units: Number.isSafeInteger(units) ? units : readWhole(BigInt(slot) * BigInt(unitsPerWhole)),
  };
}

/** What an event brings to a register of the term. */
export function carriedBy(term: HistoryTerm, event: Event): Carried {
  switch (term.kind) {
    case "count":
    case "previously":
    case "since":
      return { kind: "one" };
    case "sum":
      return amountOf(readField(event, term.path), currencyOf(term));
    case "distinct":
      return valuesOf(readField(event, term.path));
    case "last": {
      const field = readField(event, term.path);
      // A text that a register would not hold is as good as unknown.
      const isKept = field.state === "value" && (valueText(field) ?? "#").length < longestText && !hashed(field);
      return { kind: "value", value: isKept ? field.value : undefined };
    }
  }
}

export const currencyOf = (term: Extract<HistoryTerm, { readonly kind: "sum" }>): string | undefined =>
  term.currency ??
  (term.type.kind === "money" && term.type.currency.kind === "fixed" ? term.type.currency.code : undefined);

/** Sums are kept in billionths; amounts with more places, or beyond this, are unknown. */
export const places = 9;
const unitsPerWhole = 10 ** places;
const largest = 10n ** 36n;
const powersOfTen = Array.from({ length: places + 1 }, (_, exponent) => 10n ** BigInt(exponent));

function amountOf(field: Field, currency: string | undefined): Carried {
  if (field.state !== "value") return { kind: "unknown" };
  const { value } = field;
  if (value.kind === "money" && value.currency !== currency) {
    return { kind: "foreign", negative: value.amount.coefficient < 0n };
  }
  const units =
    value.kind === "money" ? unitsOf(value.amount) : value.kind === "number" ? unitsOf(value.value) : undefined;
  return units === undefined ? { kind: "unknown" } : { kind: "amount", units };
}

/** In billionths; undefined where it has more places or is too large. */
export function unitsOf(decimal: Decimal): Whole | undefined {
  const { coefficient, scale } = decimal;
  if (scale <= places) {
    const units = coefficient * (powersOfTen[places - scale] ?? 1n);
    return units < largest && units > -largest ? readWhole(units) : undefined;
  }
  // Normalised, so that it has a digit beyond the last place.
  return undefined;
}

/** The values of a list count one by one. An absent value is none; what is unrecorded may be one. */
function valuesOf(field: Field): Carried {
  if (field.state === "absent") return { kind: "values", values: [], more: "none" };
  if (field.state === "unrecorded") return { kind: "values", values: [], more: "one" };
  if (field.value.kind !== "list") {
    const text = valueText(field);
    return { kind: "values", values: text === undefined ? [] : [text], more: text === undefined ? "one" : "none" };
  }
  const texts = field.value.items.map(valueText);
  const known = new Set(texts.filter((text) => text !== undefined));
  const unknown = texts.length - texts.filter((text) => text !== undefined).length;
  const isAny = field.value.open || unknown > 1;
  return { kind: "values", values: [...known].sort(), more: isAny ? "any" : unknown === 1 ? "one" : "none" };
}

const hashed = (field: Field): boolean => valueText(field)?.startsWith("#") === true;
