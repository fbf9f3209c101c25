import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { strayBrace, unclosedBlock } from "../diagnostics/syntax-blocks.ts";
import type { Span } from "../source/span.ts";
import type { GateToken } from "./read-tokens.ts";
import { keywords, rawTokens, tokens as types } from "./tokens.ts";
import { declarationWords } from "./words.ts";

/** The tokens of one declaration. */
export interface DeclarationTokens {
  readonly tokens: readonly GateToken[];
  /** A mistake in the braces: further mistakes in these tokens would most likely follow from it. */
  readonly braceMistake?: Diagnostic;
}

/**
 * The declaration that begins at `start`. It ends with its block, or before a declaration word that opens a line; where
 * a block is not closed, before the next line that starts a declaration in the first column, and the missing braces are
 * added, so that everything after is read as it stands.
 */
export function takeDeclaration(file: string, tokens: readonly GateToken[], start: number): DeclarationTokens {
  const open: number[] = [];
  // A table may stand before the block: `test "…" for each row in [{ … }] {`.
  let brackets = 0;
  let index = start;
  for (; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    if (index > start && startsNext(tokens, index, open.length)) break;
    if (open.length === 0 && token.tokenType === types.leftBracket) brackets += 1;
    if (open.length === 0 && token.tokenType === types.rightBracket) brackets -= 1;
    if (token.tokenType === types.leftBrace) open.push(index);
    else if (token.tokenType === types.rightBrace) {
      if (open.length === 0) return endAtStrayBrace(file, tokens, start, index);
      open.pop();
      if (open.length === 0 && brackets <= 0) return { tokens: tokens.slice(start, index + 1) };
    }
  }
  const taken = tokens.slice(start, index);
  return open.length === 0 ? { tokens: taken } : closeBlocks(file, tokens, taken, open, index);
}

/** Whether this token is a word that opens a declaration. */
export const opensDeclaration = (token: GateToken | undefined): boolean =>
  token !== undefined && allDeclarationWords.has(token.image);

const allDeclarationWords: ReadonlySet<string> = new Set(declarationWords);

function startsNext(tokens: readonly GateToken[], index: number, depth: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (token === undefined || before === undefined || !token.opensLine) return false;
  // `even with break_glass` is a part of a claim.
  if (token.tokenType === keywords.break_glass && before.tokenType === keywords.with) return false;
  const opens = opensDeclaration(token);
  if (depth > 0) return opens && token.column === 0 && hasDeclarationShape(tokens, index);
  if (opens) return !openEnded.has(before.tokenType) || (token.column === 0 && hasDeclarationShape(tokens, index));
  return token.column === 0 && !openEnded.has(before.tokenType) && isMisspelt(tokens, index);
}

/** After these a declaration goes on. */
const openEnded = new Set([
  types.comma,
  types.is,
  types.equal,
  types.unequal,
  types.atMost,
  types.atLeast,
  types.above,
  types.below,
  types.plus,
  types.minus,
  types.colon,
  types.leftBracket,
  types.leftParenthesis,
  keywords.and,
  keywords.or,
  keywords.not,
  keywords.in,
  keywords.by,
  keywords.to,
  keywords.as,
  keywords.of,
  keywords.from,
  keywords.with,
  keywords.use,
  keywords.never,
  keywords.always,
  keywords.role,
]);

const isName = (token: GateToken | undefined): boolean =>
  token !== undefined &&
  (token.tokenType === types.text ||
    token.tokenType === types.path ||
    token.tokenType === types.hyphenated ||
    token.tokenType === types.pattern ||
    /^\w+$/.test(token.image));

/** `gaet large on …`: no keyword, but near one, and followed by what follows a declaration word. */
function isMisspelt(tokens: readonly GateToken[], index: number): boolean {
  const [word, name, after] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  if (word?.tokenType !== types.word || !isName(name)) return false;
  const opensBlock =
    after?.tokenType === types.leftBrace || after?.tokenType === keywords.on || after?.tokenType === types.is;
  return opensBlock && nearMiss(word.image, allDeclarationWords) !== undefined;
}

/** What stands after the name of a declaration, or right after its word where it has no name. */
const shapes: ReadonlyMap<string, { readonly named: boolean; readonly after: readonly string[] }> = new Map([
  ["policy", { named: true, after: ["version"] }],
  ["pack", { named: true, after: ["version"] }],
  ["use", { named: false, after: ["tools", "pack"] }],
  ["context", { named: false, after: ["{"] }],
  ["tool", { named: true, after: ["{"] }],
  ["label", { named: true, after: ["from"] }],
  ["agent", { named: true, after: ["{"] }],
  ["grant", { named: true, after: ["{"] }],
  ["gate", { named: true, after: ["on"] }],
  ["bands", { named: true, after: ["on"] }],
  ["let", { named: true, after: ["="] }],
  ["prove", { named: false, after: ["never", "always", "no", "not"] }],
  ["param", { named: true, after: ["is"] }],
  ["endorse", { named: true, after: ["clears"] }],
  ["connector", { named: true, after: ["for"] }],
  ["drift", { named: true, after: ["per"] }],
  ["kill_switch", { named: true, after: ["{"] }],
  ["break_glass", { named: true, after: ["{"] }],
]);

