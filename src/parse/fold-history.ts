import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { notYet } from "../diagnostics/syntax.ts";
import type { SourceText } from "../source/span.ts";
import { mostMistakes } from "./limits.ts";
import { type GateToken, retype } from "./read-tokens.ts";
import { keywords, tokens as types } from "./tokens.ts";
import { historyWords } from "./words.ts";

/**
 * Folds each history term, `count(…) within 1h per agent`, into one token: this version reads it only so far as to say
 * that it does not compile it.
 */
export function foldHistory(
  source: SourceText,
  declaration: readonly GateToken[],
): { readonly tokens: readonly GateToken[]; readonly mistakes: readonly Diagnostic[] } {
  if (!declaration.some((_, index) => opensTerm(declaration, index))) return { tokens: declaration, mistakes: [] };
  const tokens: GateToken[] = [];
  const mistakes: Diagnostic[] = [];
  for (let index = 0; index < declaration.length; index += 1) {
    const token = declaration[index];
    if (token === undefined) break;
    const end = opensTerm(declaration, index) ? termEnd(declaration, index) : index;
    const last = declaration[end] ?? token;
    if (end === index) {
      tokens.push(token);
      continue;
    }
    const image = source.text.slice(token.startOffset, last.endOffset + 1);
    tokens.push({ ...retype(token, types.history, image), endOffset: last.endOffset });
    const span = { file: source.file, start: token.startOffset, end: token.endOffset + 1 };
    if (mistakes.length <= mostMistakes)
      mistakes.push(notYet.at(span, { construct: `the history term \`${token.image}(…)\`` }));
    index = end;
  }
  return { tokens, mistakes };
}

const historySet: ReadonlySet<string> = new Set(historyWords);

const opensTerm = (tokens: readonly GateToken[], index: number): boolean =>
  historySet.has(tokens[index]?.image ?? "") && tokens[index + 1]?.tokenType === types.leftParenthesis;

/** The index of the term's last token; the word's own when its parenthesis is not closed, which the parser then reports. */
function termEnd(tokens: readonly GateToken[], start: number): number {
  let depth = 0;
  let end = start + 1;
  for (; end < tokens.length; end += 1) {
    const type = tokens[end]?.tokenType;
    if (type === types.leftBrace || type === types.rightBrace) return start;
    if (type === types.leftParenthesis) depth += 1;
    if (type === types.rightParenthesis) depth -= 1;
    if (depth === 0) break;
  }
  if (end >= tokens.length) return start;
  if (tokens[end + 1]?.tokenType === keywords.within && tokens[end + 2]?.tokenType === types.duration) end += 2;
  if (tokens[end + 1]?.image === "per" && tokens[end + 2] !== undefined) end += 2;
  return end;
}
