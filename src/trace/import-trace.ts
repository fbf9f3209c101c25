import { nearMiss } from "../diagnostics/near-miss.ts";
import {
  traceAmbiguousFormat,
  traceNoEvents,
  traceUnknownFormat,
  traceUnknownFormatName,
} from "../diagnostics/trace.ts";
import type { Position } from "../source/span.ts";
import { describeSample } from "./describe-sample.ts";
import type { Importer, ImportResult, TraceDocument, TraceFile, TraceRefusal, TraceSample } from "./importer.ts";
import { importers } from "./importers/index.ts";
import { readDocument } from "./read-document.ts";
import { refusal } from "./refusal.ts";

export interface ImportTraceOptions {
  /** The name of a format, as in `--format`; without one the content decides. */
  readonly format?: string;
}

/** How many records detection looks at. */
const sampleSize = 200;
/** Detection answers with the share of records that fit; two formats nearer than this are not told apart by guessing. */
const margin = 0.1;

/**
 * Imports one trace file into sessions of events. Never throws: what could not be read is in `refusals` with its place, what
 * is no event in `skipped`. A file that yields no event is always refused.
 */
export function importTrace(file: TraceFile, options: ImportTraceOptions = {}): ImportResult {
  const document = readDocument(file);
  const named = importers.find(({ format }) => format === options.format);
  if (options.format !== undefined && named === undefined) return failed([unknownName(file, options.format)]);
  if (document.records.length === 0) return { ...failed(document.refusals), format: named?.format };
  const sample: TraceSample = {
    file: file.file,
    container: document.container,
    values: document.records.slice(0, sampleSize).map(({ value }) => value),
  };
  const chosen = named ?? detectFormat(sample, document.records[0]?.position([]));
  if ("code" in chosen) return failed([...document.refusals, chosen]);
  const imported = chosen.import(file, { document });
  return withRefusals(file, chosen, document, imported);
}

const failed = (refusals: readonly TraceRefusal[]): ImportResult => ({
  format: undefined,
  sessions: [],
  refusals,
  skipped: [],
});

function unknownName(file: TraceFile, name: string): TraceRefusal {
  const formats = importers.map(({ format }) => format);
  return refusal(traceUnknownFormatName, file.file, undefined, { name, near: nearMiss(name, formats), formats });
}

/** The one importer that is surer than every other; otherwise a refusal that says what was seen. */
function detectFormat(sample: TraceSample, start: Position | undefined): Importer | TraceRefusal {
  const ranked = importers
    .map((importer) => ({ importer, confidence: importer.detect(sample) }))
    .filter(({ confidence }) => confidence > 0)
    .sort((left, right) => right.confidence - left.confidence);
  const [best, next] = ranked;
  const seen = describeSample(sample);
  if (best === undefined) {
    const formats = importers.map(({ format }) => format);
    return refusal(traceUnknownFormat, sample.file, start, { seen, formats });
  }
  if (next === undefined || best.confidence - next.confidence >= margin) return best.importer;
  const formats = ranked
    .filter(({ confidence }) => best.confidence - confidence < margin)
    .map(({ importer }) => importer.format);
  return refusal(traceAmbiguousFormat, sample.file, start, { seen, formats });
}

function withRefusals(
  file: TraceFile,
  importer: Importer,
  document: TraceDocument,
  imported: ImportResult,
): ImportResult {
  const sessions = imported.sessions.filter(({ events }) => events.length > 0);
  const refusals = [...document.refusals, ...imported.refusals];
  if (sessions.length === 0 && refusals.length === 0) {
    const skipped = imported.skipped[0]?.reason;
    refusals.push(refusal(traceNoEvents, file.file, undefined, { format: importer.title, skipped }));
  }
  refusals.sort((left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0));
  return { ...imported, sessions, refusals };
}
