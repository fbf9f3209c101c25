import type { DecisionRecord } from "./decision-record.ts";

/** The members of a record in their order, the decision first. */
const order = [
  "decision",
  "record",
  "sequence",
  "event",
  "identity",
  "action_hash",
  "policy",
  "demanded",
  "level",
  "reasons",
  "unknowns",
  "requirements",
  "remaining",
  "obligations",
  "guard",
  "content",
  "redacted",
  "times",
] as const satisfies readonly (keyof DecisionRecord)[];

/** A record as one line of JSON without its line break: the decision first, all below in the order of names; equal records, equal bytes. */
export function writeRecord(record: DecisionRecord): string {
  const members = order.flatMap((name) =>
    record[name] === undefined ? [] : [`${JSON.stringify(name)}:${writeSorted(record[name])}`],
  );
  return `{${members.join(",")}}`;
}

/** Texts come from events, so what could end a line or turn the direction of writing stands escaped. */
function writeSorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeSorted).join(",")}]`;
  if (typeof value !== "object" || value === null) return escaped(JSON.stringify(value));
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, member]) => `${escaped(JSON.stringify(key))}:${writeSorted(member)}`).join(",")}}`;
}

const escaped = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
