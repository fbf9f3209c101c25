import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from "../json/json-value.ts";
import { compareDecimals, parseDecimal } from "../value/decimal.ts";

/** A value as tools and agents take it: plain JavaScript. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** JSON as a new plain value that shares nothing with what the host holds; frozen in depth where asked. */
export function plainValue(value: JsonValue, frozen = false): PlainValue {
  const seal = <T extends object>(made: T): T => (frozen ? Object.freeze(made) : made);
  if (value instanceof JsonNumber) return Number(value.lexeme);
  if (isJsonArray(value)) return seal(value.map((item) => plainValue(item, frozen)));
  if (!isJsonObject(value)) return value;
  // `fromEntries` defines members, so that one named `__proto__` stays a member.
  return seal(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainValue(member, frozen)])));
}

/** Does every number mean the same as a JavaScript number? Otherwise another amount would be sent than was decided on. */
export function isExact(value: JsonValue): boolean {
  if (value instanceof JsonNumber) return isExactNumber(value.lexeme);
  if (isJsonArray(value)) return value.every(isExact);
  return !isJsonObject(value) || Object.values(value).every(isExact);
}

function isExactNumber(lexeme: string): boolean {
  const number = Number(lexeme);
  if (!Number.isFinite(number)) return false;
  const [written, sent] = [parseDecimal(lexeme), parseDecimal(String(number))];
  return written !== undefined && sent !== undefined && compareDecimals(written, sent) === 0;
}
