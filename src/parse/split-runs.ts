import type { TokenType } from "chevrotain";
import { rawTokens, tokens } from "./tokens.ts";

/** Receives a piece of the text that one pattern takes; `end` is exclusive. */
export type TakeRun = (tokenType: TokenType, start: number, end: number) => void;

/**
 * Splits a text at the patterns of its tokens, comments among them, and hands on one piece after the other. Total: every character
 * belongs to one piece. Of the tokens that a character may open, the first whose pattern holds at the place is taken. Blanks are left
 * out.
 */
export function splitRuns(text: string, take: TakeRun): void {
  for (let start = 0; start < text.length; ) {
    const code = text.charCodeAt(start);
    if (isBlank(code)) {
      start += 1;
      continue;
    }
    let taken = rawTokens.unknown;
    let end: number | undefined;
    for (const candidate of candidatesOf(code)) {
      end = candidate.endAt(text, start);
      if (end === undefined) continue;
      taken = candidate.tokenType;
      break;
    }
    end ??= start + 1;
    take(taken, start, end);
    start = end;
  }
}

/** What `rawTokens.space` takes, without asking its pattern at every second token. */
const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/** What opens with a character, longer and stricter tokens first. */
export const openers: readonly (readonly [characters: RegExp, types: readonly TokenType[]])[] = [
  [/[ \t\r\n]/, [rawTokens.space]],
  [/[fghprsw]/, [rawTokens.bareUrl, rawTokens.nameRun]],
  [/[A-Za-z_*]/, [rawTokens.nameRun]],
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

function candidatesOf(characterCode: number): readonly Candidate[] {
  const code = Math.min(characterCode, 0x80);
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
