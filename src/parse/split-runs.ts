import type { TokenType } from "chevrotain";
import { rawTokens, tokens } from "./tokens.ts";

/** A piece of the text that one pattern takes. */
export interface Run {
  readonly tokenType: TokenType;
  readonly image: string;
  readonly startOffset: number;
}

/**
 * Splits a text at the patterns of its tokens. Total: every character belongs to one run. Of the tokens that a character
 * may open, the first whose pattern holds at the place is taken. Blanks are left out.
 */
export function splitRuns(text: string): { readonly runs: readonly Run[]; readonly comments: readonly Run[] } {
  const runs: Run[] = [];
  const comments: Run[] = [];
  for (let startOffset = 0; startOffset < text.length; ) {
    const { tokenType, end } = runAt(text, startOffset);
    if (tokenType !== rawTokens.space) {
      const run = { tokenType, image: text.slice(startOffset, end), startOffset };
      (tokenType === rawTokens.comment ? comments : runs).push(run);
    }
    startOffset = end;
  }
  return { runs, comments };
}

function runAt(text: string, start: number): { readonly tokenType: TokenType; readonly end: number } {
  for (const candidate of candidatesAt(text, start)) {
    const end = candidate.endAt(text, start);
    if (end !== undefined) return { tokenType: candidate.tokenType, end };
  }
  return { tokenType: rawTokens.unknown, end: start + 1 };
}

/** What opens with a character, longer and stricter tokens first. */
export const openers: readonly (readonly [characters: RegExp, types: readonly TokenType[]])[] = [
  [/[ \t\r\n]/, [rawTokens.space]],
  [/[A-Za-z_*]/, [rawTokens.bareUrl, rawTokens.nameRun]],
  [/\d/, [rawTokens.numericRun]],
  [/"/, [tokens.text, rawTokens.openText]],
  [/,/, [tokens.comma]],
  [/\{/, [tokens.leftBrace]],
  [/\}/, [tokens.rightBrace]],
  [/\[/, [tokens.leftBracket]],
  [/\]/, [tokens.rightBracket]],
  [/\(/, [tokens.leftParenthesis]],
  [/\)/, [tokens.rightParenthesis]],
  [/:/, [rawTokens.foreignOperator, tokens.colon]],
  [/\//, [rawTokens.comment, rawTokens.blockComment, rawTokens.regex]],
  [/-/, [rawTokens.numericRun, tokens.arrow, tokens.minus]],
  [/=/, [rawTokens.foreignOperator, tokens.equal, tokens.is]],
  [/!/, [rawTokens.foreignOperator, tokens.unequal, rawTokens.bang]],
  [/</, [rawTokens.foreignOperator, tokens.atMost, tokens.below]],
  [/>/, [tokens.atLeast, tokens.above]],
  [/\|/, [rawTokens.foreignOperator, tokens.bar]],
  [/&/, [rawTokens.foreignOperator]],
  [/\+/, [tokens.plus]],
  [/;/, [rawTokens.semicolon]],
  [/#/, [rawTokens.hashComment]],
  [/['`]/, [rawTokens.singleQuoted]],
  [/[^\0-\x7f]/, [rawTokens.foreignOperator, rawTokens.curlyQuoted, rawTokens.nonAscii]],
];

interface Candidate {
  readonly tokenType: TokenType;
  /** The offset after the token at `start`, if it stands there. */
  readonly endAt: (text: string, start: number) => number | undefined;
}

/** By the first character's code, all beyond ASCII in one; made where a text first has the character. */
const candidates: (readonly Candidate[] | undefined)[] = [];

function candidatesAt(text: string, start: number): readonly Candidate[] {
  const code = Math.min(text.charCodeAt(start), 0x80);
  const known = candidates[code];
  if (known !== undefined) return known;
  const character = String.fromCharCode(code);
  const made = (openers.find(([characters]) => characters.test(character))?.[1] ?? []).map(candidateOf);
  candidates[code] = made;
  return made;
}

function candidateOf(tokenType: TokenType): Candidate {
  const pattern = tokenType.PATTERN;
  if (typeof pattern === "string") {
    return {
      tokenType,
      endAt: (text, start) => (text.startsWith(pattern, start) ? start + pattern.length : undefined),
    };
  }
  if (!(pattern instanceof RegExp)) throw new Error(`${tokenType.name} is not lexed`);
  const sticky = new RegExp(pattern.source, "y");
  return {
    tokenType,
    endAt: (text, start) => {
      sticky.lastIndex = start;
      return sticky.test(text) ? sticky.lastIndex : undefined;
    },
  };
}
