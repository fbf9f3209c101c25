import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { isNumberLexeme, type JsonValue, jsonNumber, jsonObject } from "../json/json-value.ts";

/** Nodes of one text: a result is read while deciding, so it must stay cheap. */
const maxNodes = 50_000;
const maxDepth = 64;

/**
 * The reader for tools with `result is yaml`: strict YAML 1.2 core, one document, unique text keys, no aliases, bounded.
 * Undefined for anything else. Import this file only for policies with such a tool: it brings in the library.
 */
export function readYaml(text: string): JsonValue | undefined {
  const document = parseDocument(text, { uniqueKeys: true, schema: "core", stringKeys: true });
  if (document.errors.length > 0 || document.contents === null) return undefined;
  let nodes = 0;
  const convert = (node: unknown, depth: number): JsonValue | undefined => {
    nodes += 1;
    if (nodes > maxNodes || depth > maxDepth || isAlias(node)) return undefined;
    if (isScalar(node)) {
      const { value, source } = node;
      if (value === null || typeof value === "string" || typeof value === "boolean") return value;
      if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
      return jsonNumber(source !== undefined && isNumberLexeme(source) ? source : JSON.stringify(value));
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => convert(item, depth + 1));
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    if (!isMap(node)) return node === null ? null : undefined;
    const members: [string, JsonValue][] = [];
    for (const { key, value } of node.items) {
      const member = value === null ? null : convert(value, depth + 1);
      if (!isScalar(key) || typeof key.value !== "string" || member === undefined) return undefined;
      members.push([key.value, member]);
    }
    return jsonObject(members);
  };
  return convert(document.contents, 0);
}
