import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from "../json/json-value.ts";
import { compareDecimals, type Decimal, parseDecimal } from "../value/decimal.ts";
import type { Limits } from "../value/type.ts";

/** Where a value breaks a limit: at itself, or at an element of it. */
export interface BrokenLimit {
  /** The indexes that lead to it. */
  readonly at: readonly number[];
  /** What should stand there, in the words of a message. */
  readonly expected: string;
}

/**
 * The first limit of its schema that a value breaks; undefined where it keeps to them (JSON Schema validation, 6.2 to 6.5). A limit is
 * about values of one kind and says nothing of others. A number beyond 38 digits is no value, so no limit is asked.
 */
export function brokenLimit(value: JsonValue, limits: Limits): BrokenLimit | undefined {
  const expected = expectedOf(value, limits);
  if (expected !== undefined) return { at: [], expected };
  if (limits.items === undefined || !isJsonArray(value)) return undefined;
  for (const [index, item] of value.entries()) {
    const broken = brokenLimit(item, limits.items);
    if (broken !== undefined) return { at: [index, ...broken.at], expected: broken.expected };
  }
  return undefined;
}

function expectedOf(value: JsonValue, limits: Limits): string | undefined {
  if (typeof value === "string")
    return brokenSize(limits.minLength, limits.maxLength, lengthOf(value), "a text", "characters");
  if (isJsonArray(value)) return brokenSize(limits.minItems, limits.maxItems, value.length, "a list", "elements");
  if (isJsonObject(value)) {
    const { minProperties, maxProperties } = limits;
    return brokenSize(minProperties, maxProperties, Object.keys(value).length, "an object", "members");
  }
  const number = value instanceof JsonNumber ? parseDecimal(value.lexeme) : undefined;
  return number === undefined ? undefined : brokenNumber(number, limits);
}

function brokenNumber(number: Decimal, limits: Limits): string | undefined {
  const isBroken = (limit: string | undefined, holds: (order: number) => boolean): boolean => {
    const decimal = limit === undefined ? undefined : parseDecimal(limit);
    return decimal !== undefined && !holds(compareDecimals(number, decimal));
  };
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = limits;
  if (isBroken(minimum, (order) => order >= 0)) return `a number from ${minimum} on`;
  if (isBroken(maximum, (order) => order <= 0)) return `a number up to ${maximum}`;
  if (isBroken(exclusiveMinimum, (order) => order > 0)) return `a number above ${exclusiveMinimum}`;
  if (isBroken(exclusiveMaximum, (order) => order < 0)) return `a number below ${exclusiveMaximum}`;
  const multiple = limits.multipleOf?.find((digits) => !isMultiple(number, digits));
  return multiple === undefined ? undefined : `a multiple of ${multiple}`;
}

/** Exactly: 0.3 is a multiple of 0.1. */
function isMultiple(number: Decimal, digits: string): boolean {
  const unit = parseDecimal(digits);
  if (unit === undefined) return true;
  const scale = Math.max(number.scale, unit.scale);
  const at = ({ coefficient, scale: own }: Decimal): bigint => coefficient * 10n ** BigInt(scale - own);
  return at(number) % at(unit) === 0n;
}

function brokenSize(
  least: number | undefined,
  most: number | undefined,
  size: number,
  what: string,
  parts: string,
): string | undefined {
  if (least !== undefined && size < least) return `${what} of ${least} ${parts} or more`;
  if (most !== undefined && size > most) return `${what} of ${most} ${parts} at most`;
  return undefined;
}

/** In characters, and not in the halves of them that UTF-16 has. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _character of text) length += 1;
  return length;
}
