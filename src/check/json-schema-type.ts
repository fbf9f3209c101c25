import type { JsonPath } from "../json/json-path.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import type { FieldType, Type } from "../value/type.ts";
import { joinTypes } from "./join-types.ts";
import { narrowTypes } from "./narrow-types.ts";

/** A mistake in a schema, or a part of it that stays open; `path` starts at the document's root. */
export interface SchemaRemark {
  readonly kind: "unknown-type" | "malformed" | "open-reference" | "too-large";
  readonly path: JsonPath;
  readonly found: string;
}

/** What stays open when the schema says nothing: arguments are closed, results may have more fields than stated. */
export type SchemaUse = "args" | "result";

export interface ReadSchema {
  readonly type: Type;
  /** The schema allows `null`, which reads as absent. */
  readonly nullable: boolean;
}

interface Reader {
  readonly root: JsonValue;
  readonly rootPath: JsonPath;
  readonly use: SchemaUse;
  readonly remark: (remark: SchemaRemark) => void;
  /** Nodes left: a schema of references to references multiplies. */
  nodes: number;
}

const mostNodes = 5_000;
const deepest = 32;
const json: ReadSchema = { type: { kind: "json" }, nullable: false };

/**
 * A JSON Schema as a type. What has no type of ours (unions of unlike types, remote references) is `json`: it can be
 * asked for presence and equality, and a `tool` block may refine it. Nothing is ever fetched.
 */
export function typeOfSchema(
  schema: JsonValue,
  path: JsonPath,
  use: SchemaUse,
  remark: (remark: SchemaRemark) => void,
): ReadSchema {
  return read(schema, path, { root: schema, rootPath: path, use, remark, nodes: mostNodes }, [], 0);
}

function read(
  schema: JsonValue,
  path: JsonPath,
  reader: Reader,
  references: readonly string[],
  depth: number,
): ReadSchema {
  reader.nodes -= 1;
  if (reader.nodes === 0 || depth === deepest) reader.remark({ kind: "too-large", path, found: "" });
  if (reader.nodes <= 0 || depth >= deepest) return json;
  if (typeof schema === "boolean") return json;
  if (!isJsonObject(schema)) {
    reader.remark({ kind: "malformed", path, found: "a schema is an object, or true or false" });
    return json;
  }
  const reference = memberOf(schema, "$ref");
  if (reference !== undefined) return readReference(reference, path, reader, references, depth);
  const within = (child: JsonValue, ...steps: JsonPath): ReadSchema =>
    read(child, [...path, ...steps], reader, references, depth + 1);
  const own = readOwn(schema, path, reader, within);
  const branches = compose(schema, path, reader, within);
  const joined = branches.reduce<ReadSchema | undefined>(both, own) ?? json;
  return memberOf(schema, "nullable") === true ? { ...joined, nullable: true } : joined;
}

type Within = (child: JsonValue, ...steps: JsonPath) => ReadSchema;

/** What the keywords of the schema itself say; undefined if only its compositions say anything. */
function readOwn(schema: JsonObject, path: JsonPath, reader: Reader, within: Within): ReadSchema | undefined {
  const values = memberOf(schema, "enum");
  if (isJsonArray(values)) return readValues(values);
  const constant = memberOf(schema, "const");
  if (constant !== undefined) return readValues([constant]);
  const type = memberOf(schema, "type");
  if (isJsonArray(type)) {
    const names = type.filter((name) => name !== "null");
    const types = names.map((name) => readNamed(name, schema, path, reader, within).type);
    const joined = types.length === 0 ? json.type : types.reduce<Type | undefined>(joinOptional, types[0]);
    return { type: joined ?? json.type, nullable: names.length < type.length };
  }
  if (type !== undefined) return readNamed(type, schema, path, reader, within);
  if (isJsonObject(memberOf(schema, "properties"))) return readNamed("object", schema, path, reader, within);
  if (memberOf(schema, "items") !== undefined) return readNamed("array", schema, path, reader, within);
  return undefined;
}

const joinOptional = (left: Type | undefined, right: Type): Type | undefined =>
  left === undefined ? undefined : joinTypes(left, right);

function readValues(values: readonly JsonValue[]): ReadSchema {
  const nullable = values.includes(null);
  const stated = values.filter((value) => value !== null);
  const texts = stated.filter((value) => typeof value === "string");
  if (texts.length === stated.length && texts.length > 0) {
    return { type: { kind: "string", values: [...new Set(texts)].sort() }, nullable };
  }
  if (stated.length > 0 && stated.every((value) => typeof value === "boolean"))
    return { type: { kind: "bool" }, nullable };
  return { type: { kind: "json" }, nullable };
}

const formats: Readonly<Record<string, Type>> = {
  email: { kind: "email" },
  uri: { kind: "url" },
  url: { kind: "url" },
  hostname: { kind: "domain" },
  "date-time": { kind: "timestamp" },
  ipv4: { kind: "cidr" },
  ipv6: { kind: "cidr" },
};

