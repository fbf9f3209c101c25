import { nearMiss } from "../diagnostics/near-miss.ts";
import { clauseWordsOf, enclosingBlocks } from "./enclosing-blocks.ts";
import { foreignClauseWords } from "./explain-foreign-clause.ts";
import type { GateToken } from "./read-tokens.ts";
import { tokens as types } from "./tokens.ts";

/**
 * The declaration without the clause that `index` stands in, so that the rest can be read. A clause goes from a token of
 * its block that opens a line to the next such one that opens a clause. Undefined where the mistake is not in a clause.
 */
export function dropClause(tokens: readonly GateToken[], index: number): readonly GateToken[] | undefined {
  const depths = braceDepths(tokens);
  const enclosure = enclosingBlocks(tokens)[tokens.findIndex((_, at) => depths[at] === 1)];
  const words = clauseWordsOf(enclosure);
  const opensClause = (at: number): boolean => depths[at] === 1 && tokens[at]?.opensLine === true;
  const isClauseWord = (at: number): boolean => {
    const word = tokens[at]?.image ?? "";
    return words.includes(word) || foreignClauseWords.has(word) || nearMiss(word, words) !== undefined;
  };
  const stops = opensClause(index) && words.includes(tokens[index]?.image ?? "");
  let start = stops ? index - 1 : Math.min(index, tokens.length - 1);
  while (start > 0 && !opensClause(start)) start -= 1;
  if (start <= 0) return undefined;
  let end = Math.max(index, start + 1);
  while (end < tokens.length - 1 && !(opensClause(end) && (words.length === 0 || isClauseWord(end)))) end += 1;
  const last = tokens[end];
  if (last === undefined || (end === tokens.length - 1 && last.tokenType !== types.rightBrace)) return undefined;
  return [...tokens.slice(0, start), ...tokens.slice(end)];
}

/** How many braces are open before each token; a closing brace counts as outside. */
function braceDepths(tokens: readonly GateToken[]): readonly number[] {
  let depth = 0;
  return tokens.map(({ tokenType }) => {
    if (tokenType === types.rightBrace) depth -= 1;
    const before = depth;
    if (tokenType === types.leftBrace) depth += 1;
    return before;
  });
}
