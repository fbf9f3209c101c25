import { fault, type JsonFault } from "./json-fault.ts";

/** The offset of the next character that is neither blank nor, if allowed, part of a comment. */
export function skipBlank(text: string, from: number, comments: boolean): number | JsonFault {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      at += 1;
    } else if (comments && code === 0x2f && text.charCodeAt(at + 1) === 0x2f) {
      while (at < text.length && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at += 1;
    } else if (comments && code === 0x2f && text.charCodeAt(at + 1) === 0x2a) {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) return fault("syntax", at, "found a comment without its end; expected `*/`");
      at = end + 2;
    } else {
      return at;
    }
  }
}

/** Reads the string that opens at `at`. Escapes are decoded; control characters and lone surrogates are refused. */
export function readString(text: string, at: number): { readonly value: string; readonly end: number } | JsonFault {
  let value = "";
  let start = at + 1;
  let here = start;
  for (;;) {
    const code = text.charCodeAt(here);
    if (code === 0x22) return { value: value + text.slice(start, here), end: here + 1 };
    if (code === 0x5c) {
      const decoded = readEscape(text, here);
      if ("code" in decoded) return decoded;
      value += text.slice(start, here) + decoded.value;
      here = decoded.end;
      start = here;
    } else if (code < 0x20) {
      return fault("syntax", here, `found a raw control character in a string; expected \\u${hex4(code)}`);
    } else if (code >= 0xd800 && code <= 0xdfff) {
      if (code >= 0xdc00 || !isLowSurrogate(text.charCodeAt(here + 1))) return loneSurrogate(code, here);
      here += 2;
    } else if (here >= text.length) {
      return fault("syntax", at, 'found a string without its end; expected `"`');
    } else {
      here += 1;
    }
  }
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function readEscape(text: string, at: number): { readonly value: string; readonly end: number } | JsonFault {
  const letter = text.charAt(at + 1);
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return { value: simple, end: at + 2 };
  if (letter !== "u") {
    return fault(
      "syntax",
      at,
      'found an unknown escape in a string; expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX',
    );
  }
  const high = readHex4(text, at + 2);
  if (high === undefined) return fault("syntax", at, "found `\\u` without four hexadecimal digits");
  if (high < 0xd800 || high > 0xdfff) return { value: String.fromCharCode(high), end: at + 6 };
  const low = text.startsWith("\\u", at + 6) ? readHex4(text, at + 8) : undefined;
  if (high >= 0xdc00 || low === undefined || !isLowSurrogate(low)) return loneSurrogate(high, at);
  return { value: String.fromCharCode(high, low), end: at + 12 };
}

function readHex4(text: string, at: number): number | undefined {
  const digits = text.slice(at, at + 4);
  return /^[0-9A-Fa-f]{4}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
const hex4 = (code: number): string => code.toString(16).toUpperCase().padStart(4, "0");
const loneSurrogate = (code: number, at: number): JsonFault =>
  fault("lone-surrogate", at, `found half of a surrogate pair (U+${hex4(code)}); it is no character`);

/** More digits or a larger exponent than any measured quantity has; refused so that exact arithmetic stays cheap. */
const maxDigits = 400;
const maxExponent = 400;

/** Reads the number that starts at `at` and keeps its text. */
export function readNumber(text: string, at: number): { readonly lexeme: string; readonly end: number } | JsonFault {
  const integerStart = text.charCodeAt(at) === 0x2d ? at + 1 : at;
  const integerEnd = skipDigits(text, integerStart);
  if (integerEnd === integerStart) return fault("syntax", at, "found `-` without a digit after it");
  if (integerEnd > integerStart + 1 && text.charCodeAt(integerStart) === 0x30) {
    return fault("syntax", at, "found a number with a leading zero; expected it without");
  }
  let end = integerEnd;
  if (text.charCodeAt(end) === 0x2e) {
    const fractionEnd = skipDigits(text, end + 1);
    if (fractionEnd === end + 1) return fault("syntax", end, "found a decimal point without a digit after it");
    end = fractionEnd;
  }
  const mantissaEnd = end;
  let exponent = 0;
  if (text.charCodeAt(end) === 0x65 || text.charCodeAt(end) === 0x45) {
    const sign = text.charCodeAt(end + 1);
    const digitsStart = sign === 0x2b || sign === 0x2d ? end + 2 : end + 1;
    const digitsEnd = skipDigits(text, digitsStart);
    if (digitsEnd === digitsStart) return fault("syntax", end, "found an exponent without a digit");
    exponent = Number(text.slice(digitsStart, digitsEnd));
    end = digitsEnd;
  }
  if (isNumberTail(text.charCodeAt(end))) {
    return fault(
      "syntax",
      at,
      "found letters, a sign or a second point within a number; expected a plain decimal number",
    );
  }
  if (mantissaEnd - at > maxDigits) return fault("number", at, `found a number of more than ${maxDigits} digits`);
  if (exponent > maxExponent) return fault("number", at, `found a number with an exponent beyond ${maxExponent}`);
  return { lexeme: text.slice(at, end), end };
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at += 1;
  return at;
}

/** `1x`, `1.2.3`, `1-2`, `1_000`: said as one mistake instead of "expected a comma". */
const isNumberTail = (code: number): boolean =>
  code === 0x2e || code === 0x2b || code === 0x2d || code === 0x5f || isLetter(code);
const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
