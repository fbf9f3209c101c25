import type { IToken, TokenType } from "chevrotain";
import type { Comment } from "../ast/parsed.ts";
import type { SourceText } from "../source/span.ts";
import { readDate, readDuration, readJsonNumber, readPercent, readTimestamp } from "./literals.ts";
import { splitRuns } from "./split-runs.ts";
import { keywords, rawTokens, tokens } from "./tokens.ts";

/** A token with what the splitting into declarations needs: whether it is the first of its line, and its zero-based column. */
export interface GateToken extends IToken {
  readonly endOffset: number;
  readonly opensLine: boolean;
  readonly column: number;
}

export interface TokenisedText {
  readonly tokens: readonly GateToken[];
  readonly comments: readonly Comment[];
}

/** Total on every text: what no token matches becomes `Unknown`, and is reported with its declaration. */
export function readTokens(source: SourceText): TokenisedText {
  const { text } = source;
  const placed: GateToken[] = [];
  const comments: Comment[] = [];
  let lineStart = 0;
  let scanned = 0;
  let last: GateToken | undefined;
  splitRuns(text, (rawType, start, end) => {
    const image = text.slice(start, end);
    if (rawType === rawTokens.comment) {
      comments.push(commentAt(source, image, start));
      return;
    }
    let opensLine = last === undefined;
    for (; scanned < start; scanned += 1) {
      const code = text.charCodeAt(scanned);
      if (code !== 10 && code !== 13) continue;
      lineStart = scanned + 1;
      opensLine = true;
    }
    if (last !== undefined && last.endOffset + 1 === start && joinsName(last.tokenType, rawType)) {
      last = { ...retype(last, rawTokens.nonAscii, last.image + image), endOffset: end - 1 };
      placed[placed.length - 1] = last;
      return;
    }
    const tokenType = classify(rawType, image);
    last = {
      image,
      startOffset: start,
      endOffset: end - 1,
      tokenType,
      tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
      opensLine,
      column: start - lineStart,
    };
    placed.push(last);
  });
  return { tokens: placed, comments };
}

/** A token of another type at the same place. */
export const retype = (token: GateToken, tokenType: TokenType, image = token.image): GateToken => ({
  ...token,
  image,
  tokenType,
  tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
});

/** `gäste` arrives as three runs and is one mistake. */
const joinsName = (last: TokenType, next: TokenType): boolean =>
  (next === rawTokens.nonAscii && nameTypes.has(last)) ||
  (last === rawTokens.nonAscii && (next === rawTokens.nameRun || next === rawTokens.nonAscii));

const nameTypes: ReadonlySet<TokenType> = new Set([
  tokens.word,
  tokens.path,
  tokens.hyphenated,
  tokens.pattern,
  ...Object.values(keywords),
]);

const keywordTypes: ReadonlyMap<string, TokenType> = new Map(Object.entries(keywords));

function classify(rawType: TokenType, image: string): TokenType {
  if (rawType === rawTokens.nameRun) return classifyName(image);
  if (rawType === rawTokens.numericRun) return classifyNumeric(image) ?? rawType;
  return rawType;
}

const [star, slash, dot, hyphen] = [0x2a, 0x2f, 0x2e, 0x2d];

function classifyName(image: string): TokenType {
  const keyword = keywordTypes.get(image);
  if (keyword !== undefined) return keyword;
  let dotted = false;
  let hyphenated = false;
  for (let index = 0; index < image.length; index += 1) {
    const code = image.charCodeAt(index);
    if (code === star || code === slash) return tokens.pattern;
    dotted ||= code === dot;
    hyphenated ||= code === hyphen;
  }
  if (hyphenated) return dotted ? tokens.pattern : tokens.hyphenated;
  if (dotted) return tokens.path;
  return /^[A-Z]{3}$/.test(image) ? tokens.currency : tokens.word;
}

/** Undefined for a run that is no literal: `15min`, `2027-02-30`. */
function classifyNumeric(image: string): TokenType | undefined {
  if (readJsonNumber(image) !== undefined) return tokens.number;
  if (readPercent(image) !== undefined) return tokens.percent;
  if (readDuration(image) !== undefined) return tokens.duration;
  if (readDate(image) !== undefined) return tokens.date;
  return readTimestamp(image) === undefined ? undefined : tokens.timestamp;
}

function commentAt({ file, text }: SourceText, image: string, start: number): Comment {
  const written = image.trimEnd();
  return { text: written, span: { file, start, end: start + written.length }, ownLine: standsAlone(text, start) };
}

/** Whether only blanks stand between the line's start and `offset`. */
function standsAlone(text: string, offset: number): boolean {
  let before = offset - 1;
  while (before >= 0 && (text[before] === " " || text[before] === "\t")) before -= 1;
  return before < 0 || text[before] === "\n" || text[before] === "\r";
}
