import type { IToken, TokenType } from "chevrotain";
import type { Comment } from "../ast/parsed.ts";
import type { SourceText } from "../source/span.ts";
import { readDate, readDuration, readJsonNumber, readPercent, readTimestamp } from "./literals.ts";
import { type Run, splitRuns } from "./split-runs.ts";
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
  const { runs, comments } = splitRuns(source.text);
  return { tokens: placeTokens(source.text, runs), comments: readComments(source, comments) };
}

/** A token of another type at the same place. */
export const retype = (token: GateToken, tokenType: TokenType, image = token.image): GateToken => ({
  ...token,
  image,
  tokenType,
  tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
});

function placeTokens(text: string, runs: readonly Run[]): readonly GateToken[] {
  const placed: GateToken[] = [];
  let lineStart = 0;
  let scanned = 0;
  let last: GateToken | undefined;
  for (const { image, startOffset, tokenType: rawType } of runs) {
    let opensLine = placed.length === 0;
    for (; scanned < startOffset; scanned += 1) {
      const code = text.charCodeAt(scanned);
      if (code !== 10 && code !== 13) continue;
      lineStart = scanned + 1;
      opensLine = true;
    }
    const joins = last !== undefined && last.endOffset + 1 === startOffset;
    if (joins && last !== undefined && joinsName(last.tokenType, rawType)) {
      last = { ...retype(last, rawTokens.nonAscii, last.image + image), endOffset: startOffset + image.length - 1 };
      placed[placed.length - 1] = last;
      continue;
    }
    const tokenType = classify(rawType, image);
    last = {
      image,
      startOffset,
      endOffset: startOffset + image.length - 1,
      tokenType,
      tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
      opensLine,
      column: startOffset - lineStart,
    };
    placed.push(last);
  }
  return placed;
}

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

function classifyName(image: string): TokenType {
  const keyword = keywordTypes.get(image);
  if (keyword !== undefined) return keyword;
  if (/[*/]/.test(image)) return tokens.pattern;
  const dotted = image.includes(".");
  if (image.includes("-")) return dotted ? tokens.pattern : tokens.hyphenated;
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

function readComments({ file, text }: SourceText, comments: readonly Run[]): readonly Comment[] {
  return comments.map(({ image, startOffset }) => ({
    text: image.trimEnd(),
    span: { file, start: startOffset, end: startOffset + image.trimEnd().length },
    ownLine: standsAlone(text, startOffset),
  }));
}

/** Whether only blanks stand between the line's start and `offset`. */
function standsAlone(text: string, offset: number): boolean {
  let before = offset - 1;
  while (before >= 0 && (text[before] === " " || text[before] === "\t")) before -= 1;
  return before < 0 || text[before] === "\n" || text[before] === "\r";
}
