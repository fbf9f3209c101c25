import type { TextRange } from "./text-range.ts";

/**
 * The machine-readable lines of passports and identity cards (ICAO Doc 9303): two lines of 44 or 36 characters, three of 30,
 * with the check digits of number, birth, expiry and the whole. The range covers the lines with the name too.
 */
export function findPassports(text: string): readonly TextRange[] {
  const lines = findLines(text);
  const found: TextRange[] = [];
  for (const [index, line] of lines.entries()) {
    const [before, after] = [lines[index - 1], lines[index + 1]];
    const follows = (one: TextRange | undefined, other: TextRange | undefined): boolean =>
      one !== undefined &&
      other !== undefined &&
      one.end - one.start === other.end - other.start &&
      adjoin(text, one, other);
    const hasBefore = follows(before, line);
    const start = hasBefore && before !== undefined ? before.start : line.start;
    if (passesTwoLines(line.text)) found.push({ start, end: line.end });
    else if (hasBefore && before !== undefined && passesThreeLines(before.text, line.text)) {
      found.push({ start, end: after !== undefined && follows(line, after) ? after.end : line.end });
    }
  }
  return found;
}

interface Line extends TextRange {
  readonly text: string;
}

/** The stretches of `A` to `Z`, `0` to `9` and `<` that have the length of such a line. */
function findLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    while (at < text.length && isLineCode(text.charCodeAt(at))) at += 1;
    if ([30, 36, 44].includes(at - start)) lines.push({ start, end: at, text: text.slice(start, at) });
    at += 1;
  }
  return lines;
}

const isLineCode = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x3c;

/** A line break, one blank, or the line break as JSON writes it. */
const adjoin = (text: string, one: TextRange, other: TextRange): boolean =>
  other.start - one.end <= 2 && /^(?:\r?\n| |\\n)$/.test(text.slice(one.end, other.start));

/** The second line of passports (44) and of older cards (36). The optional data of a passport may go without check digit. */
function passesTwoLines(line: string): boolean {
  if (!/^[A-Z0-9<]{9}[0-9][A-Z<]{3}[0-9<]{6}[0-9][MFX<][0-9]{6}[0-9]/.test(line)) return false;
  const covered = line.length === 44 ? 43 : line.length === 36 ? 35 : undefined;
  if (covered === undefined) return false;
  const whole = line.slice(0, 10) + line.slice(13, 20) + line.slice(21, covered);
  return (
    isChecked(line, 0, 9) && isChecked(line, 13, 19) && isChecked(line, 21, 27) && checkOf(whole) === line[covered]
  );
}

/** The first two lines of identity cards (30). */
function passesThreeLines(first: string, second: string): boolean {
  if (!/^[ACI][A-Z0-9<][A-Z<]{3}/.test(first) || !/^[0-9<]{6}[0-9][MFX<][0-9]{6}[0-9][A-Z<]{3}/.test(second))
    return false;
  const whole = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29);
  return (
    isChecked(first, 5, 14) && isChecked(second, 0, 6) && isChecked(second, 8, 14) && checkOf(whole) === second[29]
  );
}

const isChecked = (line: string, from: number, to: number): boolean => checkOf(line.slice(from, to)) === line[to];

/** Weights 7, 3, 1; letters count as 10 to 35, the filler as 0. */
function checkOf(field: string): string {
  let sum = 0;
  for (const [index, character] of Array.from(field).entries()) {
    sum += (character === "<" ? 0 : Number.parseInt(character, 36)) * ([7, 3, 1][index % 3] ?? 0);
  }
  return String(sum % 10);
}
