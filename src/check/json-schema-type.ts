import type { JsonPath } from "../json/json-path.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import type { FieldType, Limits, Type } from "../value/type.ts";
import { joinTypes } from "./join-types.ts";
import { narrowTypes } from "./narrow-types.ts";
import { limitsOfElements, narrowLimits, readLimits, withLimits } from "./schema-limits.ts";

/** A part of a schema that stays open; `path` starts at the document's root. */
export interface OpenPart {
  readonly kind: "open-reference" | "too-large";
  readonly path: JsonPath;
  readonly found: string;
}

/** What stays open when the schema says nothing: arguments are closed, results may have more fields than stated. */
export type SchemaUse = "args" | "result";

export interface ReadSchema {
  readonly type: Type;
  /** The schema allows `null`, which reads as absent. */
  readonly nullable: boolean;
  readonly limits?: Limits;
}

export interface SchemaReader {
  /** The type of a schema, whose path starts at the document's root. */
  readonly typeOf: (schema: JsonValue, path: JsonPath, use: SchemaUse) => Type;
  /** Whether so much was read that what comes next stays open unread. */
  readonly isSpent: () => boolean;
}

export interface SchemaRemarks {
  readonly open: (part: OpenPart) => void;
  /** A schema that a reference leads to: it may stand where no keyword holds a schema. */
  readonly referred: (schema: JsonValue, path: JsonPath) => void;
}

interface Reader {
  readonly root: JsonValue;
  readonly rootPath: JsonPath;
  readonly use: SchemaUse;
  readonly remarks: SchemaRemarks;
  /** Nodes left: a schema of references to references multiplies. */
  nodes: number;
}

const mostNodes = 5_000;
/** Of all schemas of one catalogue; a server of a thousand tools needs a quarter of it. */
const mostNodesTogether = 200_000;
const mostBranches = 256;
const longestPointer = 1_000;
const deepest = 32;
const json: ReadSchema = { type: { kind: "json" }, nullable: false };

/**
 * JSON Schemas as types. What has no type of ours (unions of unlike types, remote references) is `json`: it can be
 * asked for presence and equality, and a `tool` block may refine it. Nothing is ever fetched, and what is read is bounded, because
 * a catalogue is what a server says of itself. What JSON Schema forbids is passed over: `createSchemaInspector` reports it.
 */
export function createSchemaReader(remarks: SchemaRemarks): SchemaReader {
  let left = mostNodesTogether;
  return {
    typeOf(schema, path, use) {
      const nodes = Math.min(mostNodes, left);
      const reader: Reader = { root: schema, rootPath: path, use, remarks, nodes };
      const { type } = read(schema, path, reader, [], 0);
      left -= nodes - Math.max(reader.nodes, 0);
      return type;
    },
    isSpent: () => left <= 0,
  };
}

function read(
  schema: JsonValue,
  path: JsonPath,
  reader: Reader,
  references: readonly string[],
  depth: number,
): ReadSchema {
  spend(reader, 1, path);
  if (depth === deepest) reader.remarks.open({ kind: "too-large", path, found: "" });
  if (reader.nodes <= 0 || depth >= deepest) return json;
  if (!isJsonObject(schema)) return json;
  const within = (child: JsonValue, ...steps: JsonPath): ReadSchema =>
    read(child, [...path, ...steps], reader, references, depth + 1);
  const reference = memberOf(schema, "$ref");
  const referred =
    typeof reference === "string" ? readReference(reference, path, reader, references, depth) : undefined;
  const own = readOwn(schema, path, reader, within);
  const stated = referred === undefined ? own : both(own, referred);
  const branches = compose(schema, path, reader, within);
  const joined = branches.reduce<ReadSchema | undefined>(both, stated) ?? json;
  const limited = { ...joined, ...withLimits(narrowLimits(readLimits(schema), joined.limits)) };
  return memberOf(schema, "nullable") === true ? { ...limited, nullable: true } : limited;
}

/** Says where the nodes end. */
function spend(reader: Reader, nodes: number, path: JsonPath): void {
  const before = reader.nodes;
  reader.nodes -= nodes;
  if (before > 0 && reader.nodes <= 0) reader.remarks.open({ kind: "too-large", path, found: "" });
}

