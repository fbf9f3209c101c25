import type { JsonPath } from "../json/json-path.ts";
import type { JsonPositions } from "../json/json-positions.ts";
import { isJsonArray, JsonNumber, type JsonValue } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { maxDepth, maxLength, type Tree, type TreeEntry } from "./tree.ts";
import type { TreeResult } from "./yaml-tree.ts";

/** Reads a JSON file; comments and trailing commas are allowed, because editors write them into client settings. */
export function readJsonTree(text: string): TreeResult {
  if (text.trim() === "") return { ok: true, tree: undefined, oddities: [] };
  const read = readJson(text, { positions: true, comments: true, maxDepth, maxLength });
  if (read.ok) return { ok: true, tree: treeOf(read.value, read.positions, []), oddities: [] };
  const { code, message, offset } = read.error;
  const kind =
    code === "duplicate-key" ? "duplicate-key" : code === "depth" ? "deep" : code === "size" ? "large" : "syntax";
  const key =
    code === "duplicate-key" ? (/"((?:[^"\\]|\\.){0,60})"/.exec(text.slice(offset, offset + 200))?.[1] ?? "") : message;
  return { ok: false, fault: { kind, start: offset, end: Math.min(offset + 1, text.length), text: key } };
}

function treeOf(value: JsonValue, positions: JsonPositions, path: JsonPath): Tree {
  const place = positions.at(path)?.value ?? { start: 0, end: 0 };
  const at = { start: place.start, end: place.end };
  if (value === null) return { kind: "null", text: "null", ...at };
  if (typeof value === "boolean") return { kind: "bool", text: String(value), ...at };
  if (typeof value === "string") return { kind: "text", text: value, ...at };
  if (value instanceof JsonNumber) return { kind: "number", text: value.lexeme, ...at };
  if (isJsonArray(value)) {
    return { kind: "list", items: value.map((item, index) => treeOf(item, positions, [...path, index])), ...at };
  }
  const entries = new Map<string, TreeEntry>();
  for (const [key, member] of Object.entries(value)) {
    const inner = [...path, key];
    const keyPlace = positions.at(inner)?.key ?? place;
    entries.set(key, { keyStart: keyPlace.start, keyEnd: keyPlace.end, value: treeOf(member, positions, inner) });
  }
  return { kind: "map", entries, ...at };
}
