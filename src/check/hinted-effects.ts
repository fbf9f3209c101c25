import type { Effect } from "../event/catalogue.ts";
import { isJsonObject, type JsonValue, memberOf } from "../json/json-value.ts";

/**
 * What MCP's tool annotations add. They are claims of the server about itself: they only ever add effects, and a `tool`
 * block replaces them. `destructiveHint` means something only where the tool is not read-only (MCP, ToolAnnotations).
 */
export function hintedEffects(annotations: JsonValue | undefined): readonly Effect[] {
  if (!isJsonObject(annotations)) return [];
  const readOnly = memberOf(annotations, "readOnlyHint");
  const destructive = memberOf(annotations, "destructiveHint");
  if (readOnly === true) return ["reads"];
  if (destructive === true) return ["deletes", "writes"];
  return readOnly === false ? ["writes"] : [];
}
