import type { Report } from "../report/report.ts";
import type { Host } from "./host.ts";
import { type Observation, observe } from "./recording-host.ts";

/**
 * Remembers the report of a run together with everything the run asked of the machine. A report comes back only when the
 * question (version, command, flags, day) is the same and every one of those answers is: then running again could only give the
 * same. An entry that cannot be read is no entry, nor is one that came with a checkout: a change must not bring its own verdict.
 */
export function recall(host: Host, question: string): Report | undefined {
  const read = host.readBytes(entryPath(host, question), 64 * 1024 * 1024);
  if (!read.ok) return undefined;
  const text = new TextDecoder().decode(read.bytes);
  const line = text.indexOf("\n");
  const body = text.slice(line + 1);
  if (line < 0 || sealOf(host, question, body) !== text.slice(0, line)) return undefined;
  const entry: Entry = JSON.parse(body);
  const same = entry.seen.every(([kind, path, answer]) => observe(host, kind, path) === answer);
  if (!same) return undefined;
  return { ...entry.report, sources: new Map(entry.sources), pages: new Map(entry.pages) };
}

/** Best effort: a cache that cannot be written changes nothing. */
export function remember(host: Host, question: string, seen: readonly Observation[], report: Report): void {
  // Of all pages a report shows those of the codes in it; the rest would be most of the entry.
  const codes = new Set<unknown>();
  const withoutMaps = (key: string, value: unknown): unknown => {
    if (key === "code") codes.add(value);
    return value instanceof Map ? undefined : value;
  };
  const plain = JSON.parse(JSON.stringify(report, withoutMaps)) as Entry["report"];
  const pages = [...report.pages].filter(([code]) => codes.has(code));
  const entry: Entry = { seen: unique(seen), report: plain, sources: [...report.sources], pages };
  const body = JSON.stringify(entry);
  const ignored = `${cacheFolder(host)}/.gitignore`;
  if (host.kindOf(ignored) === "missing") host.writeFile(ignored, "*\n");
  const seal = sealOf(host, question, body);
  if (seal !== undefined) host.writeFile(entryPath(host, question), `${seal}\n${body}`);
}

/** INVARIANT: written by `remember` alone, and checked against its digest before it is read. */
interface Entry {
  readonly seen: readonly Observation[];
  readonly report: Omit<Report, "sources" | "pages">;
  readonly sources: readonly (readonly [string, string])[];
  readonly pages: readonly (readonly [string, { readonly why: string; readonly bad: string; readonly good: string }])[];
}

/** Bound to this very folder: whoever writes a change for others to check out cannot know when and where they will make it. */
function sealOf(host: Host, question: string, body: string): string | undefined {
  const birth = host.birth(cacheFolder(host));
  return birth === undefined ? undefined : host.sha256([birth, "\n", question, body]);
}

const ownFolder = ".sallyport-cache";

const cacheFolder = (host: Host): string =>
  host.kindOf("node_modules") === "folder" ? "node_modules/.cache/sallyport" : ownFolder;

const entryPath = (host: Host, question: string): string => `${cacheFolder(host)}/${host.sha256([question])}`;

const unique = (seen: readonly Observation[]): readonly Observation[] => [
  ...new Map(seen.map((observation) => [observation.join("\u0000"), observation])).values(),
];
