import { isJsonArray, isJsonObject, type JsonValue } from "../json/json-value.ts";
import { quote } from "../json/quote.ts";
import { writeJson } from "../json/write-json.ts";
import type { RawEvent } from "./event.ts";

/** One line of canonical JSONL, without its line break: sorted keys, no blanks, numbers as they were recorded. */
export const writeEvent = (raw: RawEvent): string => writeSorted(raw as unknown as JsonValue, nothing);

/** The same without some members of the event itself. */
export const writeEventWithout = (raw: RawEvent, left: readonly string[]): string =>
  writeSorted(raw as unknown as JsonValue, left);

const nothing: readonly string[] = [];

/** JSON with sorted keys. Unlike RFC 8785 it keeps the digits of numbers, which are exact here. */
function writeSorted(value: JsonValue, left: readonly string[]): string {
  if (isJsonArray(value)) return `[${value.map((item) => writeSorted(item, nothing)).join(",")}]`;
  if (!isJsonObject(value)) return writeJson(value);
  let members = "";
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    // Importers write optional members as undefined where that is shorter.
    if (member === undefined || left.includes(key)) continue;
    members += `${members === "" ? "" : ","}${quote(key)}:${writeSorted(member, nothing)}`;
  }
  return `{${members}}`;
}
