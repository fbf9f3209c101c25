import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../source/span.ts";
import { findFiles } from "./find-files.ts";
import type { Host } from "./host.ts";
import { readText } from "./read-text.ts";

export interface LoadedManifests {
  readonly sources: readonly SourceText[];
  /** Paths that lead to nothing. */
  readonly notFound: readonly Diagnostic[];
  /** Files that are no text: the run is incomplete. */
  readonly unreadable: readonly Diagnostic[];
  /** What there is of those, for messages that point into them. */
  readonly shown: readonly SourceText[];
  /** Every file of the named folders, when only folders were named: then what is not among them does not exist. */
  readonly knownFiles: readonly string[] | undefined;
  /** SHA-256 over paths and contents, in the order of the paths. */
  readonly digest: string;
}

const wanted = { endings: [".yaml", ".yml", ".json", ".jsonc"], wanted: "manifest (*.yaml, *.yml, *.json)" } as const;

export async function loadManifests(
  host: Host,
  named: readonly string[],
  stdinName: string | undefined,
): Promise<LoadedManifests> {
  const { files, diagnostics: notFound, unreadable: unfollowed } = findFiles(host, named, wanted);
  const sources: SourceText[] = [];
  const unreadable: Diagnostic[] = [...unfollowed];
  const shown: SourceText[] = [];
  for (const path of files) {
    const read = await readText(host, path, stdinName === undefined ? {} : { stdinName });
    if (read.ok) sources.push(read.value);
    else {
      unreadable.push(...read.diagnostics);
      if (read.shown !== undefined) shown.push(read.shown);
    }
  }
  const onlyFolders = named.every((path) => path !== "-" && host.kindOf(path) === "folder");
  const everything = { endings: [""], wanted: "file" };
  return {
    sources,
    notFound,
    unreadable,
    shown,
    knownFiles: onlyFolders ? findFiles(host, named, everything).files : undefined,
    digest: host.sha256(sources.flatMap(({ file, text }) => [`${file.length}:${file}\n${text.length}:${text}\n`])),
  };
}
