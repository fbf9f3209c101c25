import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  jsonNumber,
  jsonObject,
  memberOf,
} from "../json/json-value.ts";
import { writeJson } from "../json/write-json.ts";
import { escapeControls } from "../report/escape.ts";
import { toolWord } from "./starter.ts";

/** Of so many tools a call is tried; the rest is for the author. */
const mostCalls = 20;

/**
 * Tests over the policy that `init --from` writes: a call of each tool whose schema says what one looks like, and one that nothing
 * allows. Undefined where no schema is that simple.
 */
export function observedTests(tools: readonly JsonValue[]): string | undefined {
  const calls = tools.flatMap((tool) => sampleCall(tool) ?? []).slice(0, mostCalls);
  const [first] = calls;
  if (first === undefined) return undefined;
  return `policy starter version 1 language 1

test "the assistant calls what was seen" {
  given {
    agent assistant
    identity ok
    task started
  }
${calls.map((call) => `  ${call} expect allow`).join("\n")}
}

test "without a running task nothing is called" {
  given {
    agent assistant
    identity ok
  }
  ${first} expect deny
}
`;
}

function sampleCall(tool: JsonValue): string | undefined {
  if (!isJsonObject(tool)) return undefined;
  const name = memberOf(tool, "name");
  const schema = memberOf(tool, "inputSchema");
  const args = isJsonObject(schema) ? sampleOf(schema) : undefined;
  return typeof name === "string" && isJsonObject(args)
    ? `call ${toolWord(name)} ${escapeControls(writeJson(args))}`
    : undefined;
}

/** Keywords that say no more of a value than its type; with any other, a made-up value may not satisfy the schema. */
const plainKeywords: ReadonlySet<string> = new Set([
  ...["type", "properties", "required", "additionalProperties", "items", "enum"],
  ...["title", "description", "default", "examples", "$schema"],
]);

/** A value that satisfies a schema; undefined where that would take more than looking at types. */
function sampleOf(schema: JsonObject): JsonValue | undefined {
  if (Object.keys(schema).some((keyword) => !plainKeywords.has(keyword))) return undefined;
  const values = memberOf(schema, "enum");
  if (values !== undefined) return isJsonArray(values) ? values[0] : undefined;
  switch (memberOf(schema, "type")) {
    case "string":
      return "example";
    case "boolean":
      return true;
    case "integer":
    case "number":
      return one;
    case "array":
      return [];
    case "object":
      return sampleObject(schema);
    default:
      return undefined;
  }
}

function sampleObject(schema: JsonObject): JsonValue | undefined {
  const properties = memberOf(schema, "properties") ?? noProperties;
  const required = memberOf(schema, "required") ?? [];
  if (!isJsonObject(properties) || !isJsonArray(required)) return undefined;
  const members = required.map((name): readonly [string, JsonValue] | undefined => {
    const property = typeof name === "string" ? memberOf(properties, name) : undefined;
    const value = isJsonObject(property) ? sampleOf(property) : undefined;
    return typeof name === "string" && value !== undefined ? [name, value] : undefined;
  });
  const known = members.filter((member) => member !== undefined);
  return known.length === members.length ? jsonObject(known) : undefined;
}

const one = jsonNumber("1");
const noProperties: JsonObject = jsonObject([]);
