import { canonicalEmail } from "./email.ts";
import { isAsciiAlphanumeric, type TextRange } from "./text-range.ts";

/** E-mail addresses anywhere in a text: a dot-atom, `@`, and a host of two labels or more whose last has letters only. */
export function findEmails(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let at = text.indexOf("@");
  while (at >= 0) {
    const range = addressAround(text, at);
    if (range !== undefined) found.push(range);
    at = text.indexOf("@", at + 1);
  }
  return found;
}

/** Looks at most 64 characters back and 253 ahead, so every `@` costs the same. */
function addressAround(text: string, at: number): TextRange | undefined {
  let start = at;
  while (start > 0 && at - start < 64 && isLocalCode(text.charCodeAt(start - 1))) start -= 1;
  let end = at + 1;
  while (end < text.length && end - at <= 253 && isHostCode(text.charCodeAt(end))) end += 1;
  // Punctuation around an address (quotes, list dots, `mailto=`) is not part of it.
  while (start < at && !isAsciiAlphanumeric(text.charCodeAt(start))) start += 1;
  while (end > at && !isAsciiAlphanumeric(text.charCodeAt(end - 1))) end -= 1;
  const email = canonicalEmail(text.slice(start, end));
  const last = /\.([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/.exec(email ?? "")?.[1];
  return last === undefined || fileEndings.includes(last) ? undefined : { start, end };
}

/** `icon@2x.png`: endings of file names that are no top-level domain. */
const fileEndings: readonly string[] = [
  "png",
  "jpg",
  "jpeg",
  "gif",
  "webp",
  "svg",
  "ico",
  "css",
  "js",
  "ts",
  "json",
  "html",
  "xml",
  "yaml",
  "yml",
  "txt",
];

const isHostCode = (code: number): boolean => isAsciiAlphanumeric(code) || code === 0x2d || code === 0x2e;
const isLocalCode = (code: number): boolean =>
  isAsciiAlphanumeric(code) || localPunctuation.includes(String.fromCharCode(code));
const localPunctuation = "!#$%&'*+/=?^_`{|}~.-";
