import type { IRecognitionException } from "chevrotain";
import type { Span } from "../source/span.ts";
import { type Enclosure, enclosingBlocks } from "./enclosing-blocks.ts";
import { expectedNames } from "./expectations.ts";
import type { GateToken } from "./read-tokens.ts";

/** Where the parser stopped, with what it would have accepted. */
export interface Mistake {
  readonly file: string;
  readonly tokens: readonly GateToken[];
  /** The token at which it stopped; the length of `tokens` at their end. */
  readonly index: number;
  readonly found: GateToken | undefined;
  readonly before: GateToken | undefined;
  readonly enclosure: Enclosure;
  /** The innermost block with clauses around it; `enclosure` itself, or what its brackets stand in. */
  readonly block: Enclosure;
  /** The innermost rule. */
  readonly rule: string;
  readonly expected: readonly string[];
  readonly leftOver: boolean;
}

/** The index of the token at which the parser stopped. */
export function mistakeIndex(tokens: readonly GateToken[], exception: IRecognitionException): number {
  const index = tokens.indexOf(exception.token as GateToken); // the parser was given these tokens
  return index === -1 ? tokens.length : index;
}

/** What is around the place where the parser stopped. */
export function locateMistake(file: string, tokens: readonly GateToken[], exception: IRecognitionException): Mistake {
  const index = mistakeIndex(tokens, exception);
  const enclosures = enclosingBlocks(tokens);
  return {
    file,
    tokens,
    index,
    found: tokens[index],
    before: tokens[index - 1],
    enclosure: enclosures[index] ?? "none",
    block: enclosures.slice(0, index + 1).findLast((enclosure) => !bracketed.has(enclosure)) ?? "none",
    rule: exception.context.ruleStack.at(-1) ?? "declaration",
    expected: expectedNames(exception),
    leftOver: exception.name === "NotAllInputParsedException",
  };
}

const bracketed: ReadonlySet<Enclosure> = new Set<Enclosure>(["list", "group", "data"]);

export const spanOfToken = (file: string, token: GateToken): Span => ({
  file,
  start: token.startOffset,
  end: Math.max(token.endOffset + 1, token.startOffset),
});
