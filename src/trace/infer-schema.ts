import {
  isJsonArray,
  isJsonObject,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  jsonObject,
} from "../json/json-value.ts";

/** What the values seen at one place have in common; grown value by value. */
export interface SeenValues {
  readonly types: Set<string>;
  /** By key; undefined once there were too many: then the keys are data, not names. */
  members: Map<string, SeenValues> | undefined;
  /** In how many objects each key was. */
  readonly counts: Map<string, number>;
  objects: number;
  items: SeenValues | undefined;
}

export const nothingSeen = (): SeenValues => ({
  types: new Set(),
  members: new Map(),
  counts: new Map(),
  objects: 0,
  items: undefined,
});

const maxMembers = 100;
const maxDepth = 8;

/** Adds one value to what was seen. Deeper than eight levels only the types are kept. */
export function seeValue(seen: SeenValues, value: JsonValue, depth = 0): void {
  seen.types.add(typeName(value));
  if (depth >= maxDepth) {
    seen.members = undefined;
  } else if (isJsonArray(value)) {
    seen.items ??= nothingSeen();
    for (const item of value) seeValue(seen.items, item, depth + 1);
  } else if (isJsonObject(value)) {
    seen.objects += 1;
    for (const [key, member] of Object.entries(value)) {
      if (seen.members === undefined) break;
      seen.counts.set(key, (seen.counts.get(key) ?? 0) + 1);
      const known = seen.members.get(key) ?? nothingSeen();
      seen.members.set(key, known);
      seeValue(known, member, depth + 1);
      if (seen.members.size > maxMembers) seen.members = undefined;
    }
  }
}

/**
 * The JSON Schema of what was seen: types joined over all values, a member required only if every object had it.
 * `additionalProperties` is left unstated: nobody has seen that other members are refused, nor that they are allowed.
 */
export function schemaOfSeen(seen: SeenValues, allSeen = true): JsonObject {
  const types = [...seen.types].filter((type) => type !== "integer" || !seen.types.has("number")).sort();
  const members: (readonly [string, JsonValue])[] = [];
  const [only] = types;
  if (only !== undefined) members.push(["type", types.length === 1 ? only : types]);
  if (seen.types.has("object") && seen.members !== undefined) {
    const keys = [...seen.members].sort(([left], [right]) => (left < right ? -1 : 1));
    members.push(["properties", jsonObject(keys.map(([key, member]) => [key, schemaOfSeen(member)] as const))]);
    const required = keys.map(([key]) => key).filter((key) => seen.counts.get(key) === seen.objects);
    if (allSeen && required.length > 0) members.push(["required", required]);
  }
  if (seen.items !== undefined && seen.items.types.size > 0) members.push(["items", schemaOfSeen(seen.items)]);
  return jsonObject(members);
}

function typeName(value: JsonValue): string {
  if (value === null) return "null";
  if (value instanceof JsonNumber) return /[.eE]/.test(value.lexeme) ? "number" : "integer";
  if (isJsonArray(value)) return "array";
  return typeof value;
}
