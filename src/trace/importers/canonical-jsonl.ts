import { traceInvalidEvent } from "../../diagnostics/trace.ts";
import { eventKinds, type RawEvent } from "../../event/event.ts";
import { readEvent } from "../../event/read-event.ts";
import { isJsonArray, type JsonValue } from "../../json/json-value.ts";
import type { Place } from "../import-collector.ts";
import type { ImportedSession, Importer, TraceDocument, TraceRefusal } from "../importer.ts";
import { hasMember, textMember } from "../json-members.ts";
import { refusal } from "../refusal.ts";

/** Our own record, one event a line: what the guard writes and what `--save-test` and counterexamples are. */
export const canonicalJsonl: Importer = {
  format: "canonical-jsonl",
  title: "canonical events",
  notRecorded: [],
  remarks: [
    "Ids, sessions and `not_recorded` are taken as they stand: the record states them itself.",
    "A line that breaks the event's schema is refused with the member at fault; the other lines are imported.",
  ],
  detect({ values }) {
    const records = values.flatMap((value) => (isJsonArray(value) ? value : [value]));
    return records.filter(looksCanonical).length / Math.max(1, records.length);
  },
  import({ file }, { document }) {
    const sessions = new Map<string, RawEvent[]>();
    const refusals: TraceRefusal[] = [];
    for (const { value, place } of placedRecords(document)) {
      const read = readEvent(value);
      if ("kind" in read) {
        const { path, message } = read;
        const position = place.record.position([...(place.path ?? []), ...read.at]);
        refusals.push(refusal(traceInvalidEvent, file, position, { path, problem: message }));
      } else {
        const events = sessions.get(read.raw.session);
        if (events === undefined) sessions.set(read.raw.session, [read.raw]);
        else events.push(read.raw);
      }
    }
    const imported = [...sessions].map(
      ([session, events]): ImportedSession => ({ session, format: canonicalJsonl.format, file, events, notes: [] }),
    );
    return { format: canonicalJsonl.format, sessions: imported, refusals, skipped: [] };
  },
};

const looksCanonical = (value: JsonValue): boolean =>
  (eventKinds as readonly string[]).includes(textMember(value, "kind") ?? "") &&
  (hasMember(value, "session") || hasMember(value, "id"));

/** A list of events in one document is read like lines. */
function placedRecords(document: TraceDocument): readonly { readonly value: JsonValue; readonly place: Place }[] {
  return document.records.flatMap((record) =>
    isJsonArray(record.value)
      ? record.value.map((value, index) => ({ value, place: { record, path: [index] } }))
      : [{ value: record.value, place: { record, path: [] } }],
  );
}
