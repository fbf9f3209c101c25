import type { JsonValue } from "../json/json-value.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import { nameOfJsonKind, quoteText } from "./json-members.ts";

/** The time of a record, or why it has none that can be used. */
export interface RecordedTime {
  /** RFC 3339 with a zone, as it was written. */
  readonly at: string | undefined;
  /** Set when something stands there that is no time with a zone. */
  readonly problem: string | undefined;
}

export function recordedTime(written: JsonValue | undefined): RecordedTime {
  if (written === undefined || written === null) return { at: undefined, problem: undefined };
  if (typeof written !== "string") return unusable(nameOfJsonKind(written));
  if (parseTimestamp(written) !== undefined) return { at: written, problem: undefined };
  const zoneless = parseTimestamp(written, { missingZone: "utc" }) !== undefined;
  return unusable(zoneless ? `${quoteText(written)}, a time without a zone` : quoteText(written));
}

const unusable = (found: string): RecordedTime => ({
  at: undefined,
  problem: `the time is not recorded: found ${found}; expected RFC 3339 with a zone`,
});
