import { isAsciiAlphanumeric, isAsciiDigit, type TextRange } from "./text-range.ts";

export interface DigitGroup extends TextRange {
  readonly digits: string;
}

/** More digits in a row than any number we look for has: cut there, so that nothing grows with the text. */
const maxGroup = 32;

/**
 * All digits of a text as runs of groups: the groups of a run are parted by one blank, hyphen or dot each. Digits that
 * belong to a word (`a1b2`, hexadecimal) are left out, because hashes and identifiers would pass check digits by chance.
 */
export function findDigitRuns(text: string): readonly (readonly DigitGroup[])[] {
  const runs: DigitGroup[][] = [];
  let run: DigitGroup[] = [];
  let at = 0;
  while (at < text.length) {
    if (!isAsciiAlphanumeric(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    let isNumber = true;
    while (at < text.length && isAsciiAlphanumeric(text.charCodeAt(at))) {
      isNumber &&= isAsciiDigit(text.charCodeAt(at));
      at += 1;
    }
    const continues = run.length > 0 && run.at(-1)?.end === start - 1 && isSeparator(text.charCodeAt(start - 1));
    if (!continues || !isNumber) {
      if (run.length > 0) runs.push(run);
      run = [];
    }
    if (isNumber && at - start <= maxGroup) run.push({ start, end: at, digits: text.slice(start, at) });
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** Blank, hyphen, dot: folding has made these of their typographic cousins. */
const isSeparator = (code: number): boolean => code === 0x20 || code === 0x2d || code === 0x2e;
