import { isJsonArray, isJsonObject, type JsonValue } from "../json/json-value.ts";
import { isEventName } from "./event-name.ts";
import { below, type Place } from "./import-collector.ts";
import type { TraceRecord } from "./importer.ts";
import { listMember, memberOf, nameOfJsonKind, quoteText, textMember } from "./json-members.ts";
import { sameJson } from "./same-json.ts";

export interface ClaudeLine {
  readonly place: Place;
  readonly type: "user" | "assistant";
  readonly session: string | undefined;
  readonly line: JsonValue;
  readonly message: JsonValue;
  /** Blocks of the content; a plain text is one text block. */
  readonly blocks: readonly JsonValue[];
}

export type ReadLine =
  | { readonly kind: "message"; readonly line: ClaudeLine }
  | { readonly kind: "skipped"; readonly place: Place; readonly reason: string };

/** Every line of a transcript: JSON Lines, a list of lines, or one object `{loglines: […]}`. */
export function claudeLines(records: readonly TraceRecord[]): readonly { value: JsonValue; place: Place }[] {
  const [only] = records;
  const place = (record: TraceRecord): Place => ({ record, path: [] });
  if (only !== undefined && records.length === 1) {
    const steps = isJsonArray(only.value) ? [] : ["loglines"];
    const list = isJsonArray(only.value) ? only.value : listMember(only.value, "loglines");
    if (list.length > 0) {
      return list.map((value, index) => ({ value, place: below(place(only), ...steps, index) }));
    }
  }
  return records.map((record) => ({ value: record.value, place: place(record) }));
}

export const isClaudeLine = (value: JsonValue): boolean =>
  ["user", "assistant"].includes(textMember(value, "type") ?? "") && isJsonObject(memberOf(value, "message"));

/** Lines that are no message of the human, the agent or a tool are skipped, each with its reason. */
export function claudeLineReader(): (value: JsonValue, place: Place) => ReadLine {
  const seen = new Map<string, JsonValue>();
  return (value, place) => {
    const skip = (reason: string): ReadLine => ({ kind: "skipped", place, reason });
    if (!isJsonObject(value)) return skip(`the line is ${nameOfJsonKind(value)}, not a record`);
    const type = textMember(value, "type");
    if (type === undefined) return skip("the line has no type");
    if (type === "summary") return skip("a summary that the host wrote");
    if (type === "system") return skip("a notice of the host, not a prompt");
    if (type !== "user" && type !== "assistant") return skip(`a line of the type ${quoteText(type)}`);
    const uuid = textMember(value, "uuid");
    if (uuid !== undefined) {
      if (sameJson(seen.get(uuid), value)) return skip("the line repeats an earlier one, uuid included");
      seen.set(uuid, value);
    }
    const message = memberOf(value, "message");
    if (!isJsonObject(message)) return skip(`its message is ${nameOfJsonKind(message)}, not an object`);
    if (memberOf(value, "isMeta") === true) return skip("a text the host put in, not the human");
    if (memberOf(value, "isCompactSummary") === true)
      return skip("a summary of the conversation, not the human's words");
    if (memberOf(value, "isApiErrorMessage") === true) return skip("an error of the host, not the agent's words");
    const content = memberOf(message, "content");
    const blocks = typeof content === "string" ? [textBlock(content)] : content;
    if (!isJsonArray(blocks)) return skip(`the content of its message is ${nameOfJsonKind(content)}`);
    const named = textMember(value, "sessionId");
    const session = isEventName(named) ? named : undefined;
    return { kind: "message", line: { place, type, session, line: value, message, blocks } };
  };
}

const textBlock = (text: string): JsonValue => ({ type: "text", text });
