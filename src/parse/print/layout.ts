import type { TokenType } from "chevrotain";
import { keywords, tokens as types } from "../tokens.ts";
import { functionWords, historyWords } from "../words.ts";
import { type Doc, group, hardLine, indent, line, softLine } from "./doc.ts";
import { firstOf, type PlacedComment, type PlacedToken, type TokenTree } from "./token-tree.ts";

const step = 2;
/** A clause that goes on stands further in than the clauses of its block. */
const continuation = 4;

/** One declaration, or the header; `starts` are the offsets of its clauses. */
export function layoutDeclaration(trees: readonly TokenTree[], starts: ReadonlySet<number>): Doc {
  const last = trees.at(-1);
  const block = last?.kind === "brackets" && last.inside !== "list" && last.inside !== "group" ? last : undefined;
  if (block === undefined) return group(layoutClause(trees, starts, "continue"));
  const head = group(layoutClause(trees.slice(0, -1), starts, "continue"));
  return [head, gapBefore(block.open, " ", 0), layoutTree(block, starts)];
}

/** Comments before the first token of a declaration, each on its own line, and the blank lines between. */
export function layoutLeading({ comments, blankBefore }: PlacedToken, isFirst: boolean): Doc {
  const docs: Doc[] = [];
  for (const [index, comment] of comments.entries()) {
    const opensFile = isFirst && index === 0;
    if (!opensFile) docs.push(comment.ownLine ? hardLine(comment.blankBefore) : " ");
    docs.push(commentDoc(comment));
  }
  if (!isFirst || comments.length > 0) docs.push(hardLine(blankBefore));
  return docs;
}

/** Comments after the last token of the file. */
export const layoutTrailing = (comments: readonly PlacedComment[]): Doc =>
  comments.map((comment) => [comment.ownLine ? hardLine(comment.blankBefore) : " ", commentDoc(comment)]);

const commentDoc = ({ text }: PlacedComment): Doc => ({ kind: "comment", text });

/** The tokens of one clause: on one line where they fit, else broken before its connectives and after its commas. */
function layoutClause(
  trees: readonly TokenTree[],
  starts: ReadonlySet<number>,
  indentation: "continue" | "align",
): Doc {
  const parts: Doc[] = [];
  let current: Doc[] = [];
  for (const [index, tree] of trees.entries()) {
    const before = trees[index - 1];
    if (before !== undefined) {
      const separator = separatorBetween(before, tree);
      if (separator === line) {
        parts.push(current);
        current = [];
      }
      current.push(gapBefore(firstOf(tree), separator, separator === line ? 0 : continuation));
    }
    current.push(layoutTree(tree, starts));
  }
  parts.push(current);
  const [first = "", ...others] = parts;
  return [first, others.map((part) => (indentation === "continue" ? indent(continuation, part) : part))];
}

function layoutTree(tree: TokenTree, starts: ReadonlySet<number>): Doc {
  if (tree.kind === "token") return tree.placed.token.image;
  const [open, close] = [tree.open.token.image, tree.close.token.image];
  const groups = splitItems(tree, starts);
  const isBlock = tree.inside !== "list" && tree.inside !== "group" && tree.inside !== "data";
  const isOuterBlock = isBlock && tree.enclosure === "none";
  if (groups.length === 0)
    return [open, indent(step, tree.close.comments.length === 0 ? "" : gapBefore(tree.close, "", 0, true)), close];
  const padding = tree.open.token.tokenType === types.leftBrace ? line : softLine;
  const edge = isOuterBlock ? hardLine() : padding;
  const inner = groups.map((items, index): Doc => {
    const [first] = items;
    const separator = index === 0 ? edge : isOuterBlock ? hardLine(first !== undefined && blankAbove(first)) : line;
    const clause = layoutClause(items, starts, isBlock ? "continue" : "align");
    return [
      first === undefined ? separator : gapBefore(firstOf(first), separator, 0, isOuterBlock, index === 0),
      isBlock ? group(clause) : clause,
    ];
  });
  const last = tree.close.comments.length === 0 ? "" : gapComments(tree.close.comments, isOuterBlock);
  const closing = tree.close.comments.length === 0 ? edge : hardLine();
  const isTable = tree.inside === "list" && groups.length > 1 && groups.every(([first]) => first?.kind === "brackets");
  return group([open, indent(step, [inner, last]), closing, close], isTable);
}

/** A list's items end after their comma; a block's clauses start at known offsets; a parenthesis has one part. */
function splitItems(
  tree: Extract<TokenTree, { readonly kind: "brackets" }>,
  starts: ReadonlySet<number>,
): readonly (readonly TokenTree[])[] {
  const groups: TokenTree[][] = [];
  let isEnded = true;
  for (const item of tree.items) {
    const { token } = firstOf(item);
    const opens =
      starts.has(token.startOffset) || (tree.inside === "sub-clause" && subClauseOpeners.has(token.tokenType));
    if (isEnded || opens) groups.push([item]);
    else groups.at(-1)?.push(item);
    isEnded = token.tokenType === types.comma && (tree.inside === "list" || tree.inside === "data");
  }
  return groups;
}

const subClauseOpeners: ReadonlySet<TokenType> = new Set([keywords.when, keywords.because]);

const blankAbove = (tree: TokenTree): boolean => {
  const placed = firstOf(tree);
  return placed.comments.length === 0 && placed.blankBefore;
};

/** What stands before a token: its comments, which break the line, or the separator. */
function gapBefore(placed: PlacedToken, separator: Doc, by: number, keepBlank = false, opensBlock = false): Doc {
  if (placed.comments.length === 0) return separator;
  const comments = gapComments(placed.comments, keepBlank && !opensBlock);
  return indent(by, [comments, hardLine(keepBlank && placed.blankBefore)]);
}

const gapComments = (comments: readonly PlacedComment[], keepBlank: boolean): Doc =>
  comments.map((comment) => [comment.ownLine ? hardLine(keepBlank && comment.blankBefore) : " ", commentDoc(comment)]);

/** `line` is where a clause that does not fit is broken. */
function separatorBetween(before: TokenTree, tree: TokenTree): Doc {
  const left = lastTypeOf(before);
  const right = firstOf(tree).token.tokenType;
  if (right === types.comma || right === types.colon) return "";
  if (left === types.colon) return tree.enclosure === "test" ? "" : " ";
  if (right === types.leftParenthesis && calls.has(left)) return "";
  if (left === types.comma || right === keywords.and || right === keywords.or || right === types.bar) return line;
  return right === keywords.expect ? line : " ";
}

/** Words whose parenthesis belongs to them. */
const calls: ReadonlySet<TokenType> = new Set([...functionWords, ...historyWords].map((word) => keywords[word]));

const lastTypeOf = (tree: TokenTree): TokenType => (tree.kind === "token" ? tree.placed : tree.close).token.tokenType;
