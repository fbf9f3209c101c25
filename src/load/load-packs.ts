import type { ParsedFile } from "../ast/parsed.ts";
import { listPacks } from "../check/list-uses.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { packOverLimit } from "../diagnostics/packs.ts";
import { parseFile } from "../parse/parse-file.ts";
import type { Span } from "../source/span.ts";
import type { Host } from "./host.ts";
import { fileUnreadable, packUnreachable } from "./load-diagnostics.ts";
import { folderOf, isRemote, join, relativeTo } from "./paths.ts";
import { readFileText } from "./read-text.ts";

/** The packs that a policy uses, and those that they use. */
export interface LoadedPacks {
  /** The files of the pack that a `use pack` clause of a file names; undefined where there are none or they were not read. */
  readonly read: (fromFile: string, path: string) => readonly ParsedFile[] | undefined;
  /** All of their files, sorted. */
  readonly files: readonly ParsedFile[];
  /** What parsing them found, and why some were not read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** So many packs in one policy, files in one pack, and bytes in all files of one pack. */
const mostPacks = 32;
const mostFiles = 64;
const mostBytes = 1024 * 1024;

/** Reads the folders of packs, which lie on this machine: nothing is fetched. Packs are written by others, so what is read is bounded. */
export function loadPacks(host: Host, policyFiles: readonly ParsedFile[]): LoadedPacks {
  const packs = new Map<string, readonly ParsedFile[] | undefined>();
  const diagnostics: Diagnostic[] = [];
  const folderFor = (fromFile: string, written: string): string =>
    relativeTo(host.folder, join(folderOf(fromFile), written));
  const waiting = [...policyFiles];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    for (const { text: written, span } of listPacks(file)) {
      if (isRemote(written)) {
        diagnostics.push(packUnreachable.at(span, { path: written }));
        continue;
      }
      const folder = folderFor(file.file, written);
      if (packs.has(folder)) continue;
      if (packs.size >= mostPacks) {
        diagnostics.push(packOverLimit.at(span, { problem: `a policy uses at most ${mostPacks} packs` }));
        continue;
      }
      const read = readFolder(host, folder, span);
      packs.set(folder, read.files);
      diagnostics.push(...read.diagnostics);
      waiting.push(...(read.files ?? []));
    }
  }
  return {
    read: (fromFile, path) => (isRemote(path) ? undefined : packs.get(folderFor(fromFile, path))),
    files: [...packs.values()].flatMap((files) => files ?? []).sort((a, b) => (a.file < b.file ? -1 : 1)),
    diagnostics,
  };
}

interface FolderRead {
  /** Undefined: there is no pack, or it could not be read as a whole. */
  readonly files: readonly ParsedFile[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The `.gate` files of a folder, and of no folder below it. That there are none is for the checker to say. */
function readFolder(host: Host, folder: string, use: Span): FolderRead {
  if (host.kindOf(folder) !== "folder") return { files: undefined, diagnostics: [] };
  const listed = host.list(folder);
  if (listed === undefined) {
    const problem = "permission is denied, or its path is too long";
    return { files: undefined, diagnostics: [fileUnreadable.at(use, { what: "folder", problem })] };
  }
  const paths = [...listed]
    .filter((name) => name.endsWith(".gate"))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => host.kindOf(path) !== "folder");
  if (paths.length === 0) return { files: undefined, diagnostics: [] };
  const refuse = (problem: string): FolderRead => ({
    files: undefined,
    diagnostics: [packOverLimit.at(use, { problem })],
  });
  if (paths.length > mostFiles) return refuse(`this pack has ${paths.length} files; the most is ${mostFiles}`);
  const files: ParsedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  let left = mostBytes;
  for (const path of paths) {
    const read = readFileText(host, path, left);
    if (!read.ok) {
      if (read.diagnostics.some(({ code }) => code === "file-over-limit"))
        return refuse(`this pack is larger than ${mostBytes / 1024 / 1024} MiB, the most that is read of one`);
      // The problem is shown where the policy names the pack: the file itself is no part of what was asked for.
      return { files: undefined, diagnostics: read.diagnostics.map((one) => atUse(one, path, use)) };
    }
    left -= new TextEncoder().encode(read.value.text).length;
    const parsed = parseFile(read.value);
    files.push(parsed.file);
    diagnostics.push(...parsed.diagnostics);
  }
  return { files, diagnostics };
}

const atUse = (problem: Diagnostic, path: string, use: Span): Diagnostic => ({
  ...problem,
  message: `${problem.message} (\`${path}\`)`,
  spans: [{ ...use, primary: true }],
});
