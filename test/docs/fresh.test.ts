import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generatedFiles } from "../../docs/generate.ts";
import { diagnosticCatalogue } from "../../src/cli/diagnostic-catalogue.ts";

const files = Object.entries(await generatedFiles());

describe("the generated pages", () => {
  it.each(files)("%s is fresh (`npm run generate` writes it)", (path, text) => {
    expect(existsSync(path) ? readFileSync(path, "utf8") : "").toBe(text);
  });

  it("are the same when they are made again", async () => {
    expect(Object.entries(await generatedFiles())).toEqual(files);
  });

  it("show no invisible character and no folder of the machine they were made on", () => {
    for (const [, text] of files) {
      expect(text).not.toMatch(/[^\n\x20-\x7e\u00a1-\u024f\u2010-\u2027\u2190-\u21ff]/u);
      expect(text).not.toContain(process.cwd());
      expect(text).not.toMatch(/undefined|\[object/);
    }
  });

  it("have a section for every code", () => {
    const rules = Object.fromEntries(files)["docs/rules.md"];
    expect(diagnosticCatalogue.length).toBeGreaterThan(100);
    for (const { code } of diagnosticCatalogue) expect(rules).toContain(`\n### ${code}\n`);
  });
});
