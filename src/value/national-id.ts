import { isAnnounced } from "./announced.ts";
import { isAsciiAlphanumeric, isAsciiDigit, type TextRange } from "./text-range.ts";

/** An official number of persons: how it is written, and what makes it one. */
export interface NationalId {
  /** The number in words, with its country, for the reference. */
  readonly title: string;
  /** What is checked beside the shape, for the reference. */
  readonly check: string;
  /** Spellings that are believed wherever they stand: `^`, and at most 32 characters. */
  readonly shape?: RegExp;
  /** Spellings that are believed only behind one of `words`, because many other numbers look the same. */
  readonly announced?: RegExp;
  readonly words: readonly string[];
  /** Judges the number without separators, in capitals. */
  readonly holds: (compact: string) => boolean;
}

/**
 * The places of a text where one of the numbers stands, as a word or number of its own: no letter, digit, or digit behind `-`, `.`,
 * `/` on either side. Each start of a word is looked at once, over 32 characters. Places of different numbers may overlap.
 */
export function findNationalIds(ids: readonly NationalId[], text: string): readonly TextRange[] {
  const lower = text.toLowerCase();
  const possible = ids.filter(
    ({ shape, words }) => shape !== undefined || words.some((word) => lower.includes(word.toLowerCase())),
  );
  const found: TextRange[] = [];
  const word = /[A-Za-z0-9]+/g;
  for (let match = word.exec(text); match !== null && possible.length > 0; match = word.exec(text)) {
    const at = match.index;
    const window = text.slice(at, at + 33);
    for (const id of possible) {
      const end = endOfId(id, text, at, window);
      if (end !== undefined) found.push({ start: at, end });
    }
  }
  return found;
}

function endOfId(id: NationalId, text: string, at: number, window: string): number | undefined {
  const printed = id.shape?.exec(window)?.[0];
  if (printed !== undefined && stands(text, at, printed, printed.includes(" ")) && holds(id, printed)) {
    return at + printed.length;
  }
  const plain = id.announced?.exec(window)?.[0];
  if (plain === undefined || !stands(text, at, plain, false) || !holds(id, plain)) return undefined;
  return isAnnounced(text, at, id.words) ? at + plain.length : undefined;
}

const holds = (id: NationalId, written: string): boolean =>
  id.holds(written.replace(/[^A-Za-z0-9]/g, "").toUpperCase());

/** Is it no part of a longer number? Where its groups are parted by blanks, a blank and a digit go on with it too. */
function stands(text: string, at: number, written: string, parted: boolean): boolean {
  const end = at + written.length;
  if (isAsciiAlphanumeric(text.charCodeAt(end))) return false;
  const joins = (character: string | undefined): boolean =>
    character === "-" || character === "." || character === "/" || (parted && character === " ");
  if (joins(text[end]) && isAsciiDigit(text.charCodeAt(end + 1))) return false;
  return !(joins(text[at - 1]) && isAsciiDigit(text.charCodeAt(at - 2)));
}

/** Do two digits of day and of month name a day that some year has? */
export const isDayOfYear = (month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31);

/** The number that digits at a place of a text mean. */
export const numberAt = (digits: string, from: number, to: number): number => Number(digits.slice(from, to));
