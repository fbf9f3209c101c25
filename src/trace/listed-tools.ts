import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, jsonObject } from "../json/json-value.ts";
import { isEventName } from "./event-name.ts";
import { listMember, memberOf, textMember } from "./json-members.ts";
import { toolName } from "./tool-name.ts";

export interface ListedTool {
  readonly name: string;
  /** As an entry of MCP's `tools/list` result. */
  readonly definition: JsonObject;
}

/**
 * The tool definitions a record of a trace holds: the result of MCP's `tools/list` (in a message, a batch, a wrapper, or
 * alone), and the `tools` or old `functions` of an OpenAI request.
 */
export function listedTools(record: JsonValue): readonly ListedTool[] {
  if (isJsonArray(record)) return record.flatMap(listedTools);
  const wrapped = memberOf(record, "message");
  if (isJsonObject(wrapped) || isJsonArray(wrapped)) return listedTools(wrapped);
  const result = memberOf(record, "result");
  const tools = [...listMember(record, "tools"), ...listMember(result, "tools"), ...listMember(record, "functions")];
  return tools.map(listedTool).filter((tool) => tool !== undefined);
}

function listedTool(tool: JsonValue): ListedTool | undefined {
  const openai = memberOf(tool, "function");
  const named = isJsonObject(openai) ? openai : tool;
  const written = textMember(named, "name");
  if (!isEventName(written)) return undefined;
  const name = toolName(written);
  if (isJsonObject(memberOf(named, "inputSchema"))) {
    const members = isJsonObject(named) ? Object.entries(named).filter(([key]) => key !== "name") : [];
    return { name, definition: jsonObject([["name", name], ...members]) };
  }
  const parameters = memberOf(named, "parameters");
  if (!isJsonObject(parameters)) return undefined;
  const description = textMember(named, "description");
  const described = description === undefined ? [] : ([["description", description]] as const);
  return { name, definition: jsonObject([["name", name], ...described, ["inputSchema", parameters]]) };
}
