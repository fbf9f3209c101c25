import type { PolicyIr } from "../../src/engine/ir.ts";
import type { RawEvent } from "../../src/event/event.ts";
import { isJsonArray, type JsonValue } from "../../src/json/json-value.ts";
import { readJson } from "../../src/json/read-json.ts";
import { writeJson } from "../../src/json/write-json.ts";
import type { Case } from "./compare-engines.ts";

/** A case as a file: one JSON text a line, first the policy with what the host performs, then each event with its seed. */
export const writeCase = ({ policy, performs, events, forgotten }: Case): string =>
  [
    JSON.stringify({ policy, performs: performs ?? null }),
    ...events.map((event, place) => `[${forgotten[place] ?? null},${writeJson(event as unknown as JsonValue)}]`),
    "",
  ].join("\n");

export function readCase(text: string): Case {
  const [head = "", ...lines] = text.trimEnd().split("\n");
  const { policy, performs } = JSON.parse(head) as { policy: PolicyIr; performs: readonly string[] | null };
  const pairs = lines.map((line) => {
    const read = readJson(line);
    if (!read.ok || !isJsonArray(read.value)) throw new Error(`not an event of a case: ${line}`);
    const [seed, event] = read.value;
    return { forgotten: seed === null ? null : Number(writeJson(seed ?? null)), event: event as unknown as RawEvent };
  });
  return {
    policy,
    performs: performs ?? undefined,
    events: pairs.map(({ event }) => event),
    forgotten: pairs.map(({ forgotten }) => forgotten),
  };
}
