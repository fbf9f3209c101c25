import type { TextRange } from "./text-range.ts";
import { isTokenCode, type TextToken, textTokens } from "./text-token.ts";

/** Passwords within URLs, and long random-looking values behind a word such as `token=`, `password:` or `Bearer`. */
export function findPasswords(text: string): readonly TextRange[] {
  return [...findAssigned(text), ...findUrlPasswords(text)];
}

function findAssigned(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let before: TextToken | undefined;
  for (const token of textTokens(text)) {
    if (before !== undefined && announces(text, before, token)) {
      const end = endOfValue(text, token.end);
      if (isRandom(text.slice(token.start, end))) found.push({ start: token.start, end });
    }
    before = token;
  }
  return found;
}

/** A value in base64 goes on over `+` and `/`, and ends in `=`. */
function endOfValue(text: string, from: number): number {
  let at = from;
  while (at < text.length && (isTokenCode(text.charCodeAt(at)) || text[at] === "+" || text[at] === "/")) at += 1;
  while (at < text.length && at - from < 4_096 && text[at] === "=") at += 1;
  return at;
}

const secretWords =
  /(?:token|passw(?:or)?d|passwd|passphrase|pwd|secret|credentials?|api[_-]?key|apikey|(?:access|account|auth|encryption|private|secret|signing)[_-]?key)$/i;
/** Cursors of paged lists are no secrets. */
const pagingWords = /(?:page|continuation|sync)[_-]?token$/i;

/** Is the token before a word for a secret, and does only an assignment stand between the two? */
function announces(text: string, word: TextToken, value: TextToken): boolean {
  if (value.start - word.end > 10) return false;
  const between = text.slice(word.end, value.start);
  if (/^bearer$/i.test(word.text)) return between === " ";
  if (/^basic$/i.test(word.text)) return between === " " && /[a-z]/.test(value.text) && /[A-Z]/.test(value.text);
  const name = word.text.slice(-24);
  // A quote may be escaped: JSON often carries JSON.
  return (
    secretWords.test(name) && !pagingWords.test(name) && /^\\?["'`]? {0,2}(?:=>|:=|=|:) {0,2}\\?["'`]?$/.test(between)
  );
}

/** At least 16 characters, 8 of them different, letters and digits mixed: words and file paths seldom are. */
function isRandom(token: string): boolean {
  if (token.length < 16) return false;
  const digits = token.replace(/[^0-9]/g, "").length;
  return digits >= 2 && digits < token.length && new Set(token.slice(0, 256)).size >= 8;
}

/** `scheme://user:password@host`. Looks at most 200 characters behind each `://`. */
function findUrlPasswords(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let at = text.indexOf("://");
  while (at >= 0) {
    const start = at + 3;
    const match = /^[^\s:@/?#"'<>]{0,80}:([^\s:@/?#"'<>]{1,100})@/.exec(text.slice(start, start + 190));
    if (match !== null && !/^(?:\$|\{|%|\*|x+$)/.test(match[1] ?? "")) {
      found.push({ start, end: start + match[0].length - 1 });
    }
    at = text.indexOf("://", start);
  }
  return found;
}
