import { passesLuhn } from "./check-digits.ts";
import { type DigitGroup, findDigitRuns } from "./digit-runs.ts";
import type { TextRange } from "./text-range.ts";

/**
 * Payment card numbers: 14 to 19 digits with an issuer prefix and length that exist and the Luhn check digit (ISO/IEC
 * 7812-1); plain, in groups of three digits or more of which the last may be shorter, or digit by digit, parted by one blank, hyphen
 * or dot. Columns of small numbers and the decimals of a fraction are none: one in ten would pass the check digit. Thirteen digits, which cards had once, are article numbers (EAN) today.
 */
export function findCards(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  for (const groups of findDigitRuns(text)) {
    let first = 0;
    while (first < groups.length) {
      const last = isFraction(text, groups, first) ? undefined : lastGroupOfCard(groups, first);
      const [start, end] = [groups[first], last === undefined ? undefined : groups[last]];
      if (start !== undefined && end !== undefined) found.push({ start: start.start, end: end.end });
      first = (last ?? first) + 1;
    }
  }
  return found;
}

/** A long group behind `DIGITS.` is what follows a decimal point. */
const isFraction = (text: string, groups: readonly DigitGroup[], at: number): boolean =>
  at > 0 && (groups[at]?.digits.length ?? 0) > 4 && text[(groups[at]?.start ?? 0) - 1] === ".";

/** The longest card number that starts with a group. At most 19 groups are looked at, so a run costs linear time. */
function lastGroupOfCard(groups: readonly DigitGroup[], first: number): number | undefined {
  const isSingle = (index: number): boolean => groups[index]?.digits.length === 1;
  const isSpelled = isSingle(first);
  // Digit by digit only as a whole: within a longer row of single digits some stretch passes by chance.
  if (isSpelled && isSingle(first - 1)) return undefined;
  let digits = "";
  let last: number | undefined;
  for (let index = first; index < groups.length && digits.length < 19; index += 1) {
    const group = groups[index]?.digits ?? "";
    if (isSpelled && group.length !== 1) break;
    digits += group;
    if (isCardNumber(digits) && !(isSpelled && isSingle(index + 1))) last = index;
    if (!isSpelled && group.length < 3) break;
  }
  return last;
}

function isCardNumber(digits: string): boolean {
  if (digits.length < 14 || digits.length > 19 || /^(.)\1*$/.test(digits)) return false;
  return (
    issuers.some((issuer) => issuer.lengths.includes(digits.length) && inPrefix(issuer, digits)) && passesLuhn(digits)
  );
}

/** Prefixes from one to another, compared over as many digits as they have. */
interface Issuer {
  readonly from: string;
  readonly to: string;
  readonly lengths: readonly number[];
}

function inPrefix(issuer: Issuer, digits: string): boolean {
  const prefix = digits.slice(0, issuer.from.length);
  return issuer.from <= prefix && prefix <= issuer.to;
}

const long = [16, 17, 18, 19];
const issuers: readonly Issuer[] = [
  { from: "4", to: "4", lengths: [16, 19] },
  { from: "51", to: "55", lengths: [16] },
  { from: "2221", to: "2720", lengths: [16] },
  { from: "34", to: "34", lengths: [15] },
  { from: "37", to: "37", lengths: [15] },
  { from: "300", to: "305", lengths: [14, ...long] },
  { from: "3095", to: "3095", lengths: [14, ...long] },
  { from: "36", to: "36", lengths: [14, ...long] },
  { from: "38", to: "39", lengths: [14, ...long] },
  { from: "6011", to: "6011", lengths: long },
  { from: "644", to: "649", lengths: long },
  { from: "65", to: "65", lengths: long },
  { from: "3528", to: "3589", lengths: long },
  { from: "62", to: "62", lengths: long },
  { from: "81", to: "82", lengths: [16] },
  { from: "60", to: "60", lengths: [16] },
  { from: "2200", to: "2204", lengths: long },
  { from: "9792", to: "9792", lengths: [16] },
  { from: "50", to: "50", lengths: [14, 15, ...long] },
  { from: "56", to: "59", lengths: [14, 15, ...long] },
  { from: "63", to: "63", lengths: [14, 15, ...long] },
  { from: "67", to: "67", lengths: [14, 15, ...long] },
];
