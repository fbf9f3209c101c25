import { traceEmpty, traceTooLong, traceUnreadable } from "../diagnostics/trace.ts";
import type { JsonPath } from "../json/json-path.ts";
import { isJsonObject } from "../json/json-value.ts";
import { type JsonError, type ReadJsonResult, readJson } from "../json/read-json.ts";
import { indexLines, type LineIndex } from "../source/span.ts";
import type { TraceDocument, TraceFile, TraceRecord, TraceRefusal } from "./importer.ts";
import { refusal } from "./refusal.ts";

/** UTF-16 code units. A document is read at once, a file of lines line by line. */
export const documentLimit = 64 * 1024 * 1024;
export const lineLimit = 16 * 1024 * 1024;

/**
 * Reads a file as one JSON document or as JSON Lines, told apart by content: `.json` files often hold lines. Broken lines
 * become refusals and the others are kept. Never throws; time is linear in the text.
 */
export function readDocument({ file, text }: TraceFile): TraceDocument {
  const lines = contentLines(text);
  const first = lines.next();
  if (first.done === true)
    return { container: "json", records: [], refusals: [refusal(traceEmpty, file, undefined, {})] };
  const second = lines.next();
  if (second.done === true) return readWhole(file, text, lineLimit);
  const firstAlone = first.value.text.length > lineLimit ? undefined : readJson(first.value.text);
  if (firstAlone?.ok === true) return readLines(file, text);
  // The first line does not stand alone: a document over several lines, or lines of which the first is broken.
  const whole = readWhole(file, text, documentLimit);
  if (whole.refusals.length === 0 || isBracket(first.value.text)) return whole;
  return standsAlone(second.value.text) ? readLines(file, text) : whole;
}

const isBracket = (line: string): boolean => line.trim().length <= 1;

function standsAlone(line: string): boolean {
  if (line.length > lineLimit) return false;
  const read = readJson(line);
  return read.ok && isJsonObject(read.value);
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** The lines that are not blank, with their numbers; LF and CRLF end a line. */
function* contentLines(text: string): Generator<Line, void> {
  let number = 0;
  for (let start = text.charCodeAt(0) === 0xfeff ? 1 : 0; start <= text.length; ) {
    const lineFeed = text.indexOf("\n", start);
    const end = lineFeed < 0 ? text.length : lineFeed;
    number += 1;
    const line = text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end);
    if (!isBlank(line)) yield { number, text: line };
    start = end + 1;
  }
}

function isBlank(line: string): boolean {
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 13) return false;
  }
  return true;
}

function readWhole(file: string, text: string, limit: number): TraceDocument {
  const read = readJson(text, { maxLength: limit });
  let index: LineIndex | undefined;
  const positionAt = (offset: number) => {
    index ??= indexLines(text);
    return index.at(offset);
  };
  if (!read.ok) {
    const refused =
      read.error.code === "size"
        ? refusal(traceTooLong, file, positionAt(limit), { what: "file", length: text.length, limit })
        : refusal(traceUnreadable, file, positionAt(read.error.offset), {
            what: "file",
            problem: problemOf(read.error),
          });
    return { container: "json", records: [], refusals: [refused] };
  }
  const record: TraceRecord = { value: read.value, position: (path) => positionAt(offsetOf(read, path)) };
  return { container: "json", records: [record], refusals: [] };
}

function readLines(file: string, text: string): TraceDocument {
  const records: TraceRecord[] = [];
  const refusals: TraceRefusal[] = [];
  for (const line of contentLines(text)) {
    const read = readJson(line.text, { maxLength: lineLimit });
    if (read.ok) {
      records.push({
        value: read.value,
        position: (path) => ({ line: line.number, column: offsetOf(read, path) + 1 }),
      });
    } else if (read.error.code === "size") {
      const position = { line: line.number, column: lineLimit + 1 };
      refusals.push(
        refusal(traceTooLong, file, position, { what: "line", length: line.text.length, limit: lineLimit }),
      );
    } else {
      const position = { line: line.number, column: read.error.offset + 1 };
      refusals.push(refusal(traceUnreadable, file, position, { what: "line", problem: problemOf(read.error) }));
    }
  }
  return { container: "jsonl", records, refusals };
}

const problemOf = (error: JsonError): string =>
  error.path === "" ? error.message : `${error.message}, at ${error.path}`;

/** Of the value at the path, or of the nearest one around it. */
function offsetOf(read: ReadJsonResult & { readonly ok: true }, path: JsonPath = []): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const found = read.positions.at(path.slice(0, depth));
    if (found !== undefined) return found.value.start;
  }
  return read.positions.at([])?.value.start ?? 0;
}
