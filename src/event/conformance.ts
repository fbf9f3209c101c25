import { boolField, type Field, unrecorded, type Value } from "../value/value.ts";
import type { Event } from "./event.ts";

/**
 * Whether what the tool was sent (of a call), or what it returned (of a result), is what its schema states. False where
 * some of it contradicts the schema or is outside it; unrecorded where some of it could not be seen or read, and where
 * nothing was returned. Of other events it is unrecorded. With the digest of a schema of the policy: whether the content satisfies that.
 */
export function conformance(event: Event, schema?: string): Field {
  if (schema !== undefined) {
    const answer = event.satisfies?.[schema];
    return typeof answer === "boolean" ? boolField(answer) : unrecorded("not_recorded");
  }
  const root = event.kind === "call" ? "args" : event.kind === "result" ? "result" : undefined;
  if (root === undefined) return unrecorded("unresolved");
  // A result that does not name its tool was read without its schema.
  if (event.raw.kind === "result" && event.raw.tool === undefined) return unrecorded("unresolved");
  const violated = event.violations.some(({ path }) => path === root || new RegExp(`^${root}[.[]`).test(path));
  if (violated || event.undeclared.length > 0) return boolField(false);
  return gapOf(event.fields[root], true) ?? boolField(true);
}

/** The first part that is not known; undefined where all is. An optional field may be absent, the whole may not. */
function gapOf(field: Field, isWhole: boolean): Field | undefined {
  if (field.state === "absent") return isWhole ? unrecorded("unreadable") : undefined;
  return field.state === "unrecorded" ? unrecorded(field.cause) : gapIn(field.value);
}

function gapIn(value: Value): Field | undefined {
  if (value.kind === "list") return value.open ? unrecorded("not_recorded") : firstGap(value.items);
  if (value.kind === "record") return value.open ? unrecorded("not_recorded") : firstGap(inOrder(value.fields));
  return undefined;
}

/** In the order of their names, not of the schema: which gap is named must not depend on how a catalogue is written. */
const inOrder = (fields: ReadonlyMap<string, Field>): readonly Field[] =>
  [...fields].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, field]) => field);

function firstGap(fields: Iterable<Field>): Field | undefined {
  for (const field of fields) {
    const gap = gapOf(field, false);
    if (gap !== undefined) return gap;
  }
  return undefined;
}
