import { isJsonArray, isJsonObject, type JsonValue } from "../json/json-value.ts";
import { hasMember, memberOf, textMember } from "./json-members.ts";

interface Fragment {
  readonly name: string;
  readonly fits: (value: JsonValue) => boolean;
}

const isList = (value: JsonValue, key: string): boolean => isJsonArray(memberOf(value, key));
const isText = (value: JsonValue, key: string): boolean => textMember(value, key) !== undefined;
const isObject = (value: JsonValue, key: string): boolean => isJsonObject(memberOf(value, key));
const schemaTypes = ["object", "array", "string", "number", "integer", "boolean"];
const partTypes = ["text", "image", "audio", "resource", "resource_link"];

/** Shapes of the MCP schema that documentation and tests store alone; the first that fits names the fragment. */
const fragments: readonly Fragment[] = [
  { name: "a tool definition", fits: (value) => isText(value, "name") && isObject(value, "inputSchema") },
  { name: "a content part", fits: (value) => partTypes.includes(textMember(value, "type") ?? "") },
  {
    name: "the result of a tool call",
    fits: (value) => (isList(value, "content") && !isText(value, "role")) || hasMember(value, "structuredContent"),
  },
  {
    name: "the result of a list or read request",
    fits: (value) => listMembers.some((member) => isList(value, member)),
  },
  { name: "the parameters of an elicitation", fits: (value) => isText(value, "mode") && isText(value, "message") },
  {
    name: "the parameters of a call or a prompt request",
    fits: (value) => isText(value, "name") && (isObject(value, "arguments") || hasMember(value, "_meta")),
  },
  {
    name: "an error without its message around it",
    fits: (value) => hasMember(value, "code") && isText(value, "message"),
  },
  {
    name: "the answer to an elicitation",
    fits: (value) => ["accept", "decline", "cancel"].includes(textMember(value, "action") ?? ""),
  },
  {
    name: "a schema",
    fits: (value) => schemaTypes.includes(textMember(value, "type") ?? "") || hasMember(value, "$schema"),
  },
  { name: "a root or a resource", fits: (value) => isText(value, "uri") },
  {
    name: "a set of answers to requests for input",
    fits: (value) =>
      isJsonObject(value) && Object.values(value).length > 0 && Object.values(value).every(isInputAnswer),
  },
];

const listMembers = ["tools", "prompts", "resources", "resourceTemplates", "contents"];

const isInputAnswer = (value: JsonValue): boolean =>
  isText(value, "action") || (isText(value, "role") && isObject(value, "content")) || isList(value, "roots");

/** What a value that is no JSON-RPC message is a fragment of; undefined when it is nothing MCP knows. */
export function nameOfFragment(value: JsonValue): string | undefined {
  return isJsonObject(value) ? fragments.find(({ fits }) => fits(value))?.name : undefined;
}
