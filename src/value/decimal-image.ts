import type { Decimal } from "./decimal.ts";

const firstOfSixteenDigits = 10n ** 15n;
/** The powers of ten that a double holds exactly. */
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The double nearest to a decimal of at most 15 digits and 22 places; undefined beyond. Such decimals have images of their
 * own in the same order (a double tells any two decimals of 15 digits apart, IEEE 754 and C's `DBL_DIG`), so to compare the
 * images is to compare the decimals, exactly.
 */
export function decimalImage({ coefficient, scale }: Decimal): number | undefined {
  if (scale > 22 || coefficient >= firstOfSixteenDigits || coefficient <= -firstOfSixteenDigits) return undefined;
  // Both operands are exact, and division rounds to the nearest.
  return Number(coefficient) / (powers[scale] ?? Number.NaN);
}

/** `decimalImage` of a number as it was written; undefined also where telling would need reading it properly. */
export function lexemeImage(lexeme: string): number | undefined {
  return lexeme.length <= 15 && plain.test(lexeme) ? Number(lexeme) + 0 : undefined;
}

const plain = /^-?[0-9]+(?:\.[0-9]+)?$/;
