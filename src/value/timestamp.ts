import { civilFromDays, daysFromCivil, daysInMonth } from "./civil-date.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * An RFC 3339 date-time as milliseconds since 1970 in UTC; digits below the millisecond are cut off. Undefined for
 * anything else: a missing zone (unless `missingZone` says what it means), a leap second, hour 24, a date that no
 * calendar has.
 */
export function parseTimestamp(text: string, options: { readonly missingZone?: "utc" } = {}): number | undefined {
  const match =
    /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,18}))?([Zz]|[+-][0-9]{2}:[0-9]{2})?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const zone = match[8] ?? (options.missingZone === "utc" ? "Z" : undefined);
  const offset = zone === undefined ? undefined : zoneOffsetMs(zone);
  if (offset === undefined) return undefined;
  const ms = Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  return daysFromCivil(year, month, day) * dayMs + hour * hourMs + minute * minuteMs + second * 1_000 + ms - offset;
}

/** RFC 3339 in UTC, milliseconds only where there are any: `2027-01-01T00:00:00Z`, `…:00.250Z`. */
export function formatTimestamp(ms: number): string {
  const days = Math.floor(ms / dayMs);
  const { year, month, day } = civilFromDays(days);
  const inDay = ms - days * dayMs;
  const fraction = inDay % 1_000 === 0 ? "" : `.${digits(inDay % 1_000, 3)}`;
  const time = [Math.floor(inDay / hourMs), Math.floor(inDay / minuteMs) % 60, Math.floor(inDay / 1_000) % 60];
  return `${yearText(year)}-${digits(month, 2)}-${digits(day, 2)}T${time.map((part) => digits(part, 2)).join(":")}${fraction}Z`;
}

/** The hour of the day in UTC, 0 to 23. */
export const utcHour = (ms: number): number => Math.floor((ms - Math.floor(ms / dayMs) * dayMs) / hourMs);

function zoneOffsetMs(zone: string): number | undefined {
  if (zone === "Z" || zone === "z") return 0;
  const hour = Number(zone.slice(1, 3));
  const minute = Number(zone.slice(4, 6));
  if (hour > 23 || minute > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hour * hourMs + minute * minuteMs);
}

const digits = (number: number, width: number): string => String(number).padStart(width, "0");

/** RFC 3339 has four digits; a zone offset can lead one day beyond, which ISO 8601 writes with a sign and six. */
const yearText = (year: number): string =>
  year >= 0 && year <= 9_999 ? digits(year, 4) : `${year < 0 ? "-" : "+"}${digits(Math.abs(year), 6)}`;
