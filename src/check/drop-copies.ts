import type { Declaration, ParsedFile } from "../ast/parsed.ts";
import { duplicateFile } from "../diagnostics/declarations.ts";
import type { Span } from "../source/span.ts";
import type { Report } from "./report.ts";

/** As few names may be in two files by mistakes of their own. */
const fewNames = 3;

/**
 * The files without those that are mostly copies of another: such a file is one mistake, and not one for each name in it. It is
 * reported, so that what it alone declares is not taken for nothing.
 */
export function dropCopies(files: readonly ParsedFile[], report: Report): readonly ParsedFile[] {
  if (files.length < 2) return files;
  const ownerOf = new Map<string, ParsedFile>();
  const kept = new Set<ParsedFile>();
  for (const file of [...files].sort((left, right) => (left.file < right.file ? -1 : 1))) {
    const names = new Set(file.declarations.flatMap(namesOf));
    const shared = new Map<ParsedFile, number>();
    for (const name of names) {
      const owner = ownerOf.get(name);
      if (owner !== undefined) shared.set(owner, (shared.get(owner) ?? 0) + 1);
    }
    const original = [...shared].find(([, count]) => count >= Math.max(fewNames, names.size / 2));
    if (original !== undefined) {
      reportCopy(file, names.size, original, report);
      continue;
    }
    kept.add(file);
    for (const name of names) if (!ownerOf.has(name)) ownerOf.set(name, file);
  }
  return files.filter((file) => kept.has(file));
}

function reportCopy(
  file: ParsedFile,
  of: number,
  [original, count]: readonly [ParsedFile, number],
  report: Report,
): void {
  const kind = file.header?.kind ?? "policy";
  const args = { other: original.file, count, of, kind, name: file.header?.name.text ?? "" };
  const related = [{ span: beginningOf(original), label: "first declared in this file" }];
  report.add(duplicateFile.at(beginningOf(file), args, { related }));
}

const beginningOf = ({ file, header, text }: ParsedFile): Span =>
  header?.span ?? { file, start: 0, end: Math.min(1, text.length) };

/** The names that no second declaration of the policy may have. */
function namesOf(declaration: Declaration): readonly string[] {
  const { kind } = declaration;
  if (kind === "role") return declaration.names.map(({ text }) => `${kind} ${text}`);
  if (kind === "test") return [`${kind} ${declaration.title.text}`];
  return "name" in declaration ? [`${kind} ${declaration.name.text}`] : [];
}