/**
 * Told apart from what else may open a line with the same word: `agent refund` is a setting of a test, `agent refund {`
 * is not; `role finance` alone could go on after `by`.
 */
function hasDeclarationShape(tokens: readonly GateToken[], index: number): boolean {
  const [word = "", first, second] = [tokens[index]?.image, tokens[index + 1], tokens[index + 2]];
  if (word === "test") return first?.tokenType === types.text;
  if (word === "control") return isName(first) && second?.tokenType === types.text;
  const shape = shapes.get(word);
  if (shape === undefined || (shape.named && !isName(first))) return false;
  return shape.after.includes((shape.named ? second : first)?.image ?? "");
}

function endAtStrayBrace(file: string, tokens: readonly GateToken[], start: number, index: number): DeclarationTokens {
  const taken = tokens.slice(start, index + 1);
  // A declaration that was never opened ends here, and the parser says so.
  if (index > start && opensDeclaration(tokens[start])) return { tokens: taken };
  const brace = tokens[index];
  const earlier = tokens[start - 1];
  if (brace === undefined) return { tokens: taken };
  const related =
    earlier?.tokenType === types.rightBrace && index > start
      ? [{ span: spanOf(file, earlier), label: "the block was closed here" }]
      : [];
  return { tokens: taken, braceMistake: strayBrace.at(spanOf(file, brace), {}, { related }) };
}

function closeBlocks(
  file: string,
  tokens: readonly GateToken[],
  taken: readonly GateToken[],
  open: readonly number[],
  next: number,
): DeclarationTokens {
  const last = taken.at(-1);
  const opening = tokens[unclosedOpening(tokens, open, next)];
  if (last === undefined || opening === undefined) return { tokens: taken };
  const closing: GateToken = {
    ...last,
    image: "}",
    startOffset: last.endOffset + 1,
    endOffset: last.endOffset,
    tokenType: types.rightBrace,
    tokenTypeIdx: types.rightBrace.tokenTypeIdx ?? 0,
    opensLine: false,
  };
  const closed = [...taken, ...open.map(() => closing)];
  // An unclosed text swallows the brace after it; that mistake is reported instead.
  if (taken.some(({ tokenType }) => tokenType === rawTokens.openText)) return { tokens: closed };
  const following = tokens[next];
  const place: Span =
    following === undefined ? { file, start: last.endOffset, end: last.endOffset + 1 } : spanOf(file, following);
  const label = following === undefined ? "the file ends here" : "the next declaration starts here";
  const [word, name] = [taken[0]?.image ?? "", taken[1]?.image ?? ""];
  const block =
    opening === taken.find(({ tokenType }) => tokenType === types.leftBrace)
      ? `${word} ${name}`.replace(" {", "")
      : wordBefore(tokens, opening);
  return {
    tokens: closed,
    braceMistake: unclosedBlock.at(spanOf(file, opening), { block }, { related: [{ span: place, label }] }),
  };
}

/** Of the blocks still open, the one that indentation says was left open: a `}` that closed it stands further left than its line. */
function unclosedOpening(tokens: readonly GateToken[], open: readonly number[], end: number): number {
  const outer = open.at(-1) ?? 0;
  const stack: number[] = [];
  for (let index = outer; index < end; index += 1) {
    const token = tokens[index];
    if (token?.tokenType === types.leftBrace) stack.push(index);
    if (token?.tokenType !== types.rightBrace) continue;
    const opening = stack.pop() ?? outer;
    const isMisplaced = token.opensLine && token.column < indentationOf(tokens, opening);
    if (isMisplaced) return opening;
  }
  return outer;
}

function indentationOf(tokens: readonly GateToken[], index: number): number {
  let first = index;
  while (first > 0 && !tokens[first]?.opensLine) first -= 1;
  return tokens[first]?.column ?? 0;
}

const wordBefore = (tokens: readonly GateToken[], opening: GateToken): string =>
  tokens[tokens.indexOf(opening) - 1]?.image ?? "{";

const spanOf = (file: string, token: GateToken): Span => ({ file, start: token.startOffset, end: token.endOffset + 1 });
