import { assertNever } from "../source/assert-never.ts";
import { type Decimal, formatDecimal } from "./decimal.ts";
import { formatDuration } from "./duration.ts";
import { minorUnitDigits } from "./money.ts";
import { formatTimestamp } from "./timestamp.ts";
import type { Field, Value } from "./value.ts";

const maxText = 80;
const maxItems = 4;
const maxDepth = 3;
const maxTotal = 240;

/**
 * A field in a form that fits a line of a report: `500.00 USD`, `"text"`, `["a", "b", 3 more]`, `absent`,
 * `unknown: not_recorded`. Bounded whatever the event holds. Control and direction characters in texts are escaped; what
 * else a medium cannot carry, its reporter escapes.
 */
export function describeField(field: Field): string {
  return shorten(describe(field, 0), maxTotal);
}

/** A value in the same form. */
export const describeValue = (value: Value): string => shorten(describeAt(value, 0), maxTotal);

function describe(field: Field, depth: number): string {
  switch (field.state) {
    case "value":
      return describeAt(field.value, depth);
    case "absent":
      return "absent";
    case "unrecorded":
      return `unknown: ${field.cause}`;
  }
}

function describeAt(value: Value, depth: number): string {
  switch (value.kind) {
    case "bool":
      return String(value.value);
    case "number":
      return shorten(formatDecimal(value.value));
    case "money":
      return `${shorten(formatAmount(value.amount, value.currency))} ${value.currency}`;
    case "interval":
      return describeInterval(value);
    case "duration":
      return formatDuration(value.ms);
    case "timestamp":
      return formatTimestamp(value.ms);
    case "text":
    case "command":
      return quote(value.text);
    case "url":
      return quote(value.href);
    case "list": {
      const items = value.items.slice(0, maxItems).map((item) => nested(item, depth));
      return `[${withRest(items, value.items.length, value.open)}]`;
    }
    case "record": {
      // Sorted, so that the order of keys in the event does not show.
      const names = [...value.fields.keys()].filter((name) => value.fields.get(name)?.state !== "absent").sort();
      const members = names.slice(0, maxItems).map((name) => {
        const member = value.fields.get(name);
        return `${shorten(escapeText(name))}: ${member === undefined ? "absent" : nested(member, depth)}`;
      });
      return names.length === 0 && !value.open ? "{}" : `{ ${withRest(members, names.length, value.open)} }`;
    }
    case "labels": {
      const labels = [...[...value.has].sort(), ...[...value.maybe].sort().map((label) => `maybe ${label}`)];
      const shown = labels.slice(0, maxItems).map((label) => shorten(escapeText(label)));
      return `[${withRest(shown, labels.length, value.open)}]`;
    }
    default:
      return assertNever(value);
  }
}

/** `from 2 to 5`, `2 or more`, `5 or less`: both ends belong to it. */
function describeInterval({ low, high, currency }: Extract<Value, { readonly kind: "interval" }>): string {
  const written = (end: Decimal): string =>
    shorten(currency === undefined ? formatDecimal(end) : formatAmount(end, currency));
  const unit = currency === undefined ? "" : ` ${currency}`;
  if (low !== undefined && high !== undefined) return `from ${written(low)} to ${written(high)}${unit}`;
  if (low !== undefined) return `${written(low)}${unit} or more`;
  return high === undefined ? "any number" : `${written(high)}${unit} or less`;
}

function nested(field: Field, depth: number): string {
  const isContainer = field.state === "value" && (field.value.kind === "list" || field.value.kind === "record");
  return isContainer && depth + 1 >= maxDepth ? "…" : describe(field, depth + 1);
}

/** What is not shown is counted; what nobody can say stands as an ellipsis. */
function withRest(shown: readonly string[], total: number, open: boolean): string {
  const more = total > shown.length ? [`${total - shown.length} more`] : [];
  return [...shown, ...more, ...(open ? ["…"] : [])].join(", ");
}

/** Amounts with the digits of their minor unit, or all they have where they have more. */
function formatAmount(amount: Decimal, currency: string): string {
  const digits = minorUnitDigits(currency) ?? 0;
  const text = formatDecimal(amount);
  if (amount.scale >= digits) return text;
  return `${text}${amount.scale === 0 ? "." : ""}${"0".repeat(digits - amount.scale)}`;
}

const quote = (text: string): string => `"${shorten(escapeText(text.slice(0, maxText + 1)))}"`;

/** C0 and C1 controls, line separators, and what changes the direction of text or is invisible. */
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"\\]|\p{Surrogate}/gu;
const escapeText = (text: string): string =>
  text.replace(hidden, (character) =>
    character === '"' || character === "\\"
      ? `\\${character}`
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function shorten(text: string, limit = maxText): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  // Half of a pair is no character.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
