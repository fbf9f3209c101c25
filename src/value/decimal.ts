/** An exact decimal: `coefficient * 10 ** -scale`. Normalised: no trailing zero in the coefficient while `scale > 0`. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

// INVARIANT of every Decimal made here: at most 38 significant digits, and 0 <= scale <= 440, and at most 440 digits
// before the point. So no operation below handles more than 900 digits, whatever exponent an input claims.
const maxSignificant = 38;
const maxPlaces = 440;
const maxLexeme = 900;
const firstTooLong = 10n ** BigInt(maxSignificant);

export const zero: Decimal = { coefficient: 0n, scale: 0 };

/**
 * A decimal from its text: a JSON number, or plain digits, with `_` between digits where `separators` says so
 * (`2_000.00`). Undefined if the text is none, or is beyond 38 significant digits or 440 places (an overflow).
 */
export function parseDecimal(lexeme: string, options: { readonly separators?: boolean } = {}): Decimal | undefined {
  if (lexeme.length > maxLexeme) return undefined;
  if (/^-?[0-9]{1,15}$/.test(lexeme)) return { coefficient: BigInt(lexeme), scale: 0 };
  const plain = options.separators === true ? lexeme.replace(/(?<=[0-9])_(?=[0-9])/g, "") : lexeme;
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(plain);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  const digits = stripLeadingZeros(whole + fraction);
  if (digits === "") return zero;
  const significant = stripTrailingZeros(digits);
  const scale = fraction.length - exponent - (digits.length - significant.length);
  if (significant.length > maxSignificant || scale > maxPlaces || significant.length - scale > maxPlaces)
    return undefined;
  const shown = scale < 0 ? significant + "0".repeat(-scale) : significant;
  return { coefficient: BigInt(sign + shown), scale: Math.max(scale, 0) };
}

/** The shortest decimal that reads back as this number (what ECMAScript prints); undefined for NaN and infinities. */
export const decimalFromNumber = (number: number): Decimal | undefined =>
  Number.isFinite(number) ? parseDecimal(String(number)) : undefined;

export function compareDecimals(left: Decimal, right: Decimal): -1 | 0 | 1 {
  const scale = Math.max(left.scale, right.scale);
  const a = atScale(left, scale);
  const b = atScale(right, scale);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The exact sum; undefined if it needs more than 38 significant digits. */
export const addDecimals = (left: Decimal, right: Decimal): Decimal | undefined => combine(left, right, 1n);

/** The exact difference; undefined if it needs more than 38 significant digits. */
export const subtractDecimals = (left: Decimal, right: Decimal): Decimal | undefined => combine(left, right, -1n);

/** The exact product; undefined if it needs more than 38 significant digits. */
export const multiplyDecimals = (left: Decimal, right: Decimal): Decimal | undefined =>
  normalised(left.coefficient * right.coefficient, left.scale + right.scale);

/** `decimal * 10 ** places`, exactly; undefined beyond the bounds of `parseDecimal`. */
export const shiftDecimal = (decimal: Decimal, places: number): Decimal | undefined =>
  normalised(decimal.coefficient, decimal.scale - places);

export const isInteger = (decimal: Decimal): boolean => decimal.scale === 0;

/** Plain digits without exponent and without needless zeros: `-0.5`, `120`. Equal decimals have equal texts. */
export function formatDecimal(decimal: Decimal): string {
  const sign = decimal.coefficient < 0n ? "-" : "";
  const digits = (decimal.coefficient < 0n ? -decimal.coefficient : decimal.coefficient)
    .toString()
    .padStart(decimal.scale + 1, "0");
  if (decimal.scale === 0) return sign + digits;
  const point = digits.length - decimal.scale;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function combine(left: Decimal, right: Decimal, sign: 1n | -1n): Decimal | undefined {
  const scale = Math.max(left.scale, right.scale);
  return normalised(atScale(left, scale) + sign * atScale(right, scale), scale);
}

function normalised(coefficient: bigint, scale: number): Decimal | undefined {
  if (coefficient === 0n) return zero;
  if (scale === 0 && coefficient < firstTooLong && coefficient > -firstTooLong) return { coefficient, scale };
  return parseDecimal(`${coefficient}e${-scale}`);
}

const atScale = (decimal: Decimal, scale: number): bigint =>
  decimal.scale === scale ? decimal.coefficient : decimal.coefficient * 10n ** BigInt(scale - decimal.scale);

function stripLeadingZeros(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 0x30) start += 1;
  return digits.slice(start);
}

function stripTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end -= 1;
  return digits.slice(0, end);
}
