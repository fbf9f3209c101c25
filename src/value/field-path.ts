import { assertNever } from "../source/assert-never.ts";
import { absent, type Field, unrecorded, type Value } from "./value.ts";

/**
 * The field below a field. What lies below an absent field is absent, below an unrecorded one unrecorded for the same
 * cause; a record without the member decides by whether it was recorded completely. A list is never walked through:
 * which element would be meant is `ambiguous`.
 */
export function readPath(field: Field, segments: readonly string[]): Field {
  let current = field;
  for (const segment of segments) {
    if (current.state !== "value") return current;
    current = memberField(current.value, segment);
  }
  return current;
}

function memberField(value: Value, name: string): Field {
  switch (value.kind) {
    case "record":
      return value.fields.get(name) ?? (value.open ? unrecorded("not_recorded") : absent);
    case "url":
    case "command":
      return value.parts.get(name) ?? absent;
    case "list":
      return unrecorded("ambiguous");
    case "bool":
    case "number":
    case "money":
    case "duration":
    case "timestamp":
    case "text":
    case "labels":
    case "interval":
      return unrecorded("ill_typed");
    default:
      return assertNever(value);
  }
}
