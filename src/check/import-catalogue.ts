import type { UseTools } from "../ast/parsed.ts";
import {
  catalogueIncomplete,
  catalogueNotJson,
  catalogueNotTools,
  catalogueTooLarge,
  invalidSchema,
  toolNameInvalid,
} from "../diagnostics/catalogue.ts";
import { canonicalJson, canonicalMembers } from "../json/canonical-json.ts";
import { formatJsonPath, type JsonPath } from "../json/json-path.ts";
import {
  isJsonArray,
  isJsonObject,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  memberOf,
} from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { sha256 } from "../json/sha256.ts";
import type { SourceText, Span } from "../source/span.ts";
import { isToolName } from "../value/pattern-name.ts";
import type { Type } from "../value/type.ts";
import { type CatalogueFile, type CatalogueSchemas, readSchemasOf, spanOf } from "./catalogue-schemas.ts";
import { hintedEffects, hintMistakes } from "./hinted-effects.ts";
import type { Report } from "./report.ts";
import { shortText } from "./schema-keywords.ts";

/** A tool as its catalogue describes it, before a `tool` block refines it. */
export interface ImportedTool {
  /** With the prefix of the `use tools` clause. */
  readonly name: string;
  /** Where the catalogue names it. */
  readonly span: Span;
  readonly args: Type;
  readonly result: Type;
  readonly effects: readonly string[];
  readonly effectsFrom: "hints" | "none";
  /** SHA-256 over the canonical JSON of its two schemas. Worked out when asked for: only what is compiled needs it. */
  readonly schemaDigest: string;
}

export interface ImportedCatalogue {
  readonly digest: string;
  readonly tools: readonly ImportedTool[];
  /** False when some tool of it could not be read. */
  readonly complete: boolean;
}

/**
 * Reads a catalogue: the result of MCP's `tools/list` (the whole response, its `result`, the bare array of tools, or one
 * tool), or a map `{ NAME: { inputSchema } }` or `{ NAME: SCHEMA }`. Mistakes are reported where they stand in that file; undefined if it is no catalogue.
 */
export function importCatalogue(source: SourceText, use: UseTools, report: Report): ImportedCatalogue | undefined {
  const read = readJson(source.text, { positions: true });
  if (!read.ok) {
    const { offset } = read.error;
    const span = { file: source.file, start: offset, end: Math.min(offset + 1, source.text.length) };
    report.add(
      catalogueNotJson.at(
        span,
        { file: source.file, message: read.error.message, path: read.error.path },
        {
          related: [{ span: use.path.span, label: "imported here" }],
        },
      ),
    );
    return undefined;
  }
  const file: CatalogueFile = { source, positions: read.positions, report };
  const entries = findTools(read.value);
  if (entries === undefined || entries.tools.length === 0) {
    const found = entries === undefined ? describe(read.value) : "no tool";
    report.add(catalogueNotTools.at(use.path.span, { file: source.file, found }));
    return undefined;
  }
  if (entries.cursor)
    report.add(catalogueIncomplete.at(spanOf(file, entries.cursorPath, "key"), { file: source.file }));
  if (entries.tools.length > mostTools) {
    const found = `${entries.tools.length} tools, and at most ${mostTools} are read`;
    report.add(catalogueTooLarge.at(use.path.span, { file: source.file, found }));
    return undefined;
  }
  const prefix = use.prefix === undefined ? "" : `${use.prefix.text}.`;
  const schemas = readSchemasOf(file);
  const tools: ImportedTool[] = [];
  for (const entry of entries.tools) {
    if (schemas.isSpent()) {
      const found = `schemas that are too large together, from ${shortText(entry.name)} on`;
      report.add(catalogueTooLarge.at(use.path.span, { file: source.file, found }));
      break;
    }
    const tool = readTool(entry, prefix, file, schemas);
    if (tool !== undefined) tools.push(tool);
  }
  schemas.reportUnsaid(use.path.span);
  return {
    get digest() {
      return sha256(canonicalText(read.value));
    },
    tools,
    complete: tools.length === entries.tools.length,
  };
}

/** A server lists some ten, a gateway some hundred. */
const mostTools = 10_000;

interface ToolEntry {
  readonly name: string;
  readonly namePath: JsonPath;
  readonly nameIs: "key" | "value";
  readonly path: JsonPath;
  readonly value: JsonObject;
  /** The value is the schema of the arguments itself. */
  readonly isSchema?: boolean;
}

interface FoundTools {
  readonly tools: readonly ToolEntry[];
  readonly cursor: boolean;
  readonly cursorPath: JsonPath;
}

