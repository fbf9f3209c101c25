import { parseDecimal } from "../value/decimal.ts";
import { readPath } from "../value/field-path.ts";
import { utcHour } from "../value/timestamp.ts";
import { absent, type Field, present, unrecorded } from "../value/value.ts";
import type { Event, EventFields } from "./event.ts";

/**
 * The field of an event at a path of a policy; every engine reads events through this. Beside `readPath` it knows
 * `at.utc_hour` (0 to 23), `chain.depth` (how many agents stand in the chain; 1 for an agent without a chain), and that
 * what stands in a result kept as a text cannot be told (`unreadable`).
 */
export function readEventPath(event: Event, root: keyof EventFields, segments: readonly string[]): Field {
  const field = event.fields[root];
  const [first] = segments;
  if (first === undefined) return field;
  if (root === "at" && first === "utc_hour" && segments.length === 1) return hourField(field);
  if (root === "chain" && first === "depth" && segments.length === 1) return depthField(event);
  if (root === "result" && field.state === "value" && field.value.kind === "text") return unrecorded("unreadable");
  return readPath(field, segments);
}

function hourField(at: Field): Field {
  return at.state === "value" && at.value.kind === "timestamp" ? countField(utcHour(at.value.ms)) : at;
}

function depthField({ chain, agent, fields }: Event): Field {
  switch (chain.state) {
    case "value":
      return countField(chain.principals.filter(({ kind }) => kind === "agent").length);
    case "unrecorded":
      return fields.chain;
    case "absent":
      return agent.state === "value" ? countField(1) : agent.state === "unrecorded" ? agent : absent;
  }
}

const countField = (count: number): Field => {
  const value = parseDecimal(String(count));
  return value === undefined ? unrecorded("overflow") : present({ kind: "number", value });
};
