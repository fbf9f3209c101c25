import { isAsciiAlphanumeric, type TextRange } from "./text-range.ts";

/**
 * Credentials by their shape: private keys in PEM, JSON Web Tokens, tokens with a vendor's prefix, passwords within
 * URLs, and long random-looking values behind a word such as `token=` or `password:`. Judged token by token, each once.
 */
export function findSecrets(text: string): readonly TextRange[] {
  return [...findPrivateKeys(text), ...findTokens(text), ...findUrlPasswords(text)];
}

/** From `-----BEGIN … PRIVATE KEY-----` to the matching end, or to the end of the text where that is missing. */
function findPrivateKeys(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let start = text.indexOf("-----BEGIN ");
  while (start >= 0) {
    const head = /^-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/.exec(text.slice(start, start + 110));
    let next = start + 11;
    if (head !== null) {
      const footer = text.indexOf("-----END ", start + head[0].length);
      const close = footer < 0 ? -1 : text.indexOf("-----", footer + 9);
      next = close < 0 ? text.length : close + 5;
      found.push({ start, end: next });
    }
    start = text.indexOf("-----BEGIN ", next);
  }
  return found;
}

interface Token extends TextRange {
  readonly text: string;
}

function findTokens(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let before: Token | undefined;
  let beforeThat: Token | undefined;
  for (const token of tokens(text)) {
    const jwt = beforeThat !== undefined && before !== undefined && isJwt(text, beforeThat, before, token);
    if (jwt) found.push({ start: beforeThat?.start ?? token.start, end: token.end });
    else if (isVendorToken(token.text)) found.push({ start: token.start, end: token.end });
    else if (before !== undefined && announces(text, before, token)) {
      const end = endOfValue(text, token.end);
      if (isRandom(text.slice(token.start, end))) found.push({ start: token.start, end });
    }
    beforeThat = before;
    before = token;
  }
  return found;
}

/** The maximal stretches of letters, digits, `_` and `-` that start with a letter or digit. */
function* tokens(text: string): Generator<Token> {
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

const isTokenCode = (code: number): boolean => isAsciiAlphanumeric(code) || code === 0x5f || code === 0x2d;

/** A value in base64 goes on over `+` and `/`. */
function endOfValue(text: string, from: number): number {
  let at = from;
  while (at < text.length && (isTokenCode(text.charCodeAt(at)) || text[at] === "+" || text[at] === "/")) at += 1;
  return at;
}

/** Three base64url parts joined by dots; the first two are JSON objects, which start with `{"`. */
const isJwt = (text: string, header: Token, payload: Token, signature: Token): boolean =>
  header.end + 1 === payload.start &&
  payload.end + 1 === signature.start &&
  text[header.end] === "." &&
  text[payload.end] === "." &&
  header.text.startsWith("eyJ") &&
  payload.text.startsWith("eyJ") &&
  signature.text.length >= 8;

/** A prefix that a vendor puts before its tokens, and how many characters follow at least. */
const vendorPrefixes: readonly (readonly [prefix: string, least: number])[] = [
  ["sk-", 20],
  ["sk_live_", 16],
  ["sk_test_", 16],
  ["rk_live_", 16],
  ["whsec_", 24],
  ["ghp_", 30],
  ["gho_", 30],
  ["ghu_", 30],
  ["ghs_", 30],
  ["ghr_", 30],
  ["github_pat_", 30],
  ["glpat-", 20],
  ["xoxb-", 20],
  ["xoxp-", 20],
  ["xoxa-", 20],
  ["xapp-", 20],
  ["AIza", 35],
  ["npm_", 36],
  ["pypi-", 40],
  ["hf_", 30],
  ["dop_v1_", 60],
  ["shpat_", 32],
  ["AKIA", 16],
  ["ASIA", 16],
];

function isVendorToken(token: string): boolean {
  const known = vendorPrefixes.find(([prefix]) => token.startsWith(prefix));
  if (known === undefined) return false;
  const [prefix, least] = known;
  const rest = token.slice(prefix.length);
  if (prefix === "AKIA" || prefix === "ASIA") return /^[A-Z0-9]{16}$/.test(rest);
  // Words in kebab-case can share a prefix ("sk-toggleable-content"); keys mix in digits.
  return rest.length >= least && /[0-9]/.test(rest);
}

const secretWords =
  /(?:token|passw(?:or)?d|passwd|pwd|secret|api[_-]?key|apikey|access[_-]?key|private[_-]?key|auth[_-]?key)$/i;

/** Is the token before a word for a secret, and does only an assignment stand between the two? */
function announces(text: string, word: Token, value: Token): boolean {
  if (value.start - word.end > 10) return false;
  const between = text.slice(word.end, value.start);
  if (/^(?:bearer|basic)$/i.test(word.text)) return between === " ";
  // A quote may be escaped: JSON often carries JSON.
  return secretWords.test(word.text.slice(-20)) && /^\\?["'`]? {0,2}(?:=>|:=|=|:) {0,2}\\?["'`]?$/.test(between);
}

/** At least 16 characters with letters and digits, which words and file paths seldom mix so densely. */
function isRandom(token: string): boolean {
  if (token.length < 16) return false;
  const digits = token.replace(/[^0-9]/g, "").length;
  return digits >= 2 && digits < token.length;
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
