import { isJsonArray, type JsonValue } from "../json/json-value.ts";
import { below, type Place } from "./import-collector.ts";
import type { TraceRecord } from "./importer.ts";
import { memberOf, nameOfJsonKind, textMember } from "./json-members.ts";
import { sameJson } from "./same-json.ts";

export interface PlacedMessage {
  readonly value: JsonValue;
  readonly place: Place;
}

/** What a file of chat messages consists of. */
export type ConversationPart =
  | {
      readonly kind: "conversation";
      readonly place: Place;
      readonly messages: readonly PlacedMessage[];
      readonly notes: readonly string[];
    }
  /** All its messages open the conversation that follows. */
  | { readonly kind: "repeated"; readonly place: Place }
  | { readonly kind: "prose"; readonly place: Place; readonly member: string }
  | { readonly kind: "unknown"; readonly place: Place; readonly found: string };

/** Lines that are messages form one conversation; otherwise every record or list element is one of its own. */
export function conversationParts(records: readonly TraceRecord[]): readonly ConversationPart[] {
  const parts: ConversationPart[] = [];
  let lines: PlacedMessage[] = [];
  const closeLines = () => {
    const [first] = lines;
    if (first !== undefined) parts.push({ kind: "conversation", place: first.place, messages: lines, notes: [] });
    lines = [];
  };
  for (const record of records) {
    const place: Place = { record, path: [] };
    if (isMessage(record.value)) {
      lines.push({ value: record.value, place });
    } else {
      closeLines();
      parts.push(...partsOf(record.value, place));
    }
  }
  closeLines();
  return markRepeated(parts);
}

const isMessage = (value: JsonValue): boolean => textMember(value, "role") !== undefined;

function partsOf(value: JsonValue, place: Place): readonly ConversationPart[] {
  if (isJsonArray(value)) {
    if (value.length > 0 && value.some(isMessage)) return [conversation(value, place, [])];
    return value.flatMap((element, index) => partsOf(element, below(place, index)));
  }
  const trajectory = memberOf(value, "traj");
  if (isJsonArray(trajectory)) return [conversation(trajectory, below(place, "traj"), taskNotes(value))];
  if (textMember(value, "suite_name") !== undefined) return [{ kind: "unknown", place, found: "an AgentDojo run" }];
  const messages = memberOf(value, "messages");
  if (isJsonArray(messages)) return [conversation(messages, below(place, "messages"), [])];
  const prose = "messages_display";
  if (textMember(value, prose) !== undefined) return [{ kind: "prose", place, member: prose }];
  return [{ kind: "unknown", place, found: nameOfJsonKind(value) }];
}

const conversation = (messages: readonly JsonValue[], place: Place, notes: readonly string[]): ConversationPart => ({
  kind: "conversation",
  place,
  messages: messages.map((value, index) => ({ value, place: below(place, index) })),
  notes,
});

function taskNotes(record: JsonValue): readonly string[] {
  const facts = ["task_id", "trial", "reward"].flatMap((member) => {
    const value = memberOf(record, member);
    return value === undefined || isJsonArray(value) ? [] : [`${member} ${scalarText(value)}`];
  });
  return facts.length === 0 ? [] : [`tau-bench record: ${facts.join(", ")}`];
}

function scalarText(value: JsonValue): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  return typeof value === "object" && value !== null && "lexeme" in value ? String(value.lexeme) : String(value);
}

/** Request logs repeat the history in every request: only the last of such a chain is a conversation. */
function markRepeated(parts: readonly ConversationPart[]): readonly ConversationPart[] {
  return parts.map((part, index): ConversationPart => {
    const next = parts[index + 1];
    if (part.kind !== "conversation" || next?.kind !== "conversation") return part;
    const { messages } = part;
    const opens =
      messages.length > 0 &&
      messages.length < next.messages.length &&
      messages.every(({ value }, position) => sameJson(value, next.messages[position]?.value));
    return opens ? { kind: "repeated", place: part.place } : part;
  });
}
