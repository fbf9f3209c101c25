import { canonicalIban, ibanLength } from "./iban.ts";
import { isAsciiAlphanumeric, isAsciiDigit, isAsciiLetter, type TextRange } from "./text-range.ts";

/** International bank account numbers: a registered country, its length, and check digits that hold; blanks or hyphens between groups. */
export function findIbans(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let from = 0;
  while (from < text.length) {
    const end = opensIban(text, from) ? endOfIban(text, from) : undefined;
    if (end !== undefined) found.push({ start: from, end });
    from = end ?? from + 1;
  }
  return found;
}

/** Two letters and two digits that no letter or digit precedes. */
function opensIban(text: string, at: number): boolean {
  if (at > 0 && isAsciiAlphanumeric(text.charCodeAt(at - 1))) return false;
  return (
    isAsciiLetter(text.charCodeAt(at)) &&
    isAsciiLetter(text.charCodeAt(at + 1)) &&
    isAsciiDigit(text.charCodeAt(at + 2)) &&
    isAsciiDigit(text.charCodeAt(at + 3))
  );
}

/** Takes exactly as many characters as the country's numbers have (at most 33), single separators skipped. */
function endOfIban(text: string, start: number): number | undefined {
  const length = ibanLength(text.slice(start, start + 2).toUpperCase());
  if (length === undefined) return undefined;
  let characters = "";
  let at = start;
  while (characters.length < length) {
    if (isAsciiAlphanumeric(text.charCodeAt(at))) characters += text.charAt(at);
    else if (!isSeparator(text.charCodeAt(at)) || !isAsciiAlphanumeric(text.charCodeAt(at + 1))) return undefined;
    at += 1;
  }
  if (isAsciiAlphanumeric(text.charCodeAt(at))) return undefined;
  return canonicalIban(characters) === undefined ? undefined : at;
}

const isSeparator = (code: number): boolean => code === 0x20 || code === 0x2d;
