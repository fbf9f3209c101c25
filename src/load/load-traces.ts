import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ReplaySession } from "../simulate/replay.ts";
import type { Refusal } from "../simulate/simulation.ts";
import { indexLines, type SourceText } from "../source/span.ts";
import { importTrace } from "../trace/import-trace.ts";
import { importers } from "../trace/importers/index.ts";
import { findFiles } from "./find-files.ts";
import type { Host } from "./host.ts";
import { readText } from "./read-text.ts";

export interface LoadedTraces {
  readonly sessions: readonly ReplaySession[];
  /** Every file, line or record that was wrong: the run is incomplete. */
  readonly refusals: readonly Refusal[];
  /** Paths that lead to nothing: a mistake of the command line. */
  readonly notFound: readonly Diagnostic[];
  /** By format: what its importer says it cannot record. */
  readonly notRecordedBy: Readonly<Record<string, readonly string[]>>;
  readonly notes: readonly string[];
  readonly files: readonly string[];
}

const wanted = {
  endings: [".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz"],
  wanted: "trace (*.json, *.jsonl, *.ndjson, also with .gz)",
} as const;

export interface LoadTraceOptions {
  readonly stdinName: string | undefined;
  readonly format: string | undefined;
  /** Called before each file, for a progress bar; awaited, so that it can be drawn. */
  readonly progress?: (done: number, total: number) => Promise<void>;
}

/** Finds, reads and imports traces in the order of their names. */
export async function loadTraces(
  host: Host,
  named: readonly string[],
  options: LoadTraceOptions,
): Promise<LoadedTraces> {
  const { files, diagnostics: notFound, unreadable } = findFiles(host, named, wanted);
  const sessions: ReplaySession[] = [];
  const refusals: Refusal[] = unreadable.map((diagnostic) => refusalOf(diagnostic, undefined));
  const notes = new Map<string, number>();
  for (const [at, path] of files.entries()) {
    await options.progress?.(at, files.length);
    const source = await readTrace(host, path, options.stdinName);
    if ("refusal" in source) {
      refusals.push(source.refusal);
      continue;
    }
    const imported = importTrace(source, options.format === undefined ? {} : { format: options.format });
    sessions.push(...imported.sessions);
    refusals.push(
      ...imported.refusals.map(({ file, line, column, code, message }) => ({ file, line, column, code, message })),
    );
    for (const note of imported.sessions.flatMap((session) => session.notes)) {
      notes.set(note, (notes.get(note) ?? 0) + 1);
    }
  }
  return {
    sessions,
    refusals,
    notFound,
    notRecordedBy: Object.fromEntries(importers.map(({ format, notRecorded }) => [format, notRecorded])),
    notes: [...notes].map(([note, times]) => (times === 1 ? note : `${note} (in ${times} sessions)`)),
    files,
  };
}

/** One trace as text, or why not. */
export async function readTrace(
  host: Host,
  path: string,
  stdinName: string | undefined,
): Promise<SourceText | { readonly refusal: Refusal }> {
  const read = await readText(host, path, stdinName === undefined ? {} : { stdinName });
  if (read.ok) return read.value;
  const [first] = read.diagnostics;
  if (first === undefined) throw new Error("a text that cannot be read comes with a reason");
  return { refusal: refusalOf(first, read.shown) };
}

/** `shown`: the text the place is counted in. */
export function refusalOf({ code, message, help, spans }: Diagnostic, shown: SourceText | undefined): Refusal {
  const span = spans.find(({ primary }) => primary) ?? spans[0];
  const at = shown === undefined || span === undefined ? undefined : indexLines(shown.text).at(span.start);
  return {
    file: span?.file ?? "",
    line: at?.line,
    column: at?.column,
    code,
    message: help === undefined ? message : `${message} (${help})`,
  };
}

export const traceFiles = (host: Host, named: readonly string[]) => findFiles(host, named, wanted);
