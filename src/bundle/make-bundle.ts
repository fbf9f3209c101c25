import { listPacks, listUses } from "../check/list-uses.ts";
import {
  bundleEntryDuplicate,
  bundleEntryExtra,
  bundleEntryPath,
  bundleImportAbsolute,
  bundleOverLimit,
} from "../diagnostics/bundle.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { canonicalIr } from "../engine/canonical-ir.ts";
import { sha256, utf8Bytes } from "../json/sha256.ts";
import { parseFile } from "../parse/parse-file.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import { builtInsOf } from "./built-ins.ts";
import {
  type Bundle,
  bundleLimit,
  bundleText,
  byPath,
  digestOf,
  irPath,
  type Manifest,
  sourcesFolder,
} from "./bundle.ts";
import { type CompiledEntries, compileEntries, type PolicyEntry } from "./compile-entries.ts";
import { entryPathProblem, foldedPath, isAbsolute } from "./entry-path.ts";

/** A file of the policy, by its path from the folder that holds all of them. `file` is what diagnostics call it. */
export interface BundledFile {
  readonly path: string;
  readonly file: string;
  readonly kind: PolicyEntry["kind"];
  readonly text: string;
}

/**
 * Makes a bundle of all files of one policy. The same files and compiler give the same bytes, in any order, folder, locale and
 * time zone. `compiler` is the version of sallyport that runs.
 */
export function makeBundle(files: readonly BundledFile[], compiler: string): Outcome<Bundle, Diagnostic> {
  const misnamed = nameProblems(files);
  if (misnamed.length > 0) return fail(misnamed);
  const absolute = absoluteImports(files);
  if (absolute.length > 0) return fail(absolute);
  const sources = files.map(({ path, kind, text }): PolicyEntry => ({ path: `${sourcesFolder}${path}`, kind, text }));
  const fileOf = new Map(files.map(({ path, file }) => [`${sourcesFolder}${path}`, file]));
  const compiled = compileEntries(sources, (path) => fileOf.get(path) ?? path);
  if (!compiled.ok) return compiled;
  const unused = unusedFiles(files, compiled.value);
  if (unused.length > 0) return fail(unused);
  const entries = byPath([...sources, { path: irPath, kind: "ir" as const, text: canonicalIr(compiled.value.ir) }]);
  const manifest: Manifest = {
    compiler,
    builtIns: builtInsOf(compiled.value.ir),
    entries: entries.map(({ path, kind, text }) => ({ path, kind, sha256: sha256(text) })),
  };
  const bundle: Bundle = {
    digest: digestOf(manifest),
    manifest,
    entries: entries.map(({ path, text }) => ({ path, text })),
  };
  const [first] = files;
  if (utf8Bytes(bundleText(bundle)).length > bundleLimit) {
    return fail([bundleOverLimit.at(startOf(first?.file ?? ""), { limit: bundleLimit })]);
  }
  return succeed(bundle, compiled.diagnostics);
}

const startOf = (file: string) => ({ file, start: 0, end: 0 });

function nameProblems(files: readonly BundledFile[]): readonly Diagnostic[] {
  const taken = new Map<string, string>();
  return files.flatMap(({ path, file }) => {
    const problem = entryPathProblem(path);
    if (problem !== undefined) return [bundleEntryPath.at(startOf(file), { path, problem })];
    const other = taken.get(foldedPath(path));
    taken.set(foldedPath(path), path);
    return other === undefined ? [] : [bundleEntryDuplicate.at(startOf(file), { path, other })];
  });
}

const absoluteImports = (files: readonly BundledFile[]): readonly Diagnostic[] =>
  files
    .filter(({ kind }) => kind !== "catalogue")
    .flatMap(({ file, text }) => {
      const parsed = parseFile({ file, text }).file;
      return [...listUses(parsed), ...listPacks(parsed)];
    })
    .filter(({ text }) => isAbsolute(text))
    .map(({ text, span }) => bundleImportAbsolute.at(span, { path: text }));

const unusedFiles = (files: readonly BundledFile[], { imported }: CompiledEntries): readonly Diagnostic[] =>
  files.flatMap(({ kind, path, file }) =>
    kind === "policy" || imported.has(`${sourcesFolder}${path}`)
      ? []
      : [bundleEntryExtra.at(startOf(file), { path, unused: kind })],
  );
