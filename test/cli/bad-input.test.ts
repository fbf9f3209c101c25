import { describe, expect, it } from "vitest";
import { catalogueRows } from "./bad-input/catalogues.ts";
import { commandLineRows } from "./bad-input/command-line.ts";
import { configurationRows } from "./bad-input/configuration.ts";
import { manifestRows } from "./bad-input/manifests.ts";
import { policyRows } from "./bad-input/policies.ts";
import type { Row } from "./bad-input/row.ts";
import { runRow } from "./bad-input/run-row.ts";
import { traceRows } from "./bad-input/traces.ts";
import { unfitFor } from "./bad-input/unfit-for.ts";

const groups: Readonly<Record<string, readonly Row[]>> = {
  policies: policyRows,
  catalogues: catalogueRows,
  configuration: configurationRows,
  "command line": commandLineRows,
  traces: traceRows,
  manifests: manifestRows,
};

describe.each(Object.entries(groups))("bad input: %s", (_, rows) => {
  it.each(rows.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    const result = await runRow(row);
    expect({ code: result.code, says: result.says }).toEqual({ code: row.code, says: row.says });
    const shown = result.shown.replace(/\s+/g, " ");
    for (const words of [row.still, ...(row.words ?? [])]) if (words !== undefined) expect(shown).toContain(words);
    expect(unfitFor(result)).toEqual([]);
  });
});

it("has a name of its own for every row", () => {
  const names = Object.values(groups).flatMap((rows) => rows.map(({ name }) => name));
  expect(names).toHaveLength(new Set(names).size);
  expect(names.length).toBeGreaterThan(150);
});