type Within = (child: JsonValue, ...steps: JsonPath) => ReadSchema;

/** What the keywords of the schema itself say; undefined if only its compositions say anything. */
function readOwn(schema: JsonObject, path: JsonPath, reader: Reader, within: Within): ReadSchema | undefined {
  const typed = readType(schema, path, reader, within);
  const constant = memberOf(schema, "const");
  const listed = memberOf(schema, "enum");
  const values = isJsonArray(listed) ? listed : constant === undefined ? undefined : [constant];
  if (values === undefined) return typed;
  // Values are long to unite, and there may be as many as the document has room for.
  spend(reader, values.length >> 3, path);
  const stated = readValues(values);
  // Values without a type of ours say less than the type beside them.
  return stated.type.kind === "json" && typed !== undefined ? { ...typed, nullable: stated.nullable } : stated;
}

function readType(schema: JsonObject, path: JsonPath, reader: Reader, within: Within): ReadSchema | undefined {
  const type = memberOf(schema, "type");
  if (isJsonArray(type)) {
    const names = type.filter((name) => name !== "null").slice(0, mostBranches);
    const read = names.map((name) => readNamed(name, schema, path, reader, within));
    const types = read.map((one) => one.type);
    const joined = types.length === 0 ? json.type : types.reduce<Type | undefined>(joinOptional, types[0]);
    // Of several types only one is a list, so that its limits say nothing of values of the others.
    const limits = read.map((one) => one.limits).reduce(narrowLimits, undefined);
    return { type: joined ?? json.type, nullable: type.includes("null"), ...withLimits(limits) };
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
      return { ...plain({ kind: "list", element: element.type }), ...withLimits(limitsOfElements(element.limits)) };
    }
    case "object":
      return plain(readObject(schema, path, reader, within));
    default:
      return json;
  }
}

function readObject(schema: JsonObject, path: JsonPath, reader: Reader, within: Within): Type {
  const properties = memberOf(schema, "properties");
  const additional = memberOf(schema, "additionalProperties");
  const isRoot = path.length === reader.rootPath.length;
  if (properties === undefined && additional === undefined && !isRoot) return { kind: "json" };
  if (properties !== undefined && !isJsonObject(properties)) return { kind: "json" };
  const listed = memberOf(schema, "required");
  const required = new Set(isJsonArray(listed) ? listed : []);
  const fields: Record<string, FieldType> = Object.create(null);
  for (const [name, property] of Object.entries(properties ?? {})) {
    // What no value may be is not among the arguments.
    if (property === false) continue;
    const { type, nullable, limits } = within(property, "properties", name);
    fields[name] = { type, required: required.has(name) && !nullable, ...withLimits(limits) };
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
    if (!isJsonArray(branches)) continue;
    if (branches.length > mostBranches) {
      reader.remarks.open({ kind: "too-large", path: [...path, keyword], found: "" });
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
  // What one of several branches limits, another may leave open.
  const limits = stated.length === 1 ? stated[0]?.limits : undefined;
  const joined = types.length === 0 ? undefined : types.reduce<Type | undefined>(joinOptional, types[0]);
  return { type: joined ?? { kind: "json" }, nullable, ...withLimits(limits) };
}

/** Both schemas hold. */
const both = (left: ReadSchema | undefined, right: ReadSchema): ReadSchema =>
  left === undefined
    ? right
    : {
        type: narrowTypes(left.type, right.type),
        nullable: left.nullable && right.nullable,
        ...withLimits(narrowLimits(left.limits, right.limits)),
      };

function readReference(
  text: string,
  path: JsonPath,
  reader: Reader,
  references: readonly string[],
  depth: number,
): ReadSchema {
  const isWithin = (text === "#" || text.startsWith("#/")) && text.length <= longestPointer;
  const target = isWithin ? resolvePointer(reader, text) : undefined;
  if (target === undefined) {
    reader.remarks.open({ kind: "open-reference", path: [...path, "$ref"], found: text });
    return json;
  }
  reader.remarks.referred(target.schema, target.path);
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
