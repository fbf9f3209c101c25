import { daysFromCivil, daysInMonth } from "../value/civil-date.ts";
import { parseTimestamp } from "../value/timestamp.ts";

export const datePattern =
  "^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2}))?$";

/** A date (its first instant in UTC) or an RFC 3339 date-time, as milliseconds since 1970; undefined for anything else. */
export function readDateText(text: string): number | undefined {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (match === null) return parseTimestamp(text);
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysFromCivil(year, month, day) * 86_400_000;
}
