import type { RawEvent } from "../event/event.ts";
import { JsonNumber, type JsonValue } from "../json/json-value.ts";
import { findContent } from "../value/recognise.ts";

const limit = 200;

/**
 * One bounded line about an event for a timeline, without the keys, card numbers and ids of persons that the recognisers find: a report of a stopped
 * leak must not be the leak. Not escaped: it may hold anything else an attacker wrote.
 */
export function summariseEvent(raw: RawEvent): string {
  switch (raw.kind) {
    case "call":
      return raw.args === undefined ? "(arguments not recorded)" : bounded(printJson(raw.args, limit));
    case "result":
      return raw.content === undefined ? "(result not recorded)" : bounded(printJson(raw.content, limit));
    case "prompt":
    case "output":
    case "message":
      return raw.text === undefined ? "(text not recorded)" : bounded(masked(raw.text, limit));
    case "admin": {
      const [[what = "", name = ""] = []] = Object.entries(raw.statement);
      return bounded(`${raw.by} wants to ${what} ${name}`);
    }
    default:
      return "";
  }
}

const bounded = (text: string): string => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text);

/** Looks a little beyond what is shown, so that a key is not shown because its end is cut off. */
function masked(text: string, room: number): string {
  let shown = text.slice(0, room + 512);
  for (const name of ["secret", "card", "national_id", "passport"] as const) {
    const ranges = findContent(name, shown);
    for (const { start, end } of [...ranges].reverse()) shown = `${shown.slice(0, start)}[${name}]${shown.slice(end)}`;
  }
  return shown;
}

/** Prints JSON until `room` characters are used up; never walks more of a huge value than it prints. */
function printJson(value: JsonValue, room: number): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return JSON.stringify(masked(value, room).slice(0, room));
  if (value instanceof JsonNumber) return value.lexeme;
  const isList = Array.isArray(value);
  let text = isList ? "[" : "{ ";
  let first = true;
  for (const [key, item] of Object.entries(value)) {
    if (text.length > room) break;
    text += `${first ? "" : ", "}${isList ? "" : `${key}: `}${printJson(item as JsonValue, room - text.length)}`;
    first = false;
  }
  return text + (isList ? "]" : " }");
}