function findTools(value: JsonValue, path: JsonPath = []): FoundTools | undefined {
  if (isJsonArray(value)) return { tools: listedTools(value, path), cursor: false, cursorPath: path };
  if (!isJsonObject(value)) return undefined;
  const result = memberOf(value, "result");
  if (
    memberOf(value, "jsonrpc") !== undefined ||
    isJsonArray(isJsonObject(result) ? memberOf(result, "tools") : undefined)
  ) {
    return isJsonObject(result) ? findTools(result, [...path, "result"]) : undefined;
  }
  const tools = memberOf(value, "tools");
  const cursor = memberOf(value, "nextCursor");
  const cursorPath = [...path, "nextCursor"];
  const more = typeof cursor === "string" && cursor !== "";
  if (isJsonArray(tools)) return { tools: listedTools(tools, [...path, "tools"]), cursor: more, cursorPath };
  const name = memberOf(value, "name");
  if (typeof name === "string" && isJsonObject(memberOf(value, "inputSchema"))) {
    const single: ToolEntry = { name, namePath: [...path, "name"], nameIs: "value", path, value };
    return { tools: [single], cursor: false, cursorPath };
  }
  const map = isJsonObject(tools) && memberOf(tools, "inputSchema") === undefined ? tools : value;
  const mapPath = map === tools ? [...path, "tools"] : path;
  const named = Object.entries(map).map(([key, tool]): ToolEntry | undefined => {
    if (!isJsonObject(tool)) return undefined;
    const entry = {
      name: key,
      namePath: [...mapPath, key],
      nameIs: "key",
      path: [...mapPath, key],
      value: tool,
    } as const;
    if (memberOf(tool, "inputSchema") !== undefined) return entry;
    return isArgumentsSchema(tool) ? { ...entry, isSchema: true } : undefined;
  });
  const complete = named.filter((entry) => entry !== undefined);
  return complete.length === named.length && named.length > 0
    ? { tools: complete, cursor: false, cursorPath }
    : undefined;
}

/** `{ NAME: { "type": "object", "properties": … } }` maps each tool to the schema of its arguments. */
const isArgumentsSchema = (schema: JsonObject): boolean =>
  memberOf(schema, "type") === "object" || isJsonObject(memberOf(schema, "properties"));

function listedTools(tools: readonly JsonValue[], path: JsonPath): readonly ToolEntry[] {
  return tools.map((tool, index) => {
    const at = [...path, index];
    const value = isJsonObject(tool) ? tool : {};
    const name = memberOf(value, "name");
    if (typeof name !== "string") return { name: "", namePath: at, nameIs: "value", path: at, value };
    return { name, namePath: [...at, "name"], nameIs: "value", path: at, value };
  });
}

function readTool(
  entry: ToolEntry,
  prefix: string,
  file: CatalogueFile,
  schemas: CatalogueSchemas,
): ImportedTool | undefined {
  const span = spanOf(file, entry.namePath, entry.nameIs);
  if (!isToolName(entry.name)) {
    file.report.add(toolNameInvalid.at(span, { name: entry.name.slice(0, 300) }));
    return undefined;
  }
  const input = entry.isSchema === true ? entry.value : memberOf(entry.value, "inputSchema");
  const inputPath = entry.isSchema === true ? entry.path : [...entry.path, "inputSchema"];
  if (!isJsonObject(input)) {
    file.report.add(
      invalidSchema.at(input === undefined ? span : spanOf(file, inputPath, "value"), {
        path: formatJsonPath(inputPath),
        problem: `\`${entry.name}\` has no \`inputSchema\` object`,
      }),
    );
    return undefined;
  }
  const output = entry.isSchema === true ? undefined : memberOf(entry.value, "outputSchema");
  const args = schemas.typeOf(input, inputPath, "args");
  if (args.kind !== "record") {
    file.report.add(
      invalidSchema.at(spanOf(file, inputPath, "value"), {
        path: formatJsonPath(inputPath),
        problem: "the arguments of a tool are an object",
      }),
    );
    return undefined;
  }
  const result: Type =
    output === undefined ? { kind: "json" } : schemas.typeOf(output, [...entry.path, "outputSchema"], "result");
  const annotations = entry.isSchema === true ? undefined : memberOf(entry.value, "annotations");
  for (const { path, problem } of hintMistakes(annotations)) {
    const at = [...entry.path, "annotations", ...path];
    file.report.add(invalidSchema.at(spanOf(file, at, "value"), { path: formatJsonPath(at), problem }));
  }
  const effects = hintedEffects(annotations);
  return {
    name: prefix + entry.name,
    span,
    args,
    result,
    effects,
    effectsFrom: effects.length > 0 ? "hints" : "none",
    get schemaDigest() {
      return sha256(
        canonicalText(output === undefined ? { inputSchema: input } : { inputSchema: input, outputSchema: output }),
      );
    },
  };
}

/** For hashing: canonical JSON, with numbers that are beyond it as their text. */
function canonicalText(value: JsonValue): string {
  if (value instanceof JsonNumber) {
    const number = Number(value.lexeme);
    return canonicalJson(Number.isFinite(number) ? number : value.lexeme);
  }
  if (isJsonArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  return isJsonObject(value) ? canonicalMembers(value, canonicalText) : canonicalJson(value);
}

function describe(value: JsonValue): string {
  if (isJsonObject(value)) {
    if (memberOf(value, "error") !== undefined && memberOf(value, "jsonrpc") !== undefined) return "an error response";
    const keys = Object.keys(value).slice(0, 5);
    return keys.length === 0
      ? "an empty object"
      : `an object with the keys ${keys.map((key) => JSON.stringify(key)).join(", ")}`;
  }
  return isJsonArray(value) ? "an empty array" : "a single value";
}
