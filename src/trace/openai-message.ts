import { isJsonArray, isJsonObject, type JsonValue } from "../json/json-value.ts";
import { readArguments } from "./arguments.ts";
import { listMember, memberOf, quoteText, textMember } from "./json-members.ts";
import type { RecordedCall } from "./session-builder.ts";

const roles = ["system", "developer", "user", "assistant", "tool", "function"];
/** Parts that OpenAI's chat messages may hold; of all but the first two only the presence is noted. */
const partTypes = ["text", "refusal", "image_url", "input_audio", "file"];

/** Is this an OpenAI chat message, and not one of the formats that look like it (Anthropic, Gemini, AgentDojo)? */
export function isChatMessage(value: JsonValue | undefined): boolean {
  if (!roles.includes(textMember(value, "role") ?? "")) return false;
  const content = memberOf(value, "content") ?? null;
  const contentFits =
    content === null || typeof content === "string" || (isJsonArray(content) && content.every(isChatPart));
  return contentFits && listMember(value, "tool_calls").every((call) => typeof memberOf(call, "function") !== "string");
}

export const isChatPart = (part: JsonValue): boolean => partTypes.includes(textMember(part, "type") ?? "");

/** A call of a message; `tool` is undefined where the record names none. */
export interface WrittenCall {
  readonly call: Omit<RecordedCall, "tool"> & { readonly tool: string | undefined };
  readonly path: readonly (string | number)[];
}

/** The calls of an assistant message in listed order: `tool_calls`, custom tools, and the old `function_call`. */
export function writtenCalls(message: JsonValue): readonly WrittenCall[] {
  const calls = listMember(message, "tool_calls").map((call, index): WrittenCall => {
    const custom = memberOf(call, "custom");
    const named = isJsonObject(custom) ? custom : memberOf(call, "function");
    const args: RecordedCall["args"] = isJsonObject(custom)
      ? {
          ok: false,
          why: `a custom tool takes a text instead; it is ${quoteText(textMember(custom, "input") ?? "", 200)}`,
        }
      : readArguments(memberOf(named, "arguments"));
    return { call: { id: memberOf(call, "id"), tool: textMember(named, "name"), args }, path: ["tool_calls", index] };
  });
  const old = memberOf(message, "function_call");
  if (!isJsonObject(old)) return calls;
  const args = readArguments(memberOf(old, "arguments"));
  return [...calls, { call: { id: undefined, tool: textMember(old, "name"), args }, path: ["function_call"] }];
}
