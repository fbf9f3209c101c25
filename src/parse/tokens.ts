import { createToken, type TokenType } from "chevrotain";
import { type KeywordWord, keywordWords } from "./words.ts";

/** A token that is always the same text. */
const sign = (name: string, text: string): TokenType => createToken({ name, label: `\`${text}\``, pattern: text });

const run = (name: string, pattern: RegExp, label?: string): TokenType =>
  createToken({ name, pattern, ...(label === undefined ? {} : { label }) });

/** Made from a `NameRun` or a `NumericRun` after lexing; the parser sees these. */
const made = (name: string, label: string, categories: TokenType[] = []): TokenType =>
  createToken({ name, label, categories });

const word = made("Word", "a name");

/** The token types that the parser's rules are written in. */
export const tokens = {
  /** Letters, digits, `_`. Every keyword and every currency is one, so that a name may be any word. */
  word,
  /** Words joined by dots. */
  path: made("Path", "a path"),
  /** Words joined by hyphens: `ZT-ID-3`. */
  hyphenated: made("Hyphenated", "a hyphenated name"),
  /** A tool name with `/` or hyphens among dots, or a pattern with `*`. */
  pattern: made("Pattern", "a tool pattern"),
  /** Three capital letters: only after a number does it mean a currency. */
  currency: made("Currency", "a currency", [word]),
  number: made("Number", "a number"),
  percent: made("Percent", "a percentage"),
  duration: made("Duration", "a duration"),
  date: made("Date", "a date"),
  timestamp: made("Timestamp", "a timestamp"),
  text: run("Text", /"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"/, "a quoted text"),
  arrow: sign("Arrow", "->"),
  equal: sign("Equal", "=="),
  unequal: sign("Unequal", "!="),
  atMost: sign("AtMost", "<="),
  atLeast: sign("AtLeast", ">="),
  below: sign("Below", "<"),
  above: sign("Above", ">"),
  plus: sign("Plus", "+"),
  minus: sign("Minus", "-"),
  is: sign("Is", "="),
  bar: sign("Bar", "|"),
  comma: sign("Comma", ","),
  colon: sign("Colon", ":"),
  leftBrace: sign("LeftBrace", "{"),
  rightBrace: sign("RightBrace", "}"),
  leftBracket: sign("LeftBracket", "["),
  rightBracket: sign("RightBracket", "]"),
  leftParenthesis: sign("LeftParenthesis", "("),
  rightParenthesis: sign("RightParenthesis", ")"),
} as const;

/** One token type a keyword; all of them are words too. */
export const keywords = Object.fromEntries(
  // The parser enters them into their category all at once; `createToken` would go through the whole category for each.
  keywordWords.map((keyword) => [
    keyword,
    Object.assign(made(`"${keyword}"`, `\`${keyword}\``), { CATEGORIES: [word] }),
  ]),
) as Readonly<Record<KeywordWord, TokenType>>; // every word of the union is in the list it is made from

/** What the lexer alone sees: runs that `read-tokens.ts` tells apart, and slips from other languages it repairs. */
export const rawTokens = {
  space: run("Space", /[ \t\r\n]+/),
  comment: run("Comment", /\/\/[^\r\n]*/),
  nameRun: run("NameRun", /(?:[A-Za-z_]|\*\*?)(?:[A-Za-z0-9_*]|[./-](?=[A-Za-z0-9_*]))*/),
  numericRun: run(
    "NumericRun",
    /\d\d\d\d-\d\d-\d\d(?:[Tt][0-9:.]*(?:[Zz]|[+-]\d\d:?\d\d)?)?|-?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]\d+|[A-Za-z_][\dA-Za-z_]*)?%?/,
  ),
  /** With a scheme that data has: outside quotes its `//` would open a comment. */
  bareUrl: run("BareUrl", /(?:https?|wss?|s?ftp|spiffe|ssh|postgres|redis|s3|gs):\/\/[^\s",;(){}[\]]+/),
  openText: run("OpenText", /"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*\\?/),
  singleQuoted: run("SingleQuoted", /'[^'\r\n]*'?|`[^`\r\n]*`?/),
  curlyQuoted: run(
    "CurlyQuoted",
    /[\u201c-\u201f\u2018-\u201b\u00ab][^\u201c-\u201f\u2018-\u201b\u00bb\r\n]*[\u201c-\u201f\u2018-\u201b\u00bb]?/,
  ),
  blockComment: run("BlockComment", /\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?/),
  hashComment: run("HashComment", /#[^\r\n]*/),
  regex: run("Regex", /\/[^/*\s][^/\r\n]*\/[a-z]*/),
  foreignOperator: run("ForeignOperator", /&&?|\|\||===|!==|<>|=<|=>|≠|≤|≥|:=/),
  bang: sign("Bang", "!"),
  semicolon: sign("Semicolon", ";"),
  nonAscii: run("NonAscii", /[\u0080-\uffff]+/),
  /** Every other character. */
  unknown: run("Unknown", /[\s\S]/),
} as const;

/** Everything the parser's rules may name. */
export const parserVocabulary: readonly TokenType[] = [...Object.values(tokens), ...Object.values(keywords)];
