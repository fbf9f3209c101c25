import { isAsciiAlphanumeric, type TextRange } from "./text-range.ts";

export interface TextToken extends TextRange {
  readonly text: string;
}

/** The maximal stretches of letters, digits, `_` and `-` that start with a letter or digit, in order. */
export function* textTokens(text: string): Generator<TextToken> {
  let at = 0;
  while (at < text.length) {
    if (!isAsciiAlphanumeric(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < text.length && isTokenCode(text.charCodeAt(at))) at += 1;
    yield { start, end: at, text: text.slice(start, at) };
  }
}

/** Letters, digits, `_` and `-`. */
export const isTokenCode = (code: number): boolean => isAsciiAlphanumeric(code) || code === 0x5f || code === 0x2d;
