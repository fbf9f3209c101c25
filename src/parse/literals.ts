/** Values of literals, from their lexemes. Each reader answers undefined where the lexeme is not of its kind. */

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
const longestDurationMs = 36_500 * unitMs.d;

/** Digits of an exact decimal without `_`, with its minus: `2_000.00` is `2000.00`. Leading zeros are refused. */
export function readDecimal(lexeme: string): string | undefined {
  if (!/^-?\d[\d_]*(?:\.\d[\d_]*)?$/.test(lexeme) || /_(?:\.|_|$)|\._/.test(lexeme)) return undefined;
  const digits = lexeme.replaceAll("_", "");
  return /^-?0\d/.test(digits) ? undefined : digits;
}

/** A JSON number of test data: a decimal, with an exponent where it has one. */
export function readJsonNumber(lexeme: string): string | undefined {
  const split = /^(.*?)([eE][+-]?\d+)?$/.exec(lexeme);
  const decimal = readDecimal(split?.[1] ?? "");
  return decimal === undefined ? undefined : decimal + (split?.[2] ?? "");
}

/** `90` of `90%`. */
export function readPercent(lexeme: string): string | undefined {
  return lexeme.endsWith("%") ? readDecimal(lexeme.slice(0, -1)) : undefined;
}

/** `97` (per cent) is the fraction `0.97`, exactly. */
export function percentToFraction(digits: string): string {
  const negative = digits.startsWith("-");
  const [whole = "", fraction = ""] = (negative ? digits.slice(1) : digits).split(".");
  const padded = whole.padStart(3, "0");
  const decimals = (padded.slice(-2) + fraction).replace(/0+$/, "");
  const integer = padded.slice(0, -2).replace(/^0+(?=\d)/, "");
  return `${negative ? "-" : ""}${integer}${decimals === "" ? "" : `.${decimals}`}`;
}

/** `1h30m` in milliseconds. Units descend and stand once: `d h m s ms`. At most 100 years. */
export function readDuration(lexeme: string): number | undefined {
  const body = /^-?((?:\d+(?:ms|d|h|m|s))+)$/.exec(lexeme)?.[1];
  if (body === undefined) return undefined;
  let total = 0;
  let last: number = Number.POSITIVE_INFINITY;
  for (const [, count = "", unit = ""] of body.matchAll(/(\d+)(ms|d|h|m|s)/g)) {
    const size = unitMs[unit as keyof typeof unitMs]; // the pattern admits only these
    if (size >= last || count.length > 15) return undefined;
    last = size;
    total += Number(count) * size;
  }
  if (total > longestDurationMs) return undefined;
  return lexeme.startsWith("-") ? -total : total;
}

/** `2027-01-31`: the start of that day in UTC, in milliseconds since 1970. */
export function readDate(lexeme: string): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(lexeme);
  if (parts === null) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysSinceEpoch(year, month, day) * unitMs.d;
}

/** RFC 3339 with its zone: `2027-01-01T00:00:00Z`, in milliseconds since 1970. Leap seconds are refused. */
export function readTimestamp(lexeme: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/.exec(
    lexeme,
  );
  const dayMs = readDate(parts?.[1] ?? "");
  if (parts === null || dayMs === undefined) return undefined;
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4])];
  const [zoneHour, zoneMinute] = [Number(parts[7] ?? 0), Number(parts[8] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59) return undefined;
  const zoneMs = (zoneHour * unitMs.h + zoneMinute * unitMs.m) * (parts[6] === "-" ? -1 : 1);
  const fractionMs = Number((parts[5] ?? "").padEnd(3, "0"));
  return dayMs + hour * unitMs.h + minute * unitMs.m + second * unitMs.s + fractionMs - zoneMs;
}

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Days from 1970-01-01 in the proleptic Gregorian calendar; years start in March, so that the leap day is the last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Where an escape of a quoted text is none of JSON's; offsets from the opening quote. */
export interface EscapeMistake {
  readonly start: number;
  readonly end: number;
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Resolves the JSON escapes of a quoted lexeme. A lone surrogate is a mistake: it has no UTF-8 form to be hashed. */
export function decodeText(lexeme: string): { readonly text: string; readonly mistakes: readonly EscapeMistake[] } {
  const inner = lexeme.slice(1, -1);
  if (!inner.includes("\\")) return { text: inner, mistakes: [] };
  const mistakes: EscapeMistake[] = [];
  const text = inner.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.?))/gs,
    (written, hex: string | undefined, simple: string, at: number) => {
      const resolved = hex === undefined ? simpleEscapes.get(simple) : String.fromCharCode(Number.parseInt(hex, 16));
      if (resolved === undefined) mistakes.push({ start: at + 1, end: at + 1 + written.length });
      return resolved ?? "";
    },
  );
  if (mistakes.length === 0 && loneSurrogate.test(text)) mistakes.push({ start: 0, end: lexeme.length });
  return { text, mistakes };
}
