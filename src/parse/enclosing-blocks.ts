import type { GateToken } from "./read-tokens.ts";
import { tokens as types } from "./tokens.ts";
import { type BlockKind, clauseWords } from "./words.ts";

/** What a token stands in: a block with clauses, test data, a bracket list, a parenthesis, or nothing. */
export type Enclosure = BlockKind | "context" | "data" | "list" | "group" | "none";

/** The innermost enclosure of each token of one declaration; a closing bracket stands in what it closes. */
export function enclosingBlocks(declaration: readonly GateToken[]): readonly Enclosure[] {
  const open: Enclosure[] = [];
  return declaration.map(({ tokenType }, index) => {
    const inside = open.at(-1) ?? "none";
    if (tokenType === types.leftBrace)
      open.push(open.length === 0 ? outerBlock(declaration) : innerBlock(declaration, index));
    else if (tokenType === types.leftBracket) open.push("list");
    else if (tokenType === types.leftParenthesis) open.push("group");
    else if (closing.has(tokenType)) open.pop();
    return inside;
  });
}

/** The words that may open a clause in an enclosure; none where there are no clauses. */
export const clauseWordsOf = (enclosure: Enclosure | undefined): readonly string[] =>
  enclosure !== undefined && enclosure in clauseWords ? clauseWords[enclosure as BlockKind] : [];

const closing = new Set([types.rightBrace, types.rightBracket, types.rightParenthesis]);

const outerBlocks: ReadonlySet<string> = new Set([
  "tool",
  "agent",
  "grant",
  "gate",
  "connector",
  "bands",
  "drift",
  "kill_switch",
  "break_glass",
  "control",
  "test",
  "context",
]);

function outerBlock(declaration: readonly GateToken[]): Enclosure {
  const word = declaration[0]?.image ?? "";
  // What a pack is given.
  if (word === "use") return "data";
  return outerBlocks.has(word) ? (word as Enclosure) : "none"; // the set holds enclosures only
}

const subClauseWords: ReadonlySet<string> = new Set(["partial", "fail", "require", "applicable"]);

function innerBlock(declaration: readonly GateToken[], index: number): Enclosure {
  const before = declaration[index - 1]?.image ?? "";
  if (before === "given") return "given";
  if (subClauseWords.has(before) || declaration[index - 3]?.image === "attested") return "sub-clause";
  return "data";
}
