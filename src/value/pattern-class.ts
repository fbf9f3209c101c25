import {
  asciiDigits,
  blanks,
  type CodePointRange,
  complement,
  normaliseRanges,
  wordCharacters,
} from "./code-points.ts";
import { type Reader, refuse, singleCharacter, takeCodePoint } from "./pattern-reader.ts";

/** Reads behind `[`. */
export function parseClass(reader: Reader): readonly CodePointRange[] {
  const open = reader.at - 1;
  const negated = reader.source[reader.at] === "^";
  if (negated) reader.at += 1;
  const ranges: CodePointRange[] = [];
  const first = reader.at;
  while (reader.error === undefined) {
    if (reader.at >= reader.source.length) return refused(reader, "found `[` without its `]`", open);
    if (reader.source[reader.at] === "]") break;
    ranges.push(...parseClassItem(reader, first));
  }
  if (reader.at === first) return refused(reader, "found an empty class; write `\\]` for the character", open);
  reader.at += 1;
  const normal = normaliseRanges(ranges);
  return negated ? complement(normal) : normal;
}

function parseClassItem(reader: Reader, first: number): readonly CodePointRange[] {
  const start = reader.at;
  if (reader.source.startsWith("[:", start)) {
    return refused(reader, "found a named class such as `[:alpha:]`; write its characters");
  }
  const low = parseClassCharacter(reader);
  const isRange = reader.source[reader.at] === "-" && reader.source[reader.at + 1] !== "]";
  if (reader.source[start] === "-" && start !== first && reader.source[reader.at] !== "]") {
    refuse(reader, "found `-` in the middle of a class; write `\\-` for the character", start);
  }
  if (!isRange) return low;
  reader.at += 1;
  const high = parseClassCharacter(reader);
  const [from, to] = [onlyCodePoint(low), onlyCodePoint(high)];
  if (reader.error !== undefined) return [];
  if (from === undefined || to === undefined || from > to) {
    return refused(reader, "found a range that is not from a lower to a higher character", start);
  }
  return [[from, to]];
}

function parseClassCharacter(reader: Reader): readonly CodePointRange[] {
  if (reader.at >= reader.source.length) return refused(reader, "found `[` without its `]`");
  const character = takeCodePoint(reader);
  return character === "\\" ? parseEscape(reader) : singleCharacter(character);
}

function onlyCodePoint(ranges: readonly CodePointRange[]): number | undefined {
  const [range] = ranges;
  return ranges.length === 1 && range !== undefined && range[0] === range[1] ? range[0] : undefined;
}

/** Reads behind a backslash. */
export function parseEscape(reader: Reader): readonly CodePointRange[] {
  const start = reader.at - 1;
  if (reader.at >= reader.source.length) return refused(reader, "found a backslash at the end of the pattern", start);
  const hex = /^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(reader.source.slice(reader.at, reader.at + 9));
  if (hex !== null && Number.parseInt(hex[1] ?? hex[2] ?? "", 16) <= 0x10ffff) {
    reader.at += hex[0].length;
    const code = Number.parseInt(hex[1] ?? hex[2] ?? "", 16);
    return [[code, code]];
  }
  const letter = takeCodePoint(reader);
  const known = namedEscapes.get(letter);
  if (known !== undefined) return known;
  if (/^[!-/:-@[-`{-~]$/.test(letter)) return singleCharacter(letter);
  const what = /^[1-9]$/.test(letter)
    ? "a back-reference"
    : (missingEscapes.get(letter) ?? `the escape \`\\${letter}\``);
  return refused(reader, `found ${what}, which this pattern language does not have`, start);
}

const namedEscapes: ReadonlyMap<string, readonly CodePointRange[]> = new Map([
  ["d", asciiDigits],
  ["D", complement(asciiDigits)],
  ["w", wordCharacters],
  ["W", complement(wordCharacters)],
  ["s", blanks],
  ["S", complement(blanks)],
  ["t", singleCharacter("\t")],
  ["n", singleCharacter("\n")],
  ["r", singleCharacter("\r")],
  ["f", singleCharacter("\f")],
]);

const missingEscapes: ReadonlyMap<string, string> = new Map([
  ["b", "a word boundary"],
  ["B", "a word boundary"],
  ["p", "a Unicode property"],
  ["P", "a Unicode property"],
  ["A", "an anchor"],
  ["z", "an anchor"],
]);

function refused(reader: Reader, message: string, offset = reader.at): readonly CodePointRange[] {
  refuse(reader, message, offset);
  return [];
}
