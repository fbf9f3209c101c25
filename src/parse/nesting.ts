import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nestingTooDeep } from "../diagnostics/syntax-file.ts";
import { deepestNesting } from "./limits.ts";
import type { GateToken } from "./read-tokens.ts";
import { keywords, tokens } from "./tokens.ts";

/** Reports the first token of a declaration that stands too deep; checked before the parser recurses. */
export function reportDeepNesting(file: string, declaration: readonly GateToken[]): Diagnostic | undefined {
  // No token goes deeper by more than one.
  if (declaration.length <= deepestNesting) return undefined;
  let brackets = 0;
  let chain = 0;
  for (let index = 0; index < declaration.length; index += 1) {
    const token = declaration[index];
    if (token === undefined) break;
    if (opening.has(token.tokenType)) brackets += 1;
    else if (closing.has(token.tokenType)) brackets = Math.max(0, brackets - 1);
    else if (nestsInPrevious(declaration, index)) chain += 1;
    else if (startsChain(token)) chain = 0;
    if (brackets + chain > deepestNesting) {
      return nestingTooDeep.at({ file, start: token.startOffset, end: token.endOffset + 1 }, { limit: deepestNesting });
    }
  }
  return undefined;
}

const opening = new Set([tokens.leftBrace, tokens.leftBracket, tokens.leftParenthesis]);
const closing = new Set([tokens.rightBrace, tokens.rightBracket, tokens.rightParenthesis]);

const startsChain = ({ tokenType }: GateToken): boolean =>
  tokenType === keywords.every || tokenType === keywords.any || tokenType === keywords.list;

/** `… : any x in …` nests in the quantifier before, `list of list` in the list before. */
function nestsInPrevious(declaration: readonly GateToken[], index: number): boolean {
  const type = declaration[index]?.tokenType;
  const before = declaration[index - 1]?.tokenType;
  if (type === keywords.list) return before === keywords.of && declaration[index - 2]?.tokenType === keywords.list;
  if (type !== keywords.every && type !== keywords.any) return false;
  return before === tokens.colon || (before === keywords.not && declaration[index - 2]?.tokenType === tokens.colon);
}
