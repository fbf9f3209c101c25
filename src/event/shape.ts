import type { JsonPath } from "../json/json-path.ts";
import {
  isJsonArray,
  isJsonObject,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  memberOf,
} from "../json/json-value.ts";
import { assertNever } from "../source/assert-never.ts";
import { isInteger, parseDecimal } from "../value/decimal.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import { jsonKind } from "./json-kind.ts";
import { nearestName } from "./nearest-name.ts";

/** What a member of the envelope must look like. */
export type Shape =
  | { readonly kind: "text" | "bool" | "number" | "integer" | "object" | "json" }
  /** An identifier: 1 to 1024 characters, none of them a control character. */
  | { readonly kind: "name" }
  /** RFC 3339 with a zone. */
  | { readonly kind: "time" }
  /** A SHA-256 as 64 lower-case hexadecimal digits. */
  | { readonly kind: "digest" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "either"; readonly shapes: readonly Shape[]; readonly expected: string }
  /** `first` is the shape of the first item where it differs. */
  | { readonly kind: "list"; readonly item: Shape; readonly first?: Shape; readonly nonempty?: boolean }
  | RecordShape;

export interface RecordShape {
  readonly kind: "record";
  /** What messages call it, with its article: "a token". */
  readonly title: string;
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
  /** Exactly one of these must be there. */
  readonly oneOf?: readonly string[];
}

export interface ShapeFault {
  readonly path: JsonPath;
  readonly message: string;
}

/** The first thing in which a value differs from its shape; undefined when nothing does. */
export function findShapeFault(value: JsonValue, shape: Shape, path: JsonPath): ShapeFault | undefined {
  switch (shape.kind) {
    case "json":
      return undefined;
    case "record":
      return findRecordFault(value, shape, path);
    case "list":
      return findListFault(value, shape, path);
    case "either":
      return shape.shapes.some((candidate) => findShapeFault(value, candidate, path) === undefined)
        ? undefined
        : { path, message: `found ${jsonKind(value)}; expected ${shape.expected}` };
    case "object":
      return isJsonObject(value) ? undefined : mismatch(value, path, "an object");
    case "text":
      return typeof value === "string" ? undefined : mismatch(value, path, "a text");
    case "bool":
      return typeof value === "boolean" ? undefined : mismatch(value, path, "true or false");
    case "number":
      return value instanceof JsonNumber ? undefined : mismatch(value, path, "a number");
    case "integer":
      return isWhole(value) ? undefined : mismatch(value, path, "a whole number");
    case "name":
      return findNameFault(value, path);
    case "time":
      return typeof value === "string" && parseTimestamp(value) !== undefined
        ? undefined
        : mismatch(value, path, "an RFC 3339 time with a zone, such as 2027-01-31T12:00:00Z");
    case "digest":
      return typeof value === "string" && /^[0-9a-f]{64}$/.test(value)
        ? undefined
        : mismatch(value, path, "a SHA-256 of 64 lower-case hexadecimal digits");
    case "choice":
      return findChoiceFault(value, shape.values, path);
    default:
      return assertNever(shape);
  }
}

function findRecordFault(value: JsonValue, shape: RecordShape, path: JsonPath): ShapeFault | undefined {
  if (!isJsonObject(value)) return mismatch(value, path, "an object");
  const names = Object.keys(shape.members);
  for (const key of Object.keys(value)) {
    const member = Object.hasOwn(shape.members, key) ? shape.members[key] : undefined;
    if (member === undefined) return unknownMember(key, shape, names, path);
    const fault = findShapeFault(value[key] ?? null, member, [...path, key]);
    if (fault !== undefined) return fault;
  }
  return findMissing(value, shape, path);
}

function findMissing(value: JsonObject, shape: RecordShape, path: JsonPath): ShapeFault | undefined {
  const has = (name: string): boolean => memberOf(value, name) !== undefined;
  const missing = shape.required.find((name) => !has(name));
  if (missing !== undefined) {
    return { path: [...path, missing], message: `the member \`${missing}\` is missing; ${shape.title} has one` };
  }
  if (shape.oneOf === undefined || shape.oneOf.filter(has).length === 1) return undefined;
  return { path, message: `${shape.title} has exactly one of ${shape.oneOf.map((name) => `\`${name}\``).join(", ")}` };
}

function unknownMember(key: string, shape: RecordShape, names: readonly string[], path: JsonPath): ShapeFault {
  const near = nearestName(key, names);
  const help = near === undefined ? `its members are ${[...names].sort().join(", ")}` : `did you mean \`${near}\`?`;
  return { path: [...path, key], message: `${shape.title} has no member \`${shorten(key)}\`; ${help}` };
}

function findListFault(
  value: JsonValue,
  shape: Extract<Shape, { kind: "list" }>,
  path: JsonPath,
): ShapeFault | undefined {
  if (!isJsonArray(value)) return mismatch(value, path, "a list");
  if (shape.nonempty === true && value.length === 0) {
    return { path, message: "found an empty list; leave the member out where there is nothing to list" };
  }
  for (const [index, item] of value.entries()) {
    const expected = index === 0 ? (shape.first ?? shape.item) : shape.item;
    const fault = findShapeFault(item, expected, [...path, index]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findNameFault(value: JsonValue, path: JsonPath): ShapeFault | undefined {
  if (typeof value !== "string") return mismatch(value, path, "a text");
  if (value === "") return { path, message: "found an empty text; expected a name" };
  // Characters, not code units: JSON Schema counts that way. The first test keeps huge texts cheap.
  if (value.length > 2 * maxNameLength || [...value].length > maxNameLength)
    return { path, message: `found a name of more than ${maxNameLength} characters` };
  return controlCharacter.test(value) ? { path, message: "found a control character in a name" } : undefined;
}

function findChoiceFault(value: JsonValue, values: readonly string[], path: JsonPath): ShapeFault | undefined {
  if (typeof value !== "string") return mismatch(value, path, "a text");
  if (values.includes(value)) return undefined;
  const near = nearestName(value, values);
  const help = near === undefined ? `expected one of ${values.join(", ")}` : `did you mean \`${near}\`?`;
  return { path, message: `found \`${shorten(value)}\`; ${help}` };
}

const maxNameLength = 1024;
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;

function isWhole(value: JsonValue): boolean {
  const decimal = value instanceof JsonNumber ? parseDecimal(value.lexeme) : undefined;
  return decimal !== undefined && isInteger(decimal);
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const mismatch = (value: JsonValue, path: JsonPath, expected: string): ShapeFault => ({
  path,
  message:
    value === null
      ? `found null; leave the member out, or list its path in \`not_recorded\`; expected ${expected}`
      : `found ${jsonKind(value)}; expected ${expected}`,
});
