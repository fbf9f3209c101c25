import { assertNever } from "../source/assert-never.ts";
import { readCommand } from "../value/command.ts";
import { type Decimal, formatDecimal, parseDecimal, zero } from "../value/decimal.ts";
import { absent, type Cause, type Field, present, unrecorded, type Value } from "../value/value.ts";

/** JSON that `canonicalJson` takes. */
export type Plain = null | boolean | number | string | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: Plain;
}

/** A field as JSON. Decimals become texts; records and sets become sorted lists, so the form is canonical. */
export function encodeField(field: Field): Plain {
  switch (field.state) {
    case "value":
      return { value: encodeValue(field.value) };
    case "absent":
      return "absent";
    case "unrecorded":
      return { unrecorded: field.cause };
    default:
      return assertNever(field);
  }
}

/** The inverse of `encodeField`; what it did not write is our bug and throws. */
export function decodeField(encoded: Plain | undefined): Field {
  if (encoded === "absent") return absent;
  const object = asObject(encoded);
  const cause = object["unrecorded"];
  return cause === undefined ? present(decodeValue(asObject(object["value"]))) : unrecorded(String(cause) as Cause);
}

export function encodeValue(value: Value): PlainObject {
  switch (value.kind) {
    case "bool":
    case "text":
    case "duration":
    case "timestamp":
      return { ...value };
    case "number":
      return { kind: "number", value: formatDecimal(value.value) };
    case "money":
      return { ...value, amount: formatDecimal(value.amount) };
    case "url":
      return { kind: "url", href: value.href, parts: encodeFields(value.parts) };
    case "command":
      // The rest follows from the text.
      return { kind: "command", text: value.text };
    case "list":
      return { kind: "list", open: value.open, items: value.items.map(encodeField) };
    case "record":
      return { kind: "record", open: value.open, fields: encodeFields(value.fields) };
    case "labels":
      return { kind: "labels", open: value.open, has: [...value.has].sort(), maybe: [...value.maybe].sort() };
    case "interval":
      // INVARIANT: histories answer with it; no event holds one, so no state does.
      throw new Error("an interval is never stored");
    default:
      return assertNever(value);
  }
}

export function decodeValue(encoded: PlainObject): Value {
  const { kind } = encoded;
  switch (kind) {
    case "number":
      return { kind, value: decimal(encoded["value"]) };
    case "money":
      return { kind, amount: decimal(encoded["amount"]), currency: String(encoded["currency"]) };
    case "url":
      return { kind, href: String(encoded["href"]), parts: decodeFields(encoded["parts"]) };
    case "command":
      return readCommand(String(encoded["text"]));
    case "list":
      return { kind, open: encoded["open"] === true, items: asList(encoded["items"]).map(decodeField) };
    case "record":
      return { kind, open: encoded["open"] === true, fields: decodeFields(encoded["fields"]) };
    case "labels":
      return {
        kind,
        open: encoded["open"] === true,
        has: new Set(asList(encoded["has"]).map(String)),
        maybe: new Set(asList(encoded["maybe"]).map(String)),
      };
    default:
      // Written member by member as it was: bool, text, duration, timestamp.
      return encoded as unknown as Value;
  }
}

const encodeFields = (fields: ReadonlyMap<string, Field>): Plain =>
  [...fields].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, field]) => [name, encodeField(field)]);

const decodeFields = (encoded: Plain | undefined): ReadonlyMap<string, Field> =>
  new Map(asList(encoded).map((entry) => [String(asList(entry)[0]), decodeField(asList(entry)[1])]));

const decimal = (digits: Plain | undefined): Decimal => parseDecimal(String(digits)) ?? zero;

export function asObject(encoded: Plain | undefined): PlainObject {
  if (typeof encoded !== "object" || encoded === null || Array.isArray(encoded)) throw new Error("no snapshot");
  return encoded as PlainObject;
}

export function asList(encoded: Plain | undefined): readonly Plain[] {
  if (!Array.isArray(encoded)) throw new Error("no snapshot");
  return encoded as readonly Plain[];
}
