import { isJsonArray, isJsonObject, type JsonValue } from "../json/json-value.ts";
import type { TraceSample } from "./importer.ts";
import { nameOfJsonKind, quoteText } from "./json-members.ts";

const memberLimit = 8;

/** What a file looks like, for the message that says it was not recognised. */
export function describeSample({ container, values }: TraceSample): string {
  const first = values[0];
  return container === "jsonl" ? `JSON Lines whose first record is ${describeValue(first)}` : describeValue(first);
}

function describeValue(value: JsonValue | undefined): string {
  if (isJsonObject(value)) return `an object with ${describeMembers(Object.keys(value))}`;
  if (!isJsonArray(value)) return nameOfJsonKind(value);
  return value.length === 0 ? "an empty list" : `a list whose first element is ${describeElement(value[0])}`;
}

const describeElement = (value: JsonValue | undefined): string =>
  isJsonObject(value) ? `an object with ${describeMembers(Object.keys(value))}` : nameOfJsonKind(value);

function describeMembers(keys: readonly string[]): string {
  if (keys.length === 0) return "no members";
  const shown = keys.slice(0, memberLimit).map((key) => quoteText(key, 30));
  const rest = keys.length - shown.length;
  return `the member${keys.length === 1 ? "" : "s"} ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
