import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { globMatches, globRoot, isGlob } from "./glob.ts";
import type { Host } from "./host.ts";
import { danglingLink, fileNotFound, nothingMatched } from "./load-diagnostics.ts";
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
  readonly diagnostics: readonly Diagnostic[];
}

/** Never walked into: version control, packages, our own cache. */
const skipped = new Set([".git", "node_modules", ".sallyport-cache"]);

/** Turns what a user named (files, folders, patterns, `-`) into files. A name that yields nothing is an error. */
export function findFiles(host: Host, named: readonly string[], options: FindOptions): FoundFiles {
  const files = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const complain = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  for (const name of named) {
    if (name === "-") {
      files.add("-");
      continue;
    }
    const path = relativeTo(host.folder, normalise(name));
    const span = { file: path, start: 0, end: 0 };
    const kind = host.kindOf(path);
    if (kind === "file" || kind === "other") files.add(path);
    else if (kind === "dangling-link") complain(danglingLink.at(span, { path }));
    else if (kind === "folder") {
      const found = walk(host, path, (file) => hasEnding(file, options.endings), complain);
      if (found.length === 0) complain(nothingMatched.at(span, { pattern: path, wanted: options.wanted }));
      for (const file of found) files.add(file);
    } else if (isGlob(path)) {
      const found = walk(host, globRoot(path), (file) => globMatches(path, file), complain);
      if (found.length === 0) complain(nothingMatched.at(span, { pattern: path, wanted: options.wanted }));
      for (const file of found) files.add(file);
    } else complain(fileNotFound.at(span, { path }));
  }
  return { files: [...files].sort(), diagnostics };
}

const hasEnding = (file: string, endings: readonly string[]): boolean =>
  endings.some((ending) => file.endsWith(ending));

/** Every wanted file below a folder, sorted. A folder reached twice through links is walked once. */
function walk(
  host: Host,
  root: string,
  wanted: (file: string) => boolean,
  complain: (diagnostic: Diagnostic) => void,
): readonly string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = (folder: string): void => {
    const identity = host.identity(folder);
    if (seen.has(identity)) return;
    seen.add(identity);
    for (const name of [...host.list(folder)].sort()) {
      const path = join(folder, name);
      const kind = host.kindOf(path);
      if (kind === "folder") {
        if (!skipped.has(name)) visit(path);
      } else if (kind === "dangling-link") {
        if (wanted(path)) complain(danglingLink.at({ file: path, start: 0, end: 0 }, { path }));
      } else if (kind === "file" && wanted(path)) found.push(path);
    }
  };
  visit(root);
  return found;
}
