import type { ParsedFile } from "../ast/parsed.ts";
import { listUses } from "../check/list-uses.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { parseFile } from "../parse/parse-file.ts";
import type { SourceText, Span } from "../source/span.ts";
import { findFiles } from "./find-files.ts";
import type { Host } from "./host.ts";
import { catalogueUnreachable, fileNotListed } from "./load-diagnostics.ts";
import { type LoadedPacks, loadPacks } from "./load-packs.ts";
import { folderOf, isRemote, join, nameOf, relativeTo } from "./paths.ts";
import { readFileText, readText } from "./read-text.ts";

export interface LoadedPolicy {
  /** Undefined for a file whose header cannot be read. */
  readonly name: string | undefined;
  readonly files: readonly ParsedFile[];
  /** What parsing and reading catalogues found. */
  readonly diagnostics: readonly Diagnostic[];
  /** The catalogues its files use, by the path `use tools` leads to. */
  readonly catalogues: ReadonlyMap<string, SourceText>;
  /** The catalogue that a `use tools` clause of a file names; undefined where it could not be read. */
  readonly read: (fromFile: string, path: string) => SourceText | undefined;
  /** `pack`: the files are those of a pack, which was named by itself. */
  readonly kind: "policy" | "pack";
  /** The packs that are used, with those that they use. */
  readonly packs: LoadedPacks;
}

export interface LoadedPolicies {
  readonly policies: readonly LoadedPolicy[];
  /** The files that were named, sorted: reports speak about these. */
  readonly named: readonly string[];
  /** Every text that was read. */
  readonly sources: ReadonlyMap<string, string>;
  /** Paths that lead to nothing. */
  readonly notFound: readonly Diagnostic[];
  /** Files beside those of a policy that the configuration leaves out of it. */
  readonly notListed: readonly Diagnostic[];
  /** Files that could not be read as text. */
  readonly unreadable: readonly Diagnostic[];
}

export interface LoadPolicyOptions {
  readonly stdinName: string | undefined;
  /** `policies` of the configuration: where else files of a policy are looked for. */
  readonly places: readonly string[];
}

/** What a folder of policies is searched for. */
export const policyFiles = { endings: [".gate"], wanted: "policy file (*.gate)" } as const;

/**
 * Loads whole policies. Naming one file brings in every file with the same `policy NAME` header in its folder or, when the
 * configuration lists it, among the configured ones.
 */
