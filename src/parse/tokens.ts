import { createToken, Lexer, type TokenType } from "chevrotain";
import { type KeywordWord, keywordWords } from "./words.ts";

const token = (name: string, pattern: RegExp, label?: string): TokenType =>
  createToken({ name, pattern, ...(label === undefined ? {} : { label }) });

/** Made from a `NameRun` or a `NumericRun` after lexing; the parser sees these. */
const made = (name: string, label: string, categories: TokenType[] = []): TokenType =>
  createToken({ name, label, categories, pattern: Lexer.NA });

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
  text: token("Text", /"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"/, "a quoted text"),
  arrow: token("Arrow", /->/, "`->`"),
  equal: token("Equal", /==/, "`==`"),
  unequal: token("Unequal", /!=/, "`!=`"),
  atMost: token("AtMost", /<=/, "`<=`"),
  atLeast: token("AtLeast", />=/, "`>=`"),
  below: token("Below", /</, "`<`"),
  above: token("Above", />/, "`>`"),
  plus: token("Plus", /\+/, "`+`"),
  minus: token("Minus", /-/, "`-`"),
  is: token("Is", /=/, "`=`"),
  bar: token("Bar", /\|/, "`|`"),
  comma: token("Comma", /,/, "`,`"),
  colon: token("Colon", /:/, "`:`"),
  leftBrace: token("LeftBrace", /\{/, "`{`"),
  rightBrace: token("RightBrace", /\}/, "`}`"),
  leftBracket: token("LeftBracket", /\[/, "`[`"),
  rightBracket: token("RightBracket", /\]/, "`]`"),
  leftParenthesis: token("LeftParenthesis", /\(/, "`(`"),
  rightParenthesis: token("RightParenthesis", /\)/, "`)`"),
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
  space: createToken({ name: "Space", pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED }),
  comment: createToken({ name: "Comment", pattern: /\/\/[^\r\n]*/, group: "comments" }),
  nameRun: token("NameRun", /(?:[A-Za-z_]|\*\*?)(?:[A-Za-z0-9_*]|[./-](?=[A-Za-z0-9_*]))*/),
  numericRun: token(
    "NumericRun",
    /\d\d\d\d-\d\d-\d\d(?:[Tt][0-9:.]*(?:[Zz]|[+-]\d\d:?\d\d)?)?|-?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]\d+|[A-Za-z_][\dA-Za-z_]*)?%?/,
  ),
  /** With a scheme that data has: outside quotes its `//` would open a comment. */
  bareUrl: token("BareUrl", /(?:https?|wss?|s?ftp|spiffe|ssh|postgres|redis|s3|gs):\/\/[^\s",;(){}[\]]+/),
  openText: token("OpenText", /"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*\\?/),
  singleQuoted: token("SingleQuoted", /'[^'\r\n]*'?|`[^`\r\n]*`?/),
  curlyQuoted: token(
    "CurlyQuoted",
    /[\u201c-\u201f\u2018-\u201b\u00ab][^\u201c-\u201f\u2018-\u201b\u00bb\r\n]*[\u201c-\u201f\u2018-\u201b\u00bb]?/,
  ),
  blockComment: token("BlockComment", /\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?/),
  hashComment: token("HashComment", /#[^\r\n]*/),
  regex: token("Regex", /\/[^/*\s][^/\r\n]*\/[a-z]*/),
  foreignOperator: token("ForeignOperator", /&&?|\|\||===|!==|<>|=<|=>|≠|≤|≥|:=/),
  bang: token("Bang", /!/),
  semicolon: token("Semicolon", /;/),
  nonAscii: token("NonAscii", /[\u0080-\uffff]+/),
  /** Every other ASCII character, as a range: the lexer cannot index complements by first character. */
  unknown: token("Unknown", /[\u0000-\u007f]/),
} as const;

/** Lexing order: longer and stricter patterns first. */
export const lexedTokens: readonly TokenType[] = [
  rawTokens.space,
  rawTokens.bareUrl,
  rawTokens.nameRun,
  rawTokens.comment,
  tokens.text,
  rawTokens.openText,
  tokens.comma,
  tokens.leftBrace,
  tokens.rightBrace,
  tokens.leftBracket,
  tokens.rightBracket,
  tokens.leftParenthesis,
  tokens.rightParenthesis,
  rawTokens.numericRun,
  rawTokens.blockComment,
  rawTokens.regex,
  rawTokens.foreignOperator,
  tokens.colon,
  tokens.arrow,
  tokens.equal,
  tokens.unequal,
  tokens.atMost,
  tokens.atLeast,
  tokens.below,
  tokens.above,
  tokens.plus,
  tokens.minus,
  tokens.is,
  tokens.bar,
  rawTokens.singleQuoted,
  rawTokens.curlyQuoted,
  rawTokens.hashComment,
  rawTokens.bang,
  rawTokens.semicolon,
  rawTokens.nonAscii,
  rawTokens.unknown,
];

/** Everything the parser's rules may name. */
export const parserVocabulary: readonly TokenType[] = [...Object.values(tokens), ...Object.values(keywords)];
