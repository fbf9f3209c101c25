import type { TextRange } from "./text-range.ts";

/** A reading of a text in which the recognisers search, and where a range of it stands in the text itself. */
export interface FoldedText {
  readonly text: string;
  readonly rangeOf: (range: TextRange) => TextRange;
}

/**
 * The readings of a text without its disguises: full-width forms as ASCII, digits of other scripts as 0 to 9, typographic
 * blanks, dashes and dots as plain ones. Invisible characters (zero-width, soft hyphen, direction marks) stand within a
 * number in one place and between two words in another, so a text with some has two readings: one without them, and one
 * that is parted there. Letters that only look alike (Cyrillic, Greek) stay what they are.
 */
export function foldText(text: string): readonly FoldedText[] {
  if (/^[\u0000-\u007f]*$/.test(text)) return [{ text, rangeOf: (range) => range }];
  const joined = foldWith(text, "");
  return joined.hasInvisible ? [joined, foldWith(text, "\n")] : [joined];
}

function foldWith(text: string, invisible: "" | "\n"): FoldedText & { readonly hasInvisible: boolean } {
  const pieces: string[] = [];
  // For each code unit of the folded text: where the character it comes from starts, and where it ends.
  const starts: number[] = [];
  const ends: number[] = [];
  let hasInvisible = false;
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    const isInvisible = isInvisibleCode(character.charCodeAt(0));
    hasInvisible ||= isInvisible;
    const piece = isInvisible ? invisible : foldCharacter(character);
    for (let unit = 0; unit < piece.length; unit += 1) {
      starts.push(at);
      ends.push(end);
    }
    pieces.push(piece);
    at = end;
  }
  return {
    text: pieces.join(""),
    rangeOf: ({ start, end }) => ({ start: starts[start] ?? text.length, end: ends[end - 1] ?? text.length }),
    hasInvisible,
  };
}

/** Soft hyphen, grapheme joiner, zero-width characters, direction marks, variation selectors, the byte order mark. */
const isInvisibleCode = (code: number): boolean =>
  code === 0xad ||
  code === 0x34f ||
  code === 0x61c ||
  code === 0x180e ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  code === 0xfeff;

function foldCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return character;
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if (blanks.test(character)) return " ";
  if (dashes.test(character)) return "-";
  if (dots.test(character)) return ".";
  if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
  const zero = zeros.find((first) => code >= first && code < first + 10);
  return zero === undefined ? character : String(code - zero);
}

const blanks = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
const dashes = /[\u2010-\u2015\u2212\ufe58\ufe63]/;
const dots = /[\u3002\uff61\u2024]/;

/** The zero of each script whose decimal digits stand in a row from 0 to 9. A fixed list: Unicode tables differ by runtime. */
const zeros: readonly number[] = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0,
  0x0f20, 0x1040, 0x17e0, 0x1810,
];
