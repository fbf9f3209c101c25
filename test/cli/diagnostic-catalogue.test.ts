import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnosticCatalogue } from "../../src/cli/diagnostic-catalogue.ts";

describe("the diagnostic catalogue", () => {
  it("has every code once", () => {
    const codes = diagnosticCatalogue.map(({ code }) => code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
    for (const code of codes) expect(code).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it("has every code that the files of the folder define", async () => {
    const known = new Set(diagnosticCatalogue.map(({ code }) => code));
    const missing: string[] = [];
    for (const file of readdirSync("src/diagnostics")) {
      const exported: Record<string, unknown> = await import(/* @vite-ignore */ `../../src/diagnostics/${file}`);
      for (const value of Object.values(exported)) {
        if (
          typeof value === "object" &&
          value !== null &&
          "code" in value &&
          "at" in value &&
          typeof value.code === "string"
        ) {
          if (!known.has(value.code)) missing.push(value.code);
        }
      }
    }
    expect(missing).toEqual([]);
  });

  it("has a page for every code", () => {
    for (const { page } of diagnosticCatalogue) {
      expect(page.why).not.toBe("");
      expect(page.good).not.toBe("");
    }
  });
});
