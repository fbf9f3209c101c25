import { describe, expect, it } from "vitest";
import { readTable, tableNames } from "../../docs/pages/decision-tables.ts";
import { type DecidedRow, decideTable } from "./decision-table.ts";

const tables = tableNames.map((name) => [name, readTable(name)] as const);

describe.each(tables)("the table of %s", (_name, table) => {
  const decided = decideTable(table);
  const rows = table.rows.map((row, index) => ({
    ...row,
    shown: row.json ?? JSON.stringify(row.value),
    decided: decided[index],
  }));

  it.each(rows)("$why: $shown $when", ({ is, truth, decided: row }) => {
    const both = [truth, truth] as const;
    expect(row).toEqual({ is, gate: both, grant: both } satisfies DecidedRow);
  });

  it("says what a row is and why, and has none twice", () => {
    for (const { value, json, why } of table.rows) {
      expect([value, json].filter((one) => one !== undefined).length).toBe(1);
      expect(why.length).toBeGreaterThan(3);
    }
    expect(new Set(rows.map(({ shown, when }) => `${shown} ${when}`)).size).toBe(rows.length);
  });

  it("calls unknown whatever is refused, and says so", () => {
    for (const { is, truth, why } of table.rows) {
      if (is === "refused" || is === "no event") expect(truth, why).toBe("unknown");
      expect(why.includes("refused"), why).toBe(is === "refused");
    }
  });
});

describe("the tables", () => {
  const all = tables.flatMap(([, { rows }]) => rows);

  it("are large, and not of one mind", () => {
    expect(all.length).toBeGreaterThanOrEqual(450);
    for (const truth of ["true", "false", "unknown"]) {
      expect(all.filter((row) => row.truth === truth).length, truth).toBeGreaterThan(100);
    }
  });
});
