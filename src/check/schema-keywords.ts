import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from "../json/json-value.ts";
import { compareDecimals, isInteger, parseDecimal, zero } from "../value/decimal.ts";

/** The names that `type` may have. */
export const schemaTypes: readonly string[] = ["string", "integer", "number", "boolean", "array", "object", "null"];

/** Keywords whose value is a schema. `items` may be a list of them, as in drafts before 2020-12. */
export const oneSchema: ReadonlySet<string> = new Set([
  "items",
  "additionalItems",
  "unevaluatedItems",
  "contains",
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
]);

/** Keywords whose value is a list of schemas, of one at least. */
export const listOfSchemas: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);

/** Keywords whose value has a schema under each name. */
export const mapOfSchemas: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);

/** What a keyword is, where its value is something else; undefined where it is that. */
type Fault = (value: JsonValue) => string | undefined;

const unless =
  (expected: string, holds: (value: JsonValue) => boolean): Fault =>
  (value) =>
    holds(value) ? undefined : `${expected}; this is ${kindOf(value)}`;

const decimalOf = (value: JsonValue) => (value instanceof JsonNumber ? parseDecimal(value.lexeme) : undefined);

const isSize = (value: JsonValue): boolean => {
  const decimal = decimalOf(value);
  return decimal !== undefined && isInteger(decimal) && compareDecimals(decimal, zero) >= 0;
};
const isPositive = (value: JsonValue): boolean => {
  const decimal = decimalOf(value);
  return decimal !== undefined && compareDecimals(decimal, zero) > 0;
};
const isNumber = (value: JsonValue): boolean => value instanceof JsonNumber;
const isTruthValue = (value: JsonValue): boolean => typeof value === "boolean";
const isText = (value: JsonValue): boolean => typeof value === "string";

const size = unless("a whole number from 0 on", isSize);
const number = unless("a number", isNumber);
// A number since draft 6; before, true or false beside `minimum` or `maximum`.
const exclusive = unless("a number", (value) => isNumber(value) || isTruthValue(value));
const truthValue = unless("true or false", isTruthValue);
const text = unless("a text", isText);

function namesFault(value: JsonValue): string | undefined {
  const expected = "a list of names, each of them once";
  if (!isJsonArray(value)) return `${expected}; this is ${kindOf(value)}`;
  const other = value.find((name) => typeof name !== "string");
  if (other !== undefined) return `${expected}; in it is ${kindOf(other)}`;
  const seen = new Set<JsonValue>();
  for (const name of value) {
    if (seen.has(name)) return `${expected}; ${shortText(String(name))} stands in it twice`;
    seen.add(name);
  }
  return undefined;
}

function requiredFault(value: JsonValue): string | undefined {
  return typeof value === "boolean"
    ? "a list of names in the schema of the object, and nothing in that of its member"
    : namesFault(value);
}

function dependentFault(value: JsonValue): string | undefined {
  if (!isJsonObject(value)) return `an object of lists of names; this is ${kindOf(value)}`;
  for (const names of Object.values(value)) {
    const fault = namesFault(names);
    if (fault !== undefined) return `an object, and under each name of it ${fault}`;
  }
  return undefined;
}

function enumFault(value: JsonValue): string | undefined {
  if (!isJsonArray(value)) return `a list of values; this is ${kindOf(value)}`;
  return value.length === 0 ? "a list of one value at least; in this one is none" : undefined;
}

/** Keywords that constrain a value and hold no schema. `type`, `pattern` and `$ref` are judged with more than a kind. */
export const plainKeywords: Readonly<Record<string, Fault>> = {
  enum: enumFault,
  minLength: size,
  maxLength: size,
  minItems: size,
  maxItems: size,
  minContains: size,
  maxContains: size,
  minProperties: size,
  maxProperties: size,
  minimum: number,
  maximum: number,
  exclusiveMinimum: exclusive,
  exclusiveMaximum: exclusive,
  multipleOf: unless("a number above 0", isPositive),
  uniqueItems: truthValue,
  nullable: truthValue,
  format: text,
  pattern: text,
  $ref: text,
  required: requiredFault,
  dependentRequired: dependentFault,
};

/** A value as a message names it. */
export function kindOf(value: JsonValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return `the text ${shortText(value)}`;
  if (typeof value === "boolean") return String(value);
  if (value instanceof JsonNumber) return `the number ${value.lexeme.slice(0, mostShown)}`;
  return isJsonArray(value) ? "a list" : "an object";
}

/** Texts of a catalogue may be of any length. */
export const shortText = (value: string): string => JSON.stringify(shortened(value));

export const shortened = (value: string): string =>
  value.length > mostShown ? `${value.slice(0, mostShown)}…` : value;

const mostShown = 60;
