import { formatJsonPath, type JsonPath } from "../json/json-path.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import type { FieldType, Type } from "../value/type.ts";

/** A type that says all that the schema says, or the first part of the schema that no type says. */
export type StrictSchema =
  | { readonly ok: true; readonly type: Type }
  | { readonly ok: false; readonly path: string; readonly found: string };

/** Keywords that say nothing about a value. */
const notes: readonly string[] = ["$schema", "$id", "$comment", "title", "description", "default", "examples"];

const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  object: ["properties", "required", "additionalProperties"],
  array: ["items"],
  string: ["enum"],
  integer: [],
  number: [],
  boolean: [],
};

const deepest = 32;

/**
 * A JSON Schema as a type, strictly: `type` with `properties`, `required`, `additionalProperties`, `items` and the `enum` of a
 * string. A catalogue may leave open what we have no type for; what a gate demands may not, or it would demand less than is written.
 */
export function readStrictSchema(schema: JsonValue, path: JsonPath = []): StrictSchema {
  const refuse = (found: string, ...steps: JsonPath): StrictSchema => ({
    ok: false,
    path: formatJsonPath(["schema", ...path, ...steps]),
    found,
  });
  if (!isJsonObject(schema)) return refuse("no object");
  if (path.length > deepest) return refuse(`more than ${deepest} levels`);
  const name = memberOf(schema, "type");
  const known = typeof name === "string" && Object.hasOwn(keywordsOf, name) ? keywordsOf[name] : undefined;
  if (typeof name !== "string" || known === undefined)
    return name === undefined ? refuse("no `type`") : refuse("a `type` that is none of a schema's six", "type");
  const foreign = Object.keys(schema).find((key) => key !== "type" && !notes.includes(key) && !known.includes(key));
  if (foreign !== undefined) return refuse(`\`${foreign}\``, foreign);
  switch (name) {
    case "object":
      return readObject(schema, path, refuse);
    case "array": {
      const items = memberOf(schema, "items");
      if (items === undefined) return { ok: true, type: { kind: "list", element: { kind: "json" } } };
      const element = readStrictSchema(items, [...path, "items"]);
      return element.ok ? { ok: true, type: { kind: "list", element: element.type } } : element;
    }
    case "string": {
      const values = memberOf(schema, "enum");
      if (values === undefined) return { ok: true, type: { kind: "string" } };
      const texts = isJsonArray(values) ? values.filter((value) => typeof value === "string") : [];
      if (!isJsonArray(values) || texts.length < values.length || texts.length === 0)
        return refuse("an `enum` that is no list of texts", "enum");
      return { ok: true, type: { kind: "string", values: [...new Set(texts)].sort() } };
    }
    case "integer":
      return { ok: true, type: { kind: "int" } };
    case "number":
      return { ok: true, type: { kind: "decimal" } };
    default:
      return { ok: true, type: { kind: "bool" } };
  }
}

function readObject(
  schema: JsonObject,
  path: JsonPath,
  refuse: (found: string, ...steps: JsonPath) => StrictSchema,
): StrictSchema {
  const properties = memberOf(schema, "properties") ?? {};
  const required = memberOf(schema, "required") ?? [];
  const additional = memberOf(schema, "additionalProperties") ?? true;
  if (!isJsonObject(properties)) return refuse("`properties` that are no object", "properties");
  if (typeof additional !== "boolean")
    return refuse("`additionalProperties` that is neither true nor false", "additionalProperties");
  if (!isJsonArray(required)) return refuse("`required` that is no list", "required");
  for (const name of required) {
    if (typeof name !== "string" || memberOf(properties, name) === undefined)
      return refuse("a name that `properties` does not have", "required");
  }
  const fields: Record<string, FieldType> = Object.create(null);
  for (const [name, property] of Object.entries(properties)) {
    const read = readStrictSchema(property, [...path, "properties", name]);
    if (!read.ok) return read;
    fields[name] = { type: read.type, required: required.includes(name) };
  }
  return { ok: true, type: { kind: "record", fields, additional } };
}
