import type { RawEvent } from "../event/event.ts";
import type { JsonPath } from "../json/json-path.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { Position } from "../source/span.ts";

/** A trace file as `load/` hands it over: decompressed and decoded. `file` is the path the user would recognise. */
export interface TraceFile {
  readonly file: string;
  readonly text: string;
}

/** One session of a trace as events, in the order in which they are decided. */
export interface ImportedSession {
  readonly session: string;
  readonly format: string;
  readonly file: string;
  readonly events: readonly RawEvent[];
  /** What a reader of a report must know about this session: fallbacks, odd records, what was not recorded. */
  readonly notes: readonly string[];
}

/** A file, a line or a record that was wrong and therefore not imported: the import is incomplete. */
export interface TraceRefusal {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly code: string;
  readonly message: string;
}

/** A record that is in order but no event: a notification, a summary, a line of the host about itself. */
export interface SkippedRecord {
  readonly line?: number;
  readonly reason: string;
}

export interface ImportResult {
  /** Undefined when the format could not be told. */
  readonly format: string | undefined;
  readonly sessions: readonly ImportedSession[];
  readonly refusals: readonly TraceRefusal[];
  readonly skipped: readonly SkippedRecord[];
}

/** One JSON document, or one line of JSON Lines. */
export interface TraceRecord {
  readonly value: JsonValue;
  /** Where the value at a path of this record stands in the file; the record itself when the path leads nowhere. */
  readonly position: (path?: JsonPath) => Position;
}

/** A file parsed once, for detection and import alike. */
export interface TraceDocument {
  readonly container: "json" | "jsonl";
  readonly records: readonly TraceRecord[];
  /** The lines, or the document, that could not be read. */
  readonly refusals: readonly TraceRefusal[];
}

/** What detection looks at: the first records of a file. */
export interface TraceSample {
  readonly file: string;
  readonly container: "json" | "jsonl";
  readonly values: readonly JsonValue[];
}

export interface ImportContext {
  readonly document: TraceDocument;
}

/** One trace format. Add one: write its file, a line in `importers/index.ts`, and its fixtures. */
export interface Importer {
  /** The name for `--format`. */
  readonly format: string;
  readonly title: string;
  /** Paths of the event this format has no place for; each event lists those of them that it lacks. */
  readonly notRecorded: readonly string[];
  /** How odd parts of the format are read, one sentence each. */
  readonly remarks: readonly string[];
  /** From 0 (certainly not) to 1 (certainly); by content alone, never by the file's name. */
  readonly detect: (sample: TraceSample) => number;
  /** Never throws. What is wrong becomes a refusal, what is no event is listed as skipped. */
  readonly import: (file: TraceFile, context: ImportContext) => ImportResult;
}
