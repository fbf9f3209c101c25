import { isJsonArray, isJsonObject, type JsonValue } from "../json/json-value.ts";
import { writeJson } from "../json/write-json.ts";
import type { RawEvent } from "./event.ts";

/** One line of canonical JSONL, without its line break: sorted keys, no blanks, numbers as they were recorded. */
export const writeEvent = (raw: RawEvent): string => writeSorted(raw as unknown as JsonValue);

/** JSON with sorted keys. Unlike RFC 8785 it keeps the digits of numbers, which are exact here. */
function writeSorted(value: JsonValue): string {
  if (isJsonArray(value)) return `[${value.map(writeSorted).join(",")}]`;
  if (!isJsonObject(value)) return writeJson(value);
  let members = "";
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    // Importers write optional members as undefined where that is shorter.
    if (member === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${writeSorted(member)}`;
  }
  return `{${members}}`;
}
