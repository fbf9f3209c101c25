import type { Effect } from "../event/catalogue.ts";
import { isJsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import { kindOf } from "./schema-keywords.ts";

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

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/** Hints that are neither true nor false, and annotations that are no object: whatever they were meant to add is lost. */
export function hintMistakes(
  annotations: JsonValue | undefined,
): readonly { readonly path: readonly string[]; readonly problem: string }[] {
  if (annotations === undefined || annotations === null) return [];
  if (!isJsonObject(annotations))
    return [{ path: [], problem: `\`annotations\` is an object; this is ${kindOf(annotations)}` }];
  return hints.flatMap((hint) => {
    const value = memberOf(annotations, hint);
    if (value === undefined || value === null || typeof value === "boolean") return [];
    return [{ path: [hint], problem: `\`${hint}\` is true or false; this is ${kindOf(value)}` }];
  });
}
