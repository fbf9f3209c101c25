import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from "../json/json-value.ts";

/** A member of an object; undefined when there is none or the value is no object. */
export const memberOf = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** A member that is a text; undefined for anything else. */
export function textMember(value: JsonValue | undefined, key: string): string | undefined {
  const member = memberOf(value, key);
  return typeof member === "string" ? member : undefined;
}

/** A member that is a list; the empty list for anything else. */
export function listMember(value: JsonValue | undefined, key: string): readonly JsonValue[] {
  const member = memberOf(value, key);
  return isJsonArray(member) ? member : [];
}

export const hasMember = (value: JsonValue | undefined, key: string): boolean => memberOf(value, key) !== undefined;

/** What a value is, in words for a message. */
export function nameOfJsonKind(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return "a text";
  if (typeof value === "boolean") return "a truth value";
  if (value instanceof JsonNumber) return "a number";
  return isJsonArray(value) ? "a list" : "an object";
}

/** A text of the trace in quotes, cut to what a note or a message can carry; control characters become escapes. */
export const quoteText = (text: string, limit = 60): string =>
  JSON.stringify(text.length > limit ? `${text.slice(0, limit)}…` : text);

/** A member as a message speaks of it: a text in quotes, otherwise what stands there. */
export function describeMember(value: JsonValue | undefined, key: string): string {
  const member = memberOf(value, key);
  return typeof member === "string" ? quoteText(member) : nameOfJsonKind(member);
}
