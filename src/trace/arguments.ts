import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { nameOfJsonKind, quoteText } from "./json-members.ts";

/** The arguments of a call, or why nobody can say what they were. */
export type ReadArguments =
  | { readonly ok: true; readonly args: JsonObject }
  | { readonly ok: false; readonly why: string };

/** One level less than a record may have: the arguments stand inside an event. */
const maxDepth = 63;
/** How much of a text that could not be read is kept in a note. */
const rawLimit = 200;

/**
 * Arguments as an object, or as a text that holds one in JSON. What cannot be read is never guessed at: an empty or
 * truncated text leaves the arguments unrecorded, with the raw text (bounded) in the reason.
 */
export function readArguments(written: JsonValue | undefined): ReadArguments {
  if (isJsonObject(written)) return { ok: true, args: written };
  if (typeof written !== "string") return { ok: false, why: `found ${nameOfJsonKind(written)}; expected an object` };
  const read = readJson(written, { maxDepth });
  const raw = quoteText(written, rawLimit);
  if (!read.ok) return { ok: false, why: `${read.error.message}; the text is ${raw}` };
  if (isJsonObject(read.value)) return { ok: true, args: read.value };
  return { ok: false, why: `found ${nameOfJsonKind(read.value)} in JSON; expected an object; the text is ${raw}` };
}
