import { nearMiss } from "../diagnostics/near-miss.ts";
import type { JsonPath } from "../json/json-path.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import {
  kindOf,
  listOfSchemas,
  mapOfSchemas,
  oneSchema,
  plainKeywords,
  schemaTypes,
  shortText,
} from "./schema-keywords.ts";

/**
 * `malformed`: JSON Schema forbids it, so nobody can say what it constrains. `doubtful`: allowed, and hardly what was meant.
 * `path` starts at the document's root.
 */
export interface SchemaMistake {
  readonly kind: "malformed" | "doubtful";
  readonly path: JsonPath;
  readonly problem: string;
}

type Add = (mistake: SchemaMistake) => void;

/**
 * Says of schemas, and of those within them, which keywords have a value that JSON Schema does not know: what a reader passes over in
 * silence is a constraint that is lost. Each object is looked at once, so this is linear in the document, and no deeper.
 */
export function createSchemaInspector(add: Add): (schema: JsonValue, path: JsonPath) => void {
  const seen = new Set<JsonObject>();
  return (schema, path) => reportSchema(schema, path, { add, seen, isPart: false });
}

interface Inspection {
  readonly add: Add;
  readonly seen: Set<JsonObject>;
  /** Others hold of the same value, as under `allOf`, and may name its properties. */
  readonly isPart: boolean;
}

function reportSchema(schema: JsonValue, path: JsonPath, inspection: Inspection): void {
  if (typeof schema === "boolean") return;
  const { add, seen, isPart } = inspection;
  const malformed: Malformed = (problem, ...steps) => add({ kind: "malformed", path: [...path, ...steps], problem });
  if (!isJsonObject(schema)) {
    malformed(`a schema is an object, or true or false; this is ${kindOf(schema)}`);
    return;
  }
  if (seen.has(schema)) return;
  seen.add(schema);
  for (const [keyword, value] of Object.entries(schema)) {
    const fault = Object.hasOwn(plainKeywords, keyword) ? plainKeywords[keyword]?.(value) : undefined;
    if (fault !== undefined) malformed(`\`${keyword}\` is ${fault}`, keyword);
    else if (keyword === "type") reportType(value, malformed);
    else if (keyword === "pattern") reportPattern(value, [...path, keyword], add);
    else reportWithin(keyword, value, path, inspection, malformed);
  }
  if (!isPart && !composers.some((keyword) => Object.hasOwn(schema, keyword))) reportForeignRequired(schema, path, add);
}

const composers = ["allOf", "anyOf", "oneOf", "$ref", "if", "dependentSchemas", "dependencies"];

type Malformed = (problem: string, ...steps: JsonPath) => void;

/** The schemas that a keyword holds. */
function reportWithin(
  keyword: string,
  value: JsonValue,
  path: JsonPath,
  inspection: Inspection,
  malformed: Malformed,
): void {
  const within = (schema: JsonValue, isPart: boolean, ...steps: JsonPath): void =>
    reportSchema(schema, [...path, keyword, ...steps], { ...inspection, isPart });
  if (listOfSchemas.has(keyword) || (keyword === "items" && isJsonArray(value))) {
    if (!isJsonArray(value)) malformed(`\`${keyword}\` is a list of schemas; this is ${kindOf(value)}`, keyword);
    else if (value.length === 0 && keyword !== "items")
      malformed(`\`${keyword}\` is a list of one schema at least; in this one is none`, keyword);
    else for (const [index, one] of value.entries()) within(one, keyword.endsWith("Of"), index);
  } else if (oneSchema.has(keyword)) {
    within(value, ["if", "then", "else", "not"].includes(keyword));
  } else if (mapOfSchemas.has(keyword) || keyword === "dependencies") {
    if (!isJsonObject(value)) {
      malformed(`\`${keyword}\` is an object with a schema under each name; this is ${kindOf(value)}`, keyword);
      return;
    }
    for (const [name, one] of Object.entries(value)) {
      if (keyword === "patternProperties") reportPattern(name, [...path, keyword, name], inspection.add);
      // Before 2019-09 `dependencies` held lists of names too.
      if (keyword !== "dependencies" || !isJsonArray(one)) within(one, keyword !== "properties", name);
    }
  } else if (!Object.hasOwn(plainKeywords, keyword)) reportMisspelt(keyword, [...path, keyword], inspection.add);
}

