import {
  bundleDigestDiffers,
  bundleEntryAltered,
  bundleEntryDuplicate,
  bundleEntryExtra,
  bundleEntryMissing,
  bundleEntryPath,
  bundleMalformed,
  bundleNotCanonical,
} from "../diagnostics/bundle.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sha256 } from "../json/sha256.ts";
import type { SourceText } from "../source/span.ts";
import { type Bundle, bundleText, digestOf, irPath, type ManifestEntry, sourcesFolder } from "./bundle.ts";
import { entryPathProblem, foldedPath } from "./entry-path.ts";

/**
 * Everything that is wrong between the parts of a bundle, without key and compiler: names, digest, manifest against entries, form.
 * What a later step would only repeat is left out.
 */
export function findTampering(bundle: Bundle, source: SourceText): readonly Diagnostic[] {
  const start = { file: source.file, start: 0, end: 0 };
  const { manifest, entries } = bundle;
  const names = [...pathProblems(manifest.entries, start), ...pathProblems(entries, start)];
  if (names.length > 0) return unique(names);
  const misplaced = manifest.entries.flatMap((entry) => {
    const problem = placeProblem(entry);
    return problem === undefined ? [] : [bundleMalformed.at(start, { problem })];
  });
  if (misplaced.length > 0) return misplaced;
  if (!manifest.entries.some(({ kind }) => kind === "ir"))
    return [bundleEntryMissing.at(start, { path: irPath, listed: false })];
  const found = [
    ...(digestOf(manifest) === bundle.digest ? [] : [bundleDigestDiffers.at(start, {})]),
    ...entryProblems(bundle, start),
  ];
  if (found.length > 0) return found;
  return bundleText(bundle) === source.text ? [] : [bundleNotCanonical.at(start, {})];
}

type Start = { readonly file: string; readonly start: number; readonly end: number };

function pathProblems(entries: readonly { readonly path: string }[], start: Start): readonly Diagnostic[] {
  const taken = new Map<string, string>();
  return entries.flatMap(({ path }) => {
    const problem = entryPathProblem(path);
    if (problem !== undefined) return [bundleEntryPath.at(start, { path, problem })];
    const other = taken.get(foldedPath(path));
    taken.set(foldedPath(path), path);
    return other === undefined ? [] : [bundleEntryDuplicate.at(start, { path, other })];
  });
}

function placeProblem({ path, kind }: ManifestEntry): string | undefined {
  if (kind === "ir")
    return path === irPath ? undefined : `the compiled policy is called \`${irPath}\`, not \`${path}\``;
  return path.startsWith(sourcesFolder) ? undefined : `the ${kind} \`${path}\` does not lie below \`${sourcesFolder}\``;
}

/** Both lists have every name once by now. */
function entryProblems({ manifest, entries }: Bundle, start: Start): readonly Diagnostic[] {
  const listed = new Map(manifest.entries.map((entry) => [entry.path, entry]));
  const held = new Set(entries.map(({ path }) => path));
  return [
    ...entries.flatMap(({ path, text }) => {
      const entry = listed.get(path);
      if (entry === undefined) return [bundleEntryExtra.at(start, { path, unused: undefined })];
      return entry.sha256 === sha256(text) ? [] : [bundleEntryAltered.at(start, { path })];
    }),
    ...manifest.entries
      .filter(({ path }) => !held.has(path))
      .map(({ path }) => bundleEntryMissing.at(start, { path, listed: true })),
  ];
}

const unique = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map((diagnostic) => [diagnostic.message, diagnostic])).values(),
];
