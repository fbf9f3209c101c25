import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEvent } from "../../src/event/read-event.ts";
import { jsonFromPlain, writeJson } from "../../src/json/write-json.ts";
import { importTrace } from "../../src/trace/import-trace.ts";
import { importers } from "../../src/trace/importers/index.ts";

const fixtures = new URL("../../fixtures/trace/", import.meta.url).pathname;

/** One event a line: what the canonical importer reads. */
const eventLine = (event: unknown): string => `${writeJson(jsonFromPlain(event) ?? null)}\n`;

describe("the trace fixtures", () => {
  const formats = readdirSync(fixtures).sort();

  it("cover every format, and files of none", () => {
    expect(formats).toEqual([...importers.map(({ format }) => format), "any"].sort());
  });

  for (const format of formats) {
    for (const name of readdirSync(join(fixtures, format)).sort()) {
      const folder = join(fixtures, format, name);
      const input = readdirSync(folder).find((file) => file.startsWith("input.")) ?? "input.json";
      const result = importTrace({ file: input, text: readFileSync(join(folder, input), "utf8") });
      const events = result.sessions.flatMap((session) => session.events);

      it(`${format}/${name} has its events and its report`, async () => {
        await expect(events.map(eventLine).join("")).toMatchFileSnapshot(join(folder, "expected.jsonl"));
        const report = {
          format: result.format ?? null,
          sessions: result.sessions.map(({ session, notes }) => ({ session, notes })),
          refusals: result.refusals,
          skipped: result.skipped,
        };
        await expect(`${JSON.stringify(report, null, 2)}\n`).toMatchFileSnapshot(join(folder, "expected.report.json"));
      });

      it(`${format}/${name} yields valid events that the canonical format carries unchanged`, () => {
        expect(events.flatMap((event) => ("kind" in readEvent(event) ? [readEvent(event)] : []))).toEqual([]);
        if (events.length === 0) return;
        const again = importTrace({ file: "again.jsonl", text: events.map(eventLine).join("") });
        expect(again.refusals).toEqual([]);
        expect(again.sessions.flatMap((session) => session.events.map(eventLine))).toEqual(events.map(eventLine));
      });
    }
  }
});
