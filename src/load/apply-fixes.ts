import type { Diagnostic, Edit } from "../diagnostics/diagnostic.ts";

export interface Fixed {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** How many fixes touched this file. */
  readonly applied: number;
}

/**
 * Applies the first fix of each finding, all of its edits or none. A fix that overlaps one taken before is left for the next run:
 * two edits of one place were never meant together.
 */
export function applyFixes(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  unsafe: boolean,
): readonly Fixed[] {
  const taken = new Map<string, Edit[]>();
  const applied = new Map<string, number>();
  for (const { fixes } of diagnostics) {
    const fix = fixes.find(({ safe }) => safe) ?? (unsafe ? fixes[0] : undefined);
    if (fix === undefined || fix.edits.some((edit) => !isFree(edit, taken, sources))) continue;
    for (const edit of fix.edits) taken.set(edit.file, [...(taken.get(edit.file) ?? []), edit]);
    for (const file of new Set(fix.edits.map((edit) => edit.file))) applied.set(file, (applied.get(file) ?? 0) + 1);
  }
  return [...taken.keys()].sort().flatMap((file) => {
    const before = sources.get(file) ?? "";
    const after = replaceAll(before, taken.get(file) ?? []);
    return after === before ? [] : [{ file, before, after, applied: applied.get(file) ?? 0 }];
  });
}

/** Free: inside a text we have, and neither overlapping nor starting where another edit starts. */
function isFree(
  edit: Edit,
  taken: ReadonlyMap<string, readonly Edit[]>,
  sources: ReadonlyMap<string, string>,
): boolean {
  const text = sources.get(edit.file);
  if (text === undefined || edit.start < 0 || edit.end < edit.start || edit.end > text.length) return false;
  return (taken.get(edit.file) ?? []).every(
    (other) => (edit.end <= other.start || edit.start >= other.end) && edit.start !== other.start,
  );
}

function replaceAll(text: string, edits: readonly Edit[]): string {
  let after = "";
  let at = 0;
  for (const edit of [...edits].sort((left, right) => left.start - right.start)) {
    after += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return after + text.slice(at);
}
