import type { CheckedPolicy } from "../ast/checked.ts";
import type { ParsedFile } from "../ast/parsed.ts";
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
  /** The catalogues that the policy files import and the files of the packs in use, by their paths. */
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
  const parseKind = (kind: PolicyEntry["kind"]): readonly ParsedEntry[] =>
    entries
      .filter((entry) => entry.kind === kind)
      .map(({ path, text }) => ({ path, ...parseFile({ file: fileOf(path), text }) }));
  const [policies, packs] = [parseKind("policy"), parseKind("pack")];
  const syntax = [...policies, ...packs].flatMap(({ diagnostics }) => diagnostics);
  if (syntax.some(({ severity }) => severity === "error")) return fail(syntax);
  const files = policies.map(({ file }) => file);
  const pathOf = new Map([...policies, ...packs].map(({ path, file }) => [file.file, path]));
  const catalogues = new Map(
    entries
      .filter(({ kind }) => kind === "catalogue")
      .map(({ path, text }): [string, SourceText] => [path, { file: fileOf(path), text }]),
  );
  const entryOf = (fromFile: string, written: string): string => entryAt(pathOf.get(fromFile) ?? "", written) ?? "";
  const packAt = (folder: string): readonly ParsedEntry[] => packs.filter(({ path }) => folderOf(path) === folder);
  const readPack = (fromFile: string, written: string): readonly ParsedFile[] | undefined => {
    const found = packAt(entryOf(fromFile, written));
    return found.length === 0 ? undefined : found.map(({ file }) => file);
  };
  const read = (fromFile: string, written: string) => catalogues.get(entryOf(fromFile, written));
  const outcome = checkPolicy(files, { read, readPack });
  const diagnostics = [...syntax, ...outcome.diagnostics];
  if (!outcome.ok) return fail(diagnostics);
  const imported = new Set([
    ...files.flatMap((file) => listUses(file).map(({ text }) => entryOf(file.file, text))),
    ...outcome.value.packs.flatMap((pack) => pack.files.map(({ file }) => pathOf.get(file) ?? "")),
  ]);
  return succeed({ checked: outcome.value, ir: lowerPolicy(outcome.value), imported }, diagnostics);
}

interface ParsedEntry extends ReturnType<typeof parseFile> {
  readonly path: string;
}

const folderOf = (path: string): string => path.split("/").slice(0, -1).join("/");
