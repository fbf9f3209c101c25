import { describe, expect, it } from "vitest";
import { syntaxDiagnostics } from "../../src/diagnostics/syntax.ts";
import { longestFile } from "../../src/parse/limits.ts";
import { parseFile } from "../../src/parse/parse-file.ts";

/** The page of a file that is too long does not show one. */
const enlarge = (code: string, text: string): string =>
  code === "file-too-large" ? text.padEnd(longestFile + 1, "\n") : text;

const codesOf = (text: string): readonly string[] =>
  parseFile({ file: "page.gate", text }).diagnostics.map(({ code }) => code);

describe.each(syntaxDiagnostics.map((kind) => [kind.code, kind] as const))("the page of %s", (code, { page }) => {
  it("has a bad example that raises it", () => {
    expect(codesOf(enlarge(code, page.bad))).toContain(code);
  });

  it("has a good example that raises nothing", () => {
    expect(codesOf(page.good)).toEqual([]);
  });

  it("says why", () => {
    expect(page.why.length).toBeGreaterThan(30);
  });
});

it("lists every code once", () => {
  const codes = syntaxDiagnostics.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

it("shows a bad example that raises only its own code, but for those that stop the reading", () => {
  const noisy = syntaxDiagnostics.filter(
    ({ code, page }) => code !== "too-many-mistakes" && new Set(codesOf(enlarge(code, page.bad))).size !== 1,
  );
  expect(noisy.map(({ code }) => code)).toEqual([]);
});
