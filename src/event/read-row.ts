import { isJsonArray, isJsonObject, JsonNumber, type JsonValue, plainNumberOf } from "../json/json-value.ts";
import { canonicalReaders } from "../value/canonical.ts";
import { lexemeImage } from "../value/decimal-image.ts";
import { parseDuration } from "../value/duration.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import type { Limits, Type } from "../value/type.ts";
import { readUrl } from "../value/url.ts";
import { brokenLimit } from "./broken-limit.ts";
import type { EventFields } from "./event.ts";
import type { Layout } from "./layout.ts";
import { type Slot, slotOf } from "./row.ts";
import { typeValue } from "./type-value.ts";

/**
 * Puts what a document holds into a row, where all that it may hold is absent (null) before. False: it is not plainly what its
 * type says, so it must be typed properly; the row is worthless then. True: `typeValue` would find no violation and nothing
 * undeclared, and the row says what it would.
 */
export type RowReader = (value: JsonValue | undefined, row: Slot[]) => boolean;

/** A reader for a document of a type, whose fields stand under `root` in the rows of the layout. */
export function createRowReader(
  root: keyof EventFields,
  type: Type,
  layout: Layout,
  tools: readonly string[],
): RowReader {
  return readerOf(type, [], (path) => layout.slotOf(root, path, tools));
}

type SlotAt = (path: readonly string[]) => number | undefined;

function readerOf(type: Type, path: readonly string[], slotAt: SlotAt): RowReader {
  if (type.kind === "record") return recordReader(type, path, slotAt);
  const slot = slotAt(path);
  const read = slotReaders(type);
  return (value, row) => {
    if (value === undefined) return true;
    const found = read(value);
    if (found === notPlain) return false;
    if (slot !== undefined) row[slot] = found;
    return true;
  };
}

function recordReader(
  type: Extract<Type, { readonly kind: "record" }>,
  path: readonly string[],
  slotAt: SlotAt,
): RowReader {
  const members = Object.entries(type.fields).map(([name, field]) => ({
    name,
    required: field.required,
    textSlot: isPlainText(field.type) && field.limits === undefined ? slotAt([...path, name]) : undefined,
    read: within(field.limits, readerOf(field.type, [...path, name], slotAt)),
  }));
  const byName = new Map(members.map((member) => [member.name, member]));
  // In the order of the last object: most come in one order, and are looked up by none of their names then.
  const expected = members.slice();
  const required = members.filter((member) => member.required).length;
  const { additional } = type;
  return (value, row) => {
    // Of an absent record all fields are.
    if (value === undefined) return true;
    if (!isJsonObject(value)) return false;
    let missing = required;
    let at = 0;
    // The machine reads members in the order in which it lists them much faster than by name.
    for (const name in value) {
      let member = expected[at];
      if (member?.name !== name) {
        member = byName.get(name);
        if (member !== undefined && at < expected.length) expected[at] = member;
      }
      at += 1;
      const found = value[name];
      if (found === undefined || (member === undefined && !additional)) return false;
      if (member === undefined || found === null) continue;
      if (member.required) missing -= 1;
      // What most members are needs no call.
      if (member.textSlot !== undefined && typeof found === "string") row[member.textSlot] = found;
      else if (!member.read(found, row)) return false;
    }
    return missing === 0;
  };
}

/** What breaks a limit has to be typed properly. */
const within = (limits: Limits | undefined, read: RowReader): RowReader =>
  limits === undefined
    ? read
    : (value, row) => (value === undefined || brokenLimit(value, limits) === undefined) && read(value, row);

/** Is every text one of its values, and stands for itself? */
const isPlainText = (type: Type): boolean =>
  type.kind === "principal" || (type.kind === "string" && type.values === undefined);

/** The value has to be typed properly. */
const notPlain = Symbol("not plain");

function slotReaders(type: Exclude<Type, { readonly kind: "record" }>): (value: JsonValue) => Slot | typeof notPlain {
  switch (type.kind) {
    case "bool":
      return (value) => (typeof value === "boolean" ? value : notPlain);
    case "int":
      return (value) => {
        const image = imageOf(value);
        return image !== undefined && Number.isInteger(image) ? image : notPlain;
      };
    case "decimal":
      return (value) => imageOf(value) ?? notPlain;
    case "percent":
      return (value) => {
        const image = imageOf(value);
        if (image === undefined) return notPlain;
        // Out of range it has no value.
        return image >= 0 && image <= 1 ? image : null;
      };
    case "string": {
      const { values } = type;
      if (values === undefined) return (value) => (typeof value === "string" ? value : notPlain);
      const allowed = new Set(values);
      return (value) => (typeof value === "string" && allowed.has(value) ? value : notPlain);
    }
    case "principal":
      return (value) => (typeof value === "string" ? value : notPlain);
    case "url":
      return validated((text) => readUrl(text) !== undefined);
    case "timestamp":
      return validated((text) => parseTimestamp(text) !== undefined);
    case "duration":
      return validated((text) => parseDuration(text) !== undefined);
    case "email":
    case "domain":
    case "path":
    case "cidr":
    case "iban":
    case "phone": {
      const canonical = canonicalReaders[type.kind];
      return (value) => (typeof value === "string" ? (canonical(value) ?? notPlain) : notPlain);
    }
    case "command":
      return (value) => (typeof value === "string" ? undefined : notPlain);
    case "json":
      return () => undefined;
    case "list":
      return type.element.kind === "string" && type.element.values === undefined ? plainTexts : typedByItself(type);
    case "money":
    case "labels":
    case "texts":
      return typedByItself(type);
  }
}

/** Types that cannot be read at a glance are typed, unless they need what stands elsewhere in the document. */
function typedByItself(type: Type): (value: JsonValue) => Slot | typeof notPlain {
  if (needsDocument(type)) return () => notPlain;
  return (value) => {
    const { field, violations, undeclared } = typeValue(value, type, { root: "", gaps: undefined, complete: true });
    return violations.length === 0 && undeclared.length === 0 ? slotOf(field) : notPlain;
  };
}

/** The currency of an amount may stand in another argument. */
function needsDocument(type: Type): boolean {
  switch (type.kind) {
    case "money":
      return type.currency.kind === "argument";
    case "list":
      return needsDocument(type.element);
    case "record":
      return Object.values(type.fields).some((field) => needsDocument(field.type));
    default:
      return false;
  }
}

/** Valid or not; what it is only the field can say. */
const validated =
  (isValid: (text: string) => boolean) =>
  (value: JsonValue): Slot | typeof notPlain =>
    typeof value === "string" && isValid(value) ? undefined : notPlain;

function imageOf(value: JsonValue): number | undefined {
  if (!(value instanceof JsonNumber)) return undefined;
  const plain = plainNumberOf(value);
  return plain !== undefined && isShortDecimal(plain) ? plain : lexemeImage(value.lexeme);
}

/**
 * Is a number the nearest to a decimal of four places and 15 digits, as most are? Such a decimal is the shortest that the number
 * stands for, and the number its image; no text has to be made to tell.
 */
function isShortDecimal(plain: number): boolean {
  if (plain > 99_999_999_999 || plain < -99_999_999_999) return false;
  return plain === Math.round(plain * 10_000) / 10_000;
}

function plainTexts(value: JsonValue): Slot | typeof notPlain {
  if (!isJsonArray(value)) return notPlain;
  for (let index = 0; index < value.length; index += 1) if (typeof value[index] !== "string") return notPlain;
  // Every item is a text.
  return value as readonly string[];
}
