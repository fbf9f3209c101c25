import type { Declaration, ParsedFile } from "../ast/parsed.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../source/span.ts";
import { parseFile } from "./parse-file.ts";
import { clauseStarts } from "./print/clause-starts.ts";
import { type Doc, printDoc } from "./print/doc.ts";
import { layoutDeclaration, layoutLeading, layoutTrailing } from "./print/layout.ts";
import { nestTokens, type PlacedToken, placeTokens } from "./print/token-tree.ts";
import { readTokens } from "./read-tokens.ts";

/** The width at which a clause that can be broken is broken. */
export const lineWidth = 100;

/** Formats a text; one with mistakes is left as it is, and the mistakes are the answer. */
export function formatText(
  source: SourceText,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } {
  const { file, diagnostics } = parseFile(source);
  if (diagnostics.some(({ severity }) => severity === "error")) return { ok: false, diagnostics };
  return { ok: true, text: formatFile(file) };
}

/**
 * The canonical layout of a file that parsed without errors: one clause a line, two blanks a level, at most one empty
 * line in a row, lists and conditions wrapped at 100 columns. It prints the tokens and comments of the text, each once
 * and in their order, so that nothing can be lost and every literal keeps its spelling.
 */
export function formatFile(file: ParsedFile): string {
  const text = file.text.startsWith("\ufeff") ? ` ${file.text.slice(1)}` : file.text;
  const lexed = readTokens({ file: file.file, text });
  const placed = placeTokens(text, lexed.tokens, lexed.comments);
  const docs: Doc[] = [];
  for (const [index, { tokens, declaration }] of splitAtDeclarations(file, placed.tokens).entries()) {
    const [first] = tokens;
    if (first === undefined) continue;
    const starts = declaration === undefined ? new Set<number>() : clauseStarts(declaration);
    docs.push(layoutLeading(first, index === 0), layoutDeclaration(nestTokens(tokens), starts));
  }
  const trailing = layoutTrailing(placed.trailing);
  const printed = printDoc([docs, trailing], lineWidth).trim();
  return printed === "" ? "" : `${printed}\n`;
}

interface DeclarationPart {
  readonly declaration: Declaration | undefined;
  readonly tokens: readonly PlacedToken[];
}

/** The tokens of the header and of each declaration, in the order of the text. */
function splitAtDeclarations(file: ParsedFile, tokens: readonly PlacedToken[]): readonly DeclarationPart[] {
  const parts: { readonly declaration: Declaration | undefined; readonly tokens: PlacedToken[] }[] = [];
  let next = 0;
  for (const placed of tokens) {
    const start = placed.token.startOffset;
    const declaration = file.declarations[next];
    if (declaration?.span.start === start) {
      parts.push({ declaration, tokens: [] });
      next += 1;
    } else if (parts.length === 0) parts.push({ declaration: undefined, tokens: [] });
    parts.at(-1)?.tokens.push(placed);
  }
  return parts;
}
