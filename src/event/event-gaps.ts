import { isJsonObject, type JsonValue } from "../json/json-value.ts";
import type { RawEvent } from "./event.ts";
import { type Gaps, gapsOf, holdsPath } from "./gaps.ts";

/** What the record lists as `not_recorded`, by field: the `content` of a result is the field `result`. */
export function eventGaps(raw: RawEvent): Gaps {
  return gapsOf((raw.not_recorded ?? []).map((path) => [fieldPath(path), "not_recorded"] as const));
}

/** The position in `not_recorded` of a path at which there is something all the same; undefined when there is none. */
export function findContradiction(raw: RawEvent): number | undefined {
  const index = (raw.not_recorded ?? []).findIndex((written) => {
    const [root = "", ...below] = fieldPath(written);
    return holdsPath(memberFor(raw, root), below);
  });
  return index < 0 ? undefined : index;
}

function fieldPath(written: string): readonly string[] {
  const [root = "", ...below] = written.split(".");
  return [root === "content" ? "result" : root, ...below];
}

function memberFor(raw: RawEvent, root: string): JsonValue | undefined {
  const name = root === "result" ? "content" : root === "recipient" ? "to" : root;
  // The members of an event are JSON; the union of its kinds has no index signature.
  const record = raw as unknown as JsonValue;
  return isJsonObject(record) && Object.hasOwn(record, name) ? record[name] : undefined;
}
