import {
  isJsonArray,
  isPlainPrototype,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  jsonNumber,
} from "./json-value.ts";
import { quote } from "./quote.ts";

/** Writes a value as JSON on one line: members in their order, numbers as they were read. */
export function writeJson(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.lexeme;
  if (isJsonArray(value)) return `[${value.map(writeJson).join(",")}]`;
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value as JsonObject);
  return `{${members.map(([key, member]) => `${quote(key)}:${writeJson(member)}`).join(",")}}`;
}

/**
 * Values of other readers (YAML, `JSON.parse`) as `JsonValue`; undefined if something in them has no JSON form: a number
 * that is not finite, a date, a cycle, or nesting deeper than `maxDepth`. Numbers get their shortest decimal.
 */
export function jsonFromPlain(value: unknown, maxDepth = 64): JsonValue | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? jsonNumber(JSON.stringify(value)) : undefined;
    case "bigint":
      return jsonNumber(value.toString());
    case "object":
      if (value === null || value instanceof JsonNumber) return value;
      if (maxDepth <= 0) return undefined;
      return Array.isArray(value) ? arrayFromPlain(value, maxDepth - 1) : objectFromPlain(value, maxDepth - 1);
    default:
      return undefined;
  }
}

function arrayFromPlain(items: readonly unknown[], maxDepth: number): JsonValue | undefined {
  const result: JsonValue[] = [];
  for (const item of items) {
    const converted = jsonFromPlain(item, maxDepth);
    if (converted === undefined) return undefined;
    result.push(converted);
  }
  return result;
}

function objectFromPlain(object: object, maxDepth: number): JsonValue | undefined {
  if (!isPlainPrototype(Object.getPrototypeOf(object))) return undefined;
  const result: Record<string, JsonValue> = Object.create(null);
  for (const [key, member] of Object.entries(object)) {
    const converted = jsonFromPlain(member, maxDepth);
    if (converted === undefined) return undefined;
    result[key] = converted;
  }
  return result;
}
