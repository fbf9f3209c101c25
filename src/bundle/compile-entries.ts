import type { CheckedPolicy } from "../ast/checked.ts";
import { checkPolicy } from "../check/check-policy.ts";
import { listUses } from "../check/list-uses.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { lowerPolicy } from "../engine/lower.ts";
import { parseFile } from "../parse/parse-file.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import type { SourceText } from "../source/span.ts";
import type { EntryKind } from "./bundle.ts";
import { entryAt } from "./entry-path.ts";

/** A file of a policy by its name within the bundle. */
export interface PolicyEntry {
  readonly path: string;
  readonly kind: Exclude<EntryKind, "ir">;
  readonly text: string;
}

export interface CompiledEntries {
  readonly checked: CheckedPolicy;
  readonly ir: PolicyIr;
  /** The catalogues that the policy files import, by their paths. */
  readonly imported: ReadonlySet<string>;
}

/**
 * Compiles the files of a bundle, which know nothing but one another. `fileOf` is what diagnostics call an entry. The day plays
 * no part: the same entries give the same IR for ever.
 */
export function compileEntries(
  entries: readonly PolicyEntry[],
  fileOf: (path: string) => string = (path) => path,
): Outcome<CompiledEntries, Diagnostic> {
  const parsed = entries
    .filter(({ kind }) => kind === "policy")
    .map(({ path, text }) => ({ path, ...parseFile({ file: fileOf(path), text }) }));
  const syntax = parsed.flatMap(({ diagnostics }) => diagnostics);
  if (syntax.some(({ severity }) => severity === "error")) return fail(syntax);
  const files = parsed.map(({ file }) => file);
  const pathOf = new Map(parsed.map(({ path, file }) => [file.file, path]));
  const catalogues = new Map(
    entries
      .filter(({ kind }) => kind === "catalogue")
      .map(({ path, text }): [string, SourceText] => [path, { file: fileOf(path), text }]),
  );
  const entryOf = (fromFile: string, written: string): string => entryAt(pathOf.get(fromFile) ?? "", written) ?? "";
  const outcome = checkPolicy(files, { read: (fromFile, written) => catalogues.get(entryOf(fromFile, written)) });
  const diagnostics = [...syntax, ...outcome.diagnostics];
  if (!outcome.ok) return fail(diagnostics);
  const imported = new Set(files.flatMap((file) => listUses(file).map(({ text }) => entryOf(file.file, text))));
  return succeed({ checked: outcome.value, ir: lowerPolicy(outcome.value), imported }, diagnostics);
}