function reportType(value: JsonValue, malformed: Malformed): void {
  const names = isJsonArray(value) ? value : [value];
  if (names.length === 0) malformed("`type` is one type at least; in this list is none", "type");
  for (const [index, name] of names.entries()) {
    if (typeof name !== "string") malformed(`\`type\` is the name of a type; this is ${kindOf(name)}`, "type");
    else if (!schemaTypes.includes(name)) {
      const near = nearMiss(name, schemaTypes);
      const hint = near === undefined ? "" : `; did you mean "${near}"?`;
      malformed(`${shortText(name)} is no JSON Schema type${hint}`, "type");
    } else if (names.indexOf(name) < index)
      malformed(`\`type\` names each type once; "${name}" stands in it twice`, "type");
    else continue;
    return;
  }
}

/** A longer pattern is not looked at. */
const longestPattern = 4_096;

/** Patterns are the server's to match, in the dialect of ECMAScript; those of other languages are found often. */
function reportPattern(pattern: JsonValue, path: JsonPath, add: Add): void {
  if (typeof pattern !== "string" || pattern.length > longestPattern) return;
  if (isPattern(pattern, "u") || isPattern(pattern, "")) return;
  const problem = `${shortText(pattern)} is no regular expression of JSON Schema, so others read it differently or not at all`;
  add({ kind: "doubtful", path, problem });
}

function isPattern(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

/** A misspelt name in `required`: the member that was meant is then optional. */
function reportForeignRequired(schema: JsonObject, path: JsonPath, add: Add): void {
  const [properties, required] = [memberOf(schema, "properties"), memberOf(schema, "required")];
  if (!isJsonObject(properties) || !isJsonArray(required) || isJsonObject(memberOf(schema, "patternProperties")))
    return;
  for (const name of required) {
    if (typeof name !== "string" || Object.hasOwn(properties, name)) continue;
    const near = nearMiss(name.slice(0, 256), Object.keys(properties).slice(0, 256));
    const hint = near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`;
    const problem = `\`required\` names ${shortText(name)}, and \`properties\` does not have it${hint}`;
    add({ kind: "doubtful", path: [...path, "required"], problem });
    return;
  }
}

/** What constrains a value. Words that are as near to an annotation of somebody's (`when`, `cost`) are not among them. */
const constraining: readonly string[] = [
  ...Object.keys(plainKeywords).filter((keyword) => keyword !== "$ref" && keyword !== "nullable"),
  ...["type", "properties", "patternProperties", "items", "prefixItems", "additionalProperties", "propertyNames"],
  ...["allOf", "anyOf", "oneOf"],
];

/** Known keywords that are looked at elsewhere, or say nothing of a value. Most keywords of a catalogue are among them. */
const notes: ReadonlySet<string> = new Set([
  ...["type", "const", "title", "description", "default", "deprecated", "readOnly", "writeOnly"],
  ...["contentEncoding", "contentMediaType", "contentSchema", "example", "examples", "enumNames"],
]);

function reportMisspelt(keyword: string, path: JsonPath, add: Add): void {
  if (keyword.length < 4 || keyword.length > 32 || notes.has(keyword) || /^(?:x-|\$)/.test(keyword)) return;
  const near = nearMiss(keyword, constraining);
  if (near === undefined) return;
  add({
    kind: "doubtful",
    path,
    problem: `\`${keyword}\` is no keyword, so it says nothing; did you mean \`${near}\`?`,
  });
}
