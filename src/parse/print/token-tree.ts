import type { Comment } from "../../ast/parsed.ts";
import { type Enclosure, enclosingBlocks } from "../enclosing-blocks.ts";
import type { GateToken } from "../read-tokens.ts";
import { tokens as types } from "../tokens.ts";

/** A comment with the empty lines that stood before it. */
export interface PlacedComment {
  readonly text: string;
  readonly ownLine: boolean;
  readonly blankBefore: boolean;
}

/** A token with what stood between it and the token before it. */
export interface PlacedToken {
  readonly token: GateToken;
  readonly comments: readonly PlacedComment[];
  readonly blankBefore: boolean;
}

/** A token, or everything from an opening bracket to its closing one. */
export type TokenTree =
  | { readonly kind: "token"; readonly placed: PlacedToken; readonly enclosure: Enclosure }
  | {
      readonly kind: "brackets";
      readonly open: PlacedToken;
      readonly close: PlacedToken;
      readonly enclosure: Enclosure;
      readonly inside: Enclosure;
      readonly items: readonly TokenTree[];
    };

/** The first token of a tree. */
export const firstOf = (tree: TokenTree): PlacedToken => (tree.kind === "token" ? tree.placed : tree.open);

/** Puts each comment to the token after it; those after the last token are the second part. */
export function placeTokens(
  text: string,
  tokens: readonly GateToken[],
  comments: readonly Comment[],
): { readonly tokens: readonly PlacedToken[]; readonly trailing: readonly PlacedComment[] } {
  let next = 0;
  let end = 0;
  const commentsBefore = (offset: number): readonly PlacedComment[] => {
    const before: PlacedComment[] = [];
    for (let comment = comments[next]; comment !== undefined && comment.span.start < offset; comment = comments[next]) {
      before.push({
        text: comment.text,
        ownLine: comment.ownLine,
        blankBefore: hasBlankLine(text, end, comment.span.start),
      });
      end = comment.span.end;
      next += 1;
    }
    return before;
  };
  const placed = tokens.map((token) => {
    const before = commentsBefore(token.startOffset);
    const blankBefore = hasBlankLine(text, end, token.startOffset);
    end = token.endOffset + 1;
    return { token, comments: before, blankBefore };
  });
  return { tokens: placed, trailing: commentsBefore(text.length + 1) };
}

function hasBlankLine(text: string, start: number, end: number): boolean {
  let breaks = 0;
  for (let offset = start; offset < end; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 10 || (code === 13 && text.charCodeAt(offset + 1) !== 10)) breaks += 1;
  }
  return breaks > 1;
}

/** The brackets of one declaration, matched; the declaration parsed without mistakes, so they all match. */
export function nestTokens(declaration: readonly PlacedToken[]): readonly TokenTree[] {
  const enclosures = enclosingBlocks(declaration.map(({ token }) => token));
  const roots: TokenTree[] = [];
  const open: { readonly placed: PlacedToken; readonly enclosure: Enclosure; readonly items: TokenTree[] }[] = [];
  for (const [index, placed] of declaration.entries()) {
    const enclosure = enclosures[index] ?? "none";
    const siblings = open.at(-1)?.items ?? roots;
    if (opening.has(placed.token.tokenType)) open.push({ placed, enclosure, items: [] });
    else if (closing.has(placed.token.tokenType)) {
      const opened = open.pop();
      if (opened === undefined) continue;
      const around = open.at(-1)?.items ?? roots;
      around.push({
        kind: "brackets",
        open: opened.placed,
        close: placed,
        enclosure: opened.enclosure,
        inside: enclosure,
        items: opened.items,
      });
    } else siblings.push({ kind: "token", placed, enclosure });
  }
  return roots;
}

const opening = new Set([types.leftBrace, types.leftBracket, types.leftParenthesis]);
const closing = new Set([types.rightBrace, types.rightBracket, types.rightParenthesis]);
