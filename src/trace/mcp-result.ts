import { isJsonArray, type JsonValue } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { partText } from "./content-text.ts";
import { memberOf, textMember } from "./json-members.ts";
import { sameJson } from "./same-json.ts";
import type { RecordedOutcome } from "./session-builder.ts";

/**
 * The result of `tools/call` as an outcome. Structured content is the content; the texts beside it should say the same, and
 * where they do not the result is marked as incomplete. Images, audio and links are not held by any text.
 */
export function mcpOutcome(result: JsonValue): RecordedOutcome["outcome"] {
  const parts = memberOf(result, "content");
  const list = isJsonArray(parts) ? parts : [];
  const texts = list.map(textOfPart).filter((text) => text !== undefined);
  const text = texts.join("\n");
  if (memberOf(result, "isError") === true) return { kind: "error", message: isJsonArray(parts) ? text : undefined };
  const onlyText = list.every((part) => partText(part) !== undefined);
  const structured = memberOf(result, "structuredContent");
  if (structured !== undefined && structured !== null) {
    return { kind: "result", content: structured, complete: onlyText && texts.every((said) => says(said, structured)) };
  }
  if (!isJsonArray(parts)) return { kind: "result", content: undefined, complete: false };
  return { kind: "result", content: texts.length === 0 && !onlyText ? undefined : text, complete: onlyText };
}

function textOfPart(part: JsonValue): string | undefined {
  const resource = textMember(part, "type") === "resource" ? memberOf(part, "resource") : undefined;
  return partText(part) ?? textMember(resource, "text");
}

function says(text: string, value: JsonValue): boolean {
  const read = readJson(text);
  return read.ok && sameJson(read.value, value);
}

/** A protocol error in one line, with its code. */
export function mcpErrorText(error: JsonValue | undefined): string | undefined {
  const message = textMember(error, "message");
  const code = memberOf(error, "code");
  if (message === undefined) return undefined;
  return typeof code === "object" && code !== null && "lexeme" in code ? `${message} (code ${code.lexeme})` : message;
}
