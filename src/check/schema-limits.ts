import { JsonNumber, type JsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import { compareDecimals, formatDecimal, parseDecimal } from "../value/decimal.ts";
import type { Limits } from "../value/type.ts";

/**
 * The limits that the keywords of a schema state itself, without those of elements; undefined where there are none. What is no
 * number is passed over.
 */
export function readLimits(schema: JsonObject): Limits | undefined {
  const number = (name: string): string | undefined => digitsOf(memberOf(schema, name));
  const [minimum, maximum] = [number("minimum"), number("maximum")];
  // Before draft 6 true made an exclusive limit of the other.
  const isAbove = memberOf(schema, "exclusiveMinimum") === true;
  const isBelow = memberOf(schema, "exclusiveMaximum") === true;
  return unlessEmpty({
    minimum: isAbove ? undefined : minimum,
    maximum: isBelow ? undefined : maximum,
    exclusiveMinimum: isAbove ? minimum : number("exclusiveMinimum"),
    exclusiveMaximum: isBelow ? maximum : number("exclusiveMaximum"),
    minLength: sizeOf(memberOf(schema, "minLength")),
    maxLength: sizeOf(memberOf(schema, "maxLength")),
    minItems: sizeOf(memberOf(schema, "minItems")),
    maxItems: sizeOf(memberOf(schema, "maxItems")),
    minProperties: sizeOf(memberOf(schema, "minProperties")),
    maxProperties: sizeOf(memberOf(schema, "maxProperties")),
    multipleOf: multiplesOf(number("multipleOf")),
    items: undefined,
  });
}

/** Both hold: of each kind the stricter one. */
export function narrowLimits(one: Limits | undefined, other: Limits | undefined): Limits | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return unlessEmpty({
    minimum: outer(one.minimum, other.minimum, 1),
    maximum: outer(one.maximum, other.maximum, -1),
    exclusiveMinimum: outer(one.exclusiveMinimum, other.exclusiveMinimum, 1),
    exclusiveMaximum: outer(one.exclusiveMaximum, other.exclusiveMaximum, -1),
    minLength: furthest(one.minLength, other.minLength, Math.max),
    maxLength: furthest(one.maxLength, other.maxLength, Math.min),
    minItems: furthest(one.minItems, other.minItems, Math.max),
    maxItems: furthest(one.maxItems, other.maxItems, Math.min),
    minProperties: furthest(one.minProperties, other.minProperties, Math.max),
    maxProperties: furthest(one.maxProperties, other.maxProperties, Math.min),
    multipleOf: together(one.multipleOf, other.multipleOf),
    items: narrowLimits(one.items, other.items),
  });
}

/** The limits of a list whose elements have these. */
export const limitsOfElements = (items: Limits | undefined): Limits | undefined =>
  items === undefined ? undefined : { items };

/** As a member that is there only where there are limits. */
export const withLimits = (limits: Limits | undefined): { readonly limits?: Limits } =>
  limits === undefined ? {} : { limits };

type AnyLimits = { readonly [name in keyof Limits]-?: Limits[name] | undefined };

/** Without what is not stated, in one order: limits are part of the IR. */
function unlessEmpty(limits: AnyLimits): Limits | undefined {
  const stated = Object.entries(limits).filter(([, limit]) => limit !== undefined);
  return stated.length === 0 ? undefined : (Object.fromEntries(stated) as Limits);
}

function outer(one: string | undefined, other: string | undefined, sign: 1 | -1): string | undefined {
  const [left, right] = [parseDecimal(one ?? ""), parseDecimal(other ?? "")];
  if (left === undefined || right === undefined) return one ?? other;
  return compareDecimals(left, right) * sign >= 0 ? one : other;
}

const furthest = (
  one: number | undefined,
  other: number | undefined,
  choose: (one: number, other: number) => number,
): number | undefined => (one === undefined || other === undefined ? (one ?? other) : choose(one, other));

const together = (
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined =>
  one === undefined || other === undefined ? (one ?? other) : [...new Set([...one, ...other])].sort();

/** Nothing is a multiple of nothing: what is not above 0 is reported, and passed over here. */
function multiplesOf(digits: string | undefined): readonly string[] | undefined {
  const decimal = parseDecimal(digits ?? "");
  return digits === undefined || decimal === undefined || decimal.coefficient <= 0n ? undefined : [digits];
}

function digitsOf(value: JsonValue | undefined): string | undefined {
  const decimal = value instanceof JsonNumber ? parseDecimal(value.lexeme) : undefined;
  return decimal === undefined ? undefined : formatDecimal(decimal);
}

function sizeOf(value: JsonValue | undefined): number | undefined {
  const size = value instanceof JsonNumber ? Number(value.lexeme) : Number.NaN;
  return Number.isSafeInteger(size) && size >= 0 ? size : undefined;
}
