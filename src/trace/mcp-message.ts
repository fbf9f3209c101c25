import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { below, type Place } from "./import-collector.ts";
import type { TraceRecord } from "./importer.ts";
import { memberOf, textMember } from "./json-members.ts";

/** One JSON-RPC message of a log, with what the log says around it. */
export interface McpMessage {
  readonly value: JsonValue;
  readonly place: Place;
  /** As the log spells it, e.g. `client->server`. */
  readonly direction: string | undefined;
  readonly session: string | undefined;
  readonly timestamp: JsonValue | undefined;
  /** Messages of one batch share it. */
  readonly batch: number;
}

export const isJsonRpc = (value: JsonValue | undefined): boolean => textMember(value, "jsonrpc") === "2.0";

/** The messages of a log in order: bare, in batches, or each wrapped as `{direction, message, timestamp?, session?}`. */
export function mcpMessages(records: readonly TraceRecord[]): readonly McpMessage[] {
  const messages: McpMessage[] = [];
  let batch = 0;
  const add = (value: JsonValue, place: Place, around: JsonValue | undefined): void => {
    if (isJsonArray(value)) {
      batch += 1;
      for (const [index, element] of value.entries()) add(element, below(place, index), around);
      return;
    }
    const wrapped = isJsonRpc(value) ? undefined : unwrap(value);
    if (wrapped !== undefined) {
      add(wrapped, below(place, "message"), value);
      return;
    }
    const context = around ?? value;
    messages.push({
      value,
      place,
      direction: textMember(context, "direction"),
      session: textMember(context, "session"),
      timestamp: memberOf(context, "timestamp"),
      batch,
    });
  };
  for (const record of records) {
    batch += 1;
    add(record.value, { record, path: [] }, undefined);
  }
  return messages;
}

/** The message inside a wrapper: as JSON, or as a text that holds it. */
function unwrap(value: JsonValue): JsonValue | undefined {
  const message = memberOf(value, "message");
  if (isJsonObject(message) || isJsonArray(message)) return holdsJsonRpc(message) ? message : undefined;
  if (typeof message !== "string") return undefined;
  const read = readJson(message);
  return read.ok && holdsJsonRpc(read.value) ? read.value : undefined;
}

const holdsJsonRpc = (value: JsonValue): boolean => (isJsonArray(value) ? value.some(isJsonRpc) : isJsonRpc(value));

/** The number 1 and the text "1" are two ids. */
export function idKey(id: JsonValue | undefined): string | undefined {
  if (id instanceof JsonNumber) return `number ${id.lexeme}`;
  return typeof id === "string" ? `text ${id}` : undefined;
}
