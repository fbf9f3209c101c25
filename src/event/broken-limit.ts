import { isJsonArray, JsonNumber, type JsonValue } from "../json/json-value.ts";
import { compareDecimals, type Decimal, parseDecimal } from "../value/decimal.ts";
import type { Limits } from "../value/type.ts";

/**
 * What a value should be to keep to the limits of its schema, in the words of a message; undefined where it does (JSON Schema validation,
 * 6.2 to 6.4). A limit is about values of one kind and says nothing of others. A number beyond 38 digits is no value, so no limit is asked.
 */
export function brokenLimit(value: JsonValue, limits: Limits): string | undefined {
  if (typeof value === "string")
    return brokenSize(limits.minLength, limits.maxLength, lengthOf(value), "a text", "characters");
  if (isJsonArray(value)) return brokenSize(limits.minItems, limits.maxItems, value.length, "a list", "elements");
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
  return undefined;
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