function readNamed(name: JsonValue, schema: JsonObject, path: JsonPath, reader: Reader, within: Within): ReadSchema {
  const plain = (type: Type): ReadSchema => ({ type, nullable: false });
  switch (name) {
    case "string": {
      const format = memberOf(schema, "format");
      const known = typeof format === "string" && Object.hasOwn(formats, format) ? formats[format] : undefined;
      return plain(known ?? { kind: "string" });
    }
    case "integer":
      return plain({ kind: "int" });
    case "number":
      return plain({ kind: "decimal" });
    case "boolean":
      return plain({ kind: "bool" });
    case "null":
      return { type: { kind: "json" }, nullable: true };
    case "array": {
      const items = memberOf(schema, "items");
      const element = items === undefined || isJsonArray(items) ? json : within(items, "items");
      return plain({ kind: "list", element: element.type });
    }
    case "object":
      return plain(readObject(schema, path, reader, within));
    default:
      reader.remark({ kind: "unknown-type", path: [...path, "type"], found: typeof name === "string" ? name : "" });
      return json;
  }
}

function readObject(schema: JsonObject, path: JsonPath, reader: Reader, within: Within): Type {
  const properties = memberOf(schema, "properties");
  const additional = memberOf(schema, "additionalProperties");
  const isRoot = path.length === reader.rootPath.length;
  if (properties === undefined && additional === undefined && !isRoot) return { kind: "json" };
  if (properties !== undefined && !isJsonObject(properties)) {
    reader.remark({ kind: "malformed", path: [...path, "properties"], found: "`properties` is an object" });
    return { kind: "json" };
  }
  const listed = memberOf(schema, "required");
  const required = isJsonArray(listed) ? listed : [];
  const fields: Record<string, FieldType> = Object.create(null);
  for (const [name, property] of Object.entries(properties ?? {})) {
    const { type, nullable } = within(property, "properties", name);
    fields[name] = { type, required: required.includes(name) && !nullable };
  }
  return {
    kind: "record",
    fields,
    additional: additional === undefined ? reader.use === "result" : additional !== false,
  };
}

/** Every branch of `allOf`, and `anyOf`/`oneOf` as one: what holds in whichever branch applies. */
function compose(schema: JsonObject, path: JsonPath, reader: Reader, within: Within): readonly ReadSchema[] {
  const composed: ReadSchema[] = [];
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const branches = memberOf(schema, keyword);
    if (branches === undefined) continue;
    if (!isJsonArray(branches)) {
      reader.remark({ kind: "malformed", path: [...path, keyword], found: `\`${keyword}\` is an array of schemas` });
      continue;
    }
    const types = branches.map((branch, index) => within(branch, keyword, index));
    if (keyword === "allOf") composed.push(...types);
    else composed.push(either(types));
  }
  return composed;
}

/** A union: `null` makes it optional, types that join are joined, fields of records become optional unless in all. */
function either(branches: readonly ReadSchema[]): ReadSchema {
  const nullable = branches.some((branch) => branch.nullable);
  const stated = branches.filter((branch) => !(branch.nullable && branch.type.kind === "json"));
  const types = stated.map((branch) => branch.type);
  const joined = types.length === 0 ? undefined : types.reduce<Type | undefined>(joinOptional, types[0]);
  return { type: joined ?? { kind: "json" }, nullable };
}

/** Both schemas hold. */
const both = (left: ReadSchema | undefined, right: ReadSchema): ReadSchema =>
  left === undefined ? right : { type: narrowTypes(left.type, right.type), nullable: left.nullable && right.nullable };

function readReference(
  reference: JsonValue,
  path: JsonPath,
  reader: Reader,
  references: readonly string[],
  depth: number,
): ReadSchema {
  const text = typeof reference === "string" ? reference : "";
  const target = text === "#" || text.startsWith("#/") ? resolvePointer(reader, text) : undefined;
  if (target === undefined) {
    reader.remark({ kind: "open-reference", path: [...path, "$ref"], found: text });
    return json;
  }
  // A schema that contains itself describes trees of any depth; below the first turn they stay open.
  if (references.includes(text)) return json;
  return read(target.schema, target.path, reader, [...references, text], depth + 1);
}

function resolvePointer(
  reader: Reader,
  pointer: string,
): { readonly schema: JsonValue; readonly path: JsonPath } | undefined {
  let schema: JsonValue = reader.root;
  let path: JsonPath = reader.rootPath;
  for (const raw of pointer.split("/").slice(1)) {
    const step = raw.replaceAll("~1", "/").replaceAll("~0", "~");
    const next = isJsonObject(schema) ? memberOf(schema, step) : undefined;
    if (next === undefined) return undefined;
    schema = next;
    path = [...path, step];
  }
  return { schema, path };
}
