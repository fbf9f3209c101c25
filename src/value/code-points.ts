/** Code points from the first to the last, both included. */
export type CodePointRange = readonly [first: number, last: number];

const lastCodePoint = 0x10ffff;

/** The same set as sorted ranges that neither overlap nor touch. */
export function normaliseRanges(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const result: CodePointRange[] = [];
  for (const range of [...ranges].sort((left, right) => left[0] - right[0])) {
    const last = result.at(-1);
    if (last !== undefined && range[0] <= last[1] + 1)
      result[result.length - 1] = [last[0], Math.max(last[1], range[1])];
    else result.push(range);
  }
  return result;
}

/** All other code points; takes normalised ranges. */
export function complement(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const result: CodePointRange[] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) result.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= lastCodePoint) result.push([next, lastCodePoint]);
  return result;
}

export const asciiDigits: readonly CodePointRange[] = [[0x30, 0x39]];
export const wordCharacters: readonly CodePointRange[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** `\s` of RE2: tab, line feed, form feed, carriage return, blank. */
export const blanks: readonly CodePointRange[] = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