export async function loadPolicies(
  host: Host,
  arguments_: readonly string[],
  options: LoadPolicyOptions,
): Promise<LoadedPolicies> {
  const { files: named, diagnostics: notFound, unreadable: unfollowed } = findFiles(host, arguments_, policyFiles);
  const places = findFiles(host, options.places, policyFiles);
  const configured = places.files;
  const unreadable: Diagnostic[] = [...unfollowed];
  const shown = new Map<string, string>();
  const parsed = new Map<string, Parsed>();
  const parse = async (path: string): Promise<Parsed | undefined> => {
    const known = parsed.get(path);
    if (known !== undefined) return known;
    const read = await readText(host, path, options.stdinName === undefined ? {} : { stdinName: options.stdinName });
    if (!read.ok) {
      unreadable.push(...read.diagnostics);
      if (read.shown !== undefined) shown.set(read.shown.file, read.shown.text);
      return undefined;
    }
    const result = { ...parseFile(read.value), text: read.value.text };
    parsed.set(path, result);
    return result;
  };
  const groups = new Map<string, Parsed[]>();
  const taken = new Set<string>();
  for (const path of named) {
    const result = await parse(path);
    if (result === undefined || taken.has(result.file.file)) continue;
    const header = result.file.header;
    const name = header?.name.text;
    // The files of a pack lie in its folder, whatever is configured.
    const isConfigured = header?.kind === "policy" && configured.includes(result.file.file);
    const place = isConfigured ? "" : folderOf(result.file.file);
    const key = name === undefined ? `file ${path}` : `${place} ${header?.kind} ${name}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    const companions = name === undefined ? [] : isConfigured ? configured : siblings(host, result.file.file);
    for (const file of [path, ...companions]) {
      const other = await parse(file);
      if (other === undefined || taken.has(other.file.file)) continue;
      const otherHeader = other.file.header;
      if (file !== path && (otherHeader?.name.text !== name || otherHeader?.kind !== header?.kind)) continue;
      taken.add(other.file.file);
      group.push(other);
    }
  }
  const notListed = await findNotListed(host, configured, [...groups.values()], parse);
  const isConfigured = [...groups.values()].some((group) => group.some(({ file }) => configured.includes(file.file)));
  const policies = [...groups.values()].map((group) => gather(host, group));
  const catalogues = policies.flatMap((policy) => [...policy.catalogues.values()]);
  return {
    policies,
    named: named.map((path) => parsed.get(path)?.file.file ?? path).sort(),
    sources: new Map([
      ...shown,
      ...policies.flatMap(({ packs }) => packs.files.map(({ file, text }) => [file, text] as const)),
      ...[...parsed.values()].map(({ file, text }) => [file.file, text] as const),
      ...catalogues.map(({ file, text }) => [file, text] as const),
    ]),
    notFound: isConfigured ? [...notFound, ...missingPlaces(places.diagnostics, notFound)] : notFound,
    notListed,
    unreadable: unique(unreadable),
  };
}

/**
 * Files beside those of a configured policy that say they belong to it and are no part of it. One that was named is a policy of
 * its own, which is told all the same.
 */
async function findNotListed(
  host: Host,
  configured: readonly string[],
  groups: readonly (readonly Parsed[])[],
  parse: (path: string) => Promise<Parsed | undefined>,
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const group of groups) {
    const header = group[0]?.file.header;
    const own = group.map(({ file }) => file.file).filter((file) => configured.includes(file));
    if (header?.kind !== "policy" || own.length === 0) continue;
    const beside = new Set(own.flatMap((file) => siblings(host, file)));
    for (const path of [...beside].filter((file) => !configured.includes(file))) {
      const other = (await parse(path))?.file.header;
      if (other?.kind !== "policy" || other.name.text !== header.name.text) continue;
      const related = [{ span: header.name.span, label: "of this policy" }];
      found.push(fileNotListed.at(other.name.span, { policy: header.name.text, file: path }, { related }));
    }
  }
  return found;
}

/** What the configuration names and nobody finds is a part that is missing, also where only another part was named. */
const missingPlaces = (found: readonly Diagnostic[], said: readonly Diagnostic[]): readonly Diagnostic[] =>
  found.filter(({ message }) => !said.some((other) => other.message === message));

interface Parsed {
  readonly file: ParsedFile;
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}

function siblings(host: Host, file: string): readonly string[] {
  const folder = folderOf(file);
  return [...(host.list(folder) ?? [])]
    .filter((name) => name.endsWith(".gate") && name !== nameOf(file))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => host.kindOf(path) === "file");
}

function gather(host: Host, group: readonly Parsed[]): LoadedPolicy {
  const files = group.map(({ file }) => file).sort((left, right) => (left.file < right.file ? -1 : 1));
  const catalogues = new Map<string, SourceText>();
  const packs = loadPacks(host, files);
  const diagnostics = [...group.flatMap((one) => one.diagnostics), ...packs.diagnostics];
  const placeOf = (fromFile: string, written: string): string =>
    relativeTo(host.folder, join(folderOf(fromFile), written));
  for (const file of files) {
    for (const { text: written, span } of listUses(file)) {
      if (isRemote(written)) {
        diagnostics.push(catalogueUnreachable.at(span, { path: written }));
        continue;
      }
      const path = placeOf(file.file, written);
      // A file that is not there is for the checker to say.
      if (host.kindOf(path) === "missing") continue;
      const read = readFileText(host, path);
      if (read.ok) catalogues.set(path, read.value);
      else diagnostics.push(...read.diagnostics.map((problem) => atImport(problem, span, read.shown !== undefined)));
    }
  }
  return {
    name: files[0]?.header?.name.text,
    kind: files[0]?.header?.kind ?? "policy",
    packs,
    files,
    diagnostics,
    catalogues,
    read: (fromFile, path) => (isRemote(path) ? undefined : catalogues.get(placeOf(fromFile, path))),
  };
}

/** A problem of a catalogue is shown in its text where there is any, otherwise where the policy names it. */
const atImport = (problem: Diagnostic, span: Span, hasText: boolean): Diagnostic =>
  hasText
    ? { ...problem, spans: [...problem.spans, { ...span, label: "imported here", primary: false }] }
    : { ...problem, spans: [{ ...span, primary: true }] };

const unique = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values(),
];
