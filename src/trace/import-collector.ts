import type { DiagnosticKind } from "../diagnostics/diagnostic.ts";
import type { JsonPath } from "../json/json-path.ts";
import type { ImportedSession, Importer, ImportResult, SkippedRecord, TraceRecord, TraceRefusal } from "./importer.ts";
import { refusal } from "./refusal.ts";
import { buildSession, type SessionBuilder } from "./session-builder.ts";

/** A value of a record by its path, so that a message can point at it. */
export interface Place {
  readonly record: TraceRecord;
  readonly path: JsonPath;
}

export const below = ({ record, path }: Place, ...steps: JsonPath): Place => ({ record, path: [...path, ...steps] });

/** What an importer fills while it walks a file. */
export interface ImportCollector {
  /** The session of this name; opened at the first use, in this order. */
  readonly session: (name: string) => SessionBuilder;
  readonly refuse: <A>(kind: DiagnosticKind<A>, place: Place, args: A) => void;
  readonly skip: (place: Place, reason: string) => void;
  readonly finish: () => ImportResult;
}

/** Events are numbered through the file, `FILE#1`, `FILE#2`, …, so that no two of a run share an id. */
export function collectImport(importer: Pick<Importer, "format" | "notRecorded">, file: string): ImportCollector {
  const sessions = new Map<string, SessionBuilder>();
  const refusals: TraceRefusal[] = [];
  const skipped: SkippedRecord[] = [];
  return {
    session(name) {
      const known = sessions.get(name);
      if (known !== undefined) return known;
      const opened = buildSession(name, file, importer.format, importer.notRecorded);
      sessions.set(name, opened);
      return opened;
    },
    refuse: (kind, place, args) => void refusals.push(refusal(kind, file, place.record.position(place.path), args)),
    skip: (place, reason) => void skipped.push({ line: place.record.position(place.path).line, reason }),
    finish() {
      let events = 0;
      const nextId = () => {
        events += 1;
        return `${file}#${events}`;
      };
      const built: ImportedSession[] = [...sessions.values()].map((session) => session.finish(nextId));
      return { format: importer.format, sessions: built, refusals, skipped };
    },
  };
}
