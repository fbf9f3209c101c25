import { indexLines, type LineIndex } from "../source/span.ts";

/** The line index of a file, built when first asked for; undefined for a file whose text is not at hand. */
export type SourceIndex = (file: string) => LineIndex | undefined;

export function indexSources(sources: ReadonlyMap<string, string>): SourceIndex {
  const built = new Map<string, LineIndex>();
  return (file) => {
    const known = built.get(file);
    const text = known === undefined ? sources.get(file) : undefined;
    if (text === undefined) return known;
    const index = indexLines(text);
    built.set(file, index);
    return index;
  };
}

/** One-based, columns in UTF-16 code units, end exclusive. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export const pointRegion = (line: number | undefined, column: number | undefined): Region => {
  const startLine = Math.max(1, line ?? 1);
  const startColumn = Math.max(1, column ?? 1);
  return { startLine, startColumn, endLine: startLine, endColumn: startColumn };
};

export function regionOf(
  index: SourceIndex,
  span: { readonly file: string; readonly start: number; readonly end: number },
): Region {
  const lines = index(span.file);
  if (lines === undefined) return pointRegion(1, 1);
  const start = lines.at(span.start);
  const end = lines.at(Math.max(span.start, span.end));
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
