import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { globMatches, globRoot, isGlob } from "./glob.ts";
import type { Host } from "./host.ts";
import { danglingLink, fileNotFound, fileUnreadable, nothingMatched } from "./load-diagnostics.ts";
import { join, normalise, relativeTo } from "./paths.ts";

export interface FindOptions {
  /** Which files of a folder are meant, by the end of their names: `.gate`. */
  readonly endings: readonly string[];
  /** How the files are called in messages: `policy file`. */
  readonly wanted: string;
}

export interface FoundFiles {
  /** Sorted, without repeats; `-` for standard input stays `-`. */
  readonly files: readonly string[];
  /** Names that lead to nothing: a mistake of the command line. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is there and cannot be looked at: the run is incomplete. */
  readonly unreadable: readonly Diagnostic[];
}

/** Never walked into: version control, packages, our own cache. */
const skipped = new Set([".git", "node_modules", ".sallyport-cache"]);

/** Turns what a user named (files, folders, patterns, `-`) into files. A name that yields nothing is an error. */
export function findFiles(host: Host, named: readonly string[], options: FindOptions): FoundFiles {
  const files = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const unreadable: Diagnostic[] = [];
  for (const name of named) {
    if (name === "-") {
      files.add("-");
      continue;
    }
    const path = relativeTo(host.folder, normalise(name));
    const span = startOf(path);
    const kind = host.kindOf(path);
    if (kind === "file" || kind === "other") files.add(path);
    else if (kind === "dangling-link") unreadable.push(danglingLink.at(span, { path }));
    else if (kind === "folder" || isGlob(path)) {
      const found =
        kind === "folder"
          ? walk(host, path, (file) => hasEnding(file, options.endings))
          : walk(host, globRoot(path), (file) => globMatches(path, file));
      for (const file of found.files) files.add(file);
      unreadable.push(...found.unreadable);
      if (found.files.length + found.unreadable.length === 0)
        diagnostics.push(nothingMatched.at(span, { pattern: path, wanted: options.wanted }));
    } else diagnostics.push(fileNotFound.at(span, { path }));
  }
  return { files: [...files].sort(), diagnostics, unreadable };
}

const hasEnding = (file: string, endings: readonly string[]): boolean =>
  endings.some((ending) => file.endsWith(ending));

/** Every wanted file below a folder, sorted. A folder reached twice through links is walked once. */
function walk(
  host: Host,
  root: string,
  wanted: (file: string) => boolean,
): { readonly files: readonly string[]; readonly unreadable: readonly Diagnostic[] } {
  const files: string[] = [];
  const unreadable: Diagnostic[] = [];
  const seen = new Set<string>();
  const visit = (folder: string): void => {
    const identity = host.identity(folder);
    if (seen.has(identity)) return;
    seen.add(identity);
    const names = host.list(folder);
    if (names === undefined) unreadable.push(unreadableFolder(folder));
    for (const name of [...(names ?? [])].sort()) {
      const path = join(folder, name);
      const kind = host.kindOf(path);
      if (kind === "folder") {
        if (!skipped.has(name)) visit(path);
      } else if (!wanted(path)) continue;
      else if (kind === "dangling-link") unreadable.push(danglingLink.at(startOf(path), { path }));
      else if (kind === "missing") unreadable.push(unreadableName(path));
      else files.push(path);
    }
  };
  if (host.kindOf(root) === "folder") visit(root);
  return { files, unreadable };
}

const startOf = (file: string) => ({ file, start: 0, end: 0 });

const unreadableFolder = (folder: string): Diagnostic =>
  fileUnreadable.at(startOf(folder), {
    what: "folder",
    problem: "permission is denied, or its path is too long",
    help: "nothing below it was looked at",
  });

/** The folder lists it, and it is not there. */
const unreadableName = (path: string): Diagnostic =>
  fileUnreadable.at(startOf(path), {
    what: "file",
    problem: "its name is too long, is not UTF-8, or holds a backslash",
    help: "rename it",
  });
