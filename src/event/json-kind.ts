import { isJsonArray, JsonNumber, type JsonValue } from "../json/json-value.ts";

/** What a value is, in words for a message. */
export function jsonKind(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return "a text";
  if (typeof value === "boolean") return "a truth value";
  if (value instanceof JsonNumber) return "a number";
  return isJsonArray(value) ? "a list" : "an object";
}
