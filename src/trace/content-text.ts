import { isJsonArray, type JsonValue } from "../json/json-value.ts";
import { memberOf, nameOfJsonKind, quoteText, textMember } from "./json-members.ts";

/** The text of a message or result. `others` names the parts that are no text: what they held is not in `text`. */
export interface ContentText {
  /** Undefined when nothing at all was recorded. */
  readonly text: string | undefined;
  readonly others: readonly string[];
}

/**
 * The text of a content member: a text, or a list of parts `{type: "text", text}`, AgentDojo's `{type: "text", content}`
 * and `{type: "refusal", refusal}`. Parts are joined by a line break, so that no word runs into the next.
 */
export function contentText(content: JsonValue | undefined): ContentText {
  if (typeof content === "string") return { text: content, others: [] };
  if (content === undefined || content === null) return { text: undefined, others: [] };
  const texts: string[] = [];
  const others: string[] = [];
  for (const part of isJsonArray(content) ? content : [content]) {
    const text = partText(part);
    if (text === undefined) others.push(partName(part));
    else texts.push(text);
  }
  return { text: texts.length === 0 && others.length > 0 ? undefined : texts.join("\n"), others };
}

export function partText(part: JsonValue): string | undefined {
  switch (textMember(part, "type")) {
    case "text":
      return textMember(part, "text") ?? textMember(part, "content");
    case "refusal":
      return textMember(part, "refusal");
    default:
      return undefined;
  }
}

/** What a part is called in a note: its type, or what it is when it has none. */
export function partName(part: JsonValue): string {
  const type = memberOf(part, "type");
  return typeof type === "string" ? `a part of type ${quoteText(type)}` : nameOfJsonKind(part);
}
