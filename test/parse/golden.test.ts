import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseFile } from "../../src/parse/parse-file.ts";
import { renderDiagnostics } from "./render-diagnostics.ts";

const cases = readdirSync("fixtures/parse").sort();

it.each(cases)("says about %s what was reviewed", async (name) => {
  const text = readFileSync(`fixtures/parse/${name}/input.gate`, "utf8");
  const { diagnostics } = parseFile({ file: "input.gate", text });
  await expect(renderDiagnostics(text, diagnostics)).toMatchFileSnapshot(`../../fixtures/parse/${name}/expected.txt`);
});

it("finds its cases", () => {
  expect(cases.length).toBeGreaterThan(8);
});
