import { readPath } from "../value/field-path.ts";
import type { Field } from "../value/value.ts";

/** The text at a path below a record; undefined for anything else. */
export function textAt(record: Field, ...path: readonly string[]): string | undefined {
  const field = readPath(record, path);
  return field.state === "value" && field.value.kind === "text" ? field.value.text : undefined;
}
