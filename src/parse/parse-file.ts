import type { Declaration, ParsedFile, PolicyHeader } from "../ast/parsed.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { headerNotFirst, unknownLanguage } from "../diagnostics/syntax-blocks.ts";
import { fileTooLarge, tooManyMistakes } from "../diagnostics/syntax-file.ts";
import { indexLines, type SourceText } from "../source/span.ts";
import { reportForbiddenCharacters } from "./forbidden-characters.ts";
import { languageVersion, longestFile, mostMistakes } from "./limits.ts";
import { parseDeclaration } from "./parse-declaration.ts";
import { type GateToken, readTokens } from "./read-tokens.ts";
import { takeDeclaration } from "./split-declarations.ts";

/**
 * Reads one `.gate` file. Total on every text: mistakes are diagnostics, in the order of the text, and what could be
 * read around them is in the tree. A tree that came with an error is for reports only.
 */
export function parseFile(source: SourceText): {
  readonly file: ParsedFile;
  readonly diagnostics: readonly Diagnostic[];
} {
  const empty: ParsedFile = { ...source, header: undefined, declarations: [], comments: [] };
  if (source.text.length > longestFile) {
    const place = { file: source.file, start: 0, end: 0 };
    const sizes = { characters: source.text.length, limit: longestFile };
    return { file: empty, diagnostics: [fileTooLarge.at(place, sizes)] };
  }
  const characters = reportForbiddenCharacters(source);
  const clean = { file: source.file, text: characters.text };
  const { tokens, comments } = readTokens(clean);
  const mistakes: Diagnostic[] = [...characters.mistakes];
  const isMarred = sharesLine(source, characters.mistakes);
  const declarations: Declaration[] = [];
  let header: PolicyHeader | undefined;
  let index = 0;
  let opened = false;
  while (index < tokens.length && mistakes.length < mostMistakes) {
    const taken = takeDeclaration(source.file, tokens, index);
    const parsed = parseDeclaration(clean, taken.tokens);
    const { declaration } = parsed;
    if (declaration?.kind === "header") {
      mistakes.push(...reportHeader(declaration.header, opened));
      header ??= declaration.header;
    } else if (declaration !== undefined) declarations.push(declaration);
    // Wrong braces make the clauses around them look wrong too.
    const found = taken.braceMistake === undefined ? parsed.mistakes : [taken.braceMistake];
    for (const mistake of [...parsed.slips, ...found]) if (!isMarred(mistake)) mistakes.push(mistake);
    opened ||= declaration !== undefined || parsed.mistakes.length > 0;
    index = indexAfter(tokens, index, taken.tokens, parsed.nextOffset);
  }
  return {
    file: { ...source, header, declarations, comments },
    diagnostics: orderMistakes(source.file, mistakes, tokens[index]?.startOffset),
  };
}

function reportHeader(header: PolicyHeader, isLate: boolean): readonly Diagnostic[] {
  if (isLate) return [headerNotFirst.at(header.span, {})];
  return header.language === languageVersion ? [] : [unknownLanguage.at(header.span, { language: header.language })];
}

/** Where the next declaration starts, and always later than `index`: at `nextOffset` if it is known, else behind what was taken. */
function indexAfter(
  tokens: readonly GateToken[],
  index: number,
  taken: readonly GateToken[],
  nextOffset: number | undefined,
): number {
  const last = taken.at(-1);
  const end = index + taken.length;
  if (nextOffset === undefined && last !== undefined && tokens[end - 1] === last) return end;
  const offset = nextOffset ?? (last?.endOffset ?? 0) + 1;
  let next = index + 1;
  while ((tokens[next]?.startOffset ?? offset) < offset) next += 1;
  return next;
}

const placeOf = (mistake: Diagnostic): number => mistake.spans[0]?.start ?? 0;

/** The blank in a forbidden character's place makes the rest of its line look wrong too. */
function sharesLine(source: SourceText, characters: readonly Diagnostic[]): (mistake: Diagnostic) => boolean {
  if (characters.length === 0) return () => false;
  const index = indexLines(source.text);
  const lineOf = (mistake: Diagnostic): number => index.at(placeOf(mistake)).line;
  const marred = new Set(characters.map(lineOf));
  return (mistake) => marred.has(lineOf(mistake));
}

/** In the order of the text; `unread` is where reading stopped for too many mistakes. */
function orderMistakes(
  file: string,
  mistakes: readonly Diagnostic[],
  unread: number | undefined,
): readonly Diagnostic[] {
  const ordered = [...mistakes].sort((a, b) => placeOf(a) - placeOf(b));
  const extra = ordered[mostMistakes];
  if (extra === undefined && unread === undefined) return ordered;
  const start = extra === undefined ? (unread ?? 0) : placeOf(extra);
  const shown = ordered.slice(0, mostMistakes);
  return [...shown, tooManyMistakes.at({ file, start, end: start }, { shown: shown.length })];
}
