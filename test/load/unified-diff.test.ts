import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { applyFixes } from "../../src/load/apply-fixes.ts";
import { unifiedDiff } from "../../src/load/unified-diff.ts";

describe("a unified diff", () => {
  it("is empty for equal texts", () => {
    expect(unifiedDiff("a", "x\n", "x\n")).toBe("");
  });

  it("shows three lines around each change, in hunks", () => {
    const before = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join("");
    const after = before.replace("line 4\n", "line four\n").replace("line 25\n", "");
    expect(unifiedDiff("a.gate", before, after)).toBe(
      [
        "--- a/a.gate",
        "+++ b/a.gate",
        "@@ -2,7 +2,7 @@",
        " line 1",
        " line 2",
        " line 3",
        "-line 4",
        "+line four",
        " line 5",
        " line 6",
        " line 7",
        "@@ -23,7 +23,6 @@",
        " line 22",
        " line 23",
        " line 24",
        "-line 25",
        " line 26",
        " line 27",
        " line 28",
        "",
      ].join("\n"),
    );
  });

  it("is understood by patch", () => {
    const folder = mkdtempSync(`${tmpdir()}/sallyport-diff-`);
    const texts = fc
      .array(fc.constantFrom("a\n", "b\n", "c\n", "d", "\n"), { maxLength: 20 })
      .map((lines) => lines.join(""));
    try {
      execFileSync("git", ["--version"]);
      fc.assert(
        fc.property(texts, texts, (before, after) => {
          fc.pre(before !== after && before !== "" && after !== "");
          writeFileSync(`${folder}/f`, before);
          execFileSync("git", ["apply", "--unidiff-zero", "--whitespace=nowarn", "-p1"], {
            cwd: folder,
            input: unifiedDiff("f", before, after),
          });
          expect(readFileSync(`${folder}/f`, "utf8")).toBe(after);
        }),
        { numRuns: 30 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("applying fixes", () => {
  const fixing = (safe: boolean, ...edits: readonly [number, number, string][]): Diagnostic => ({
    code: "x",
    severity: "warning",
    message: "",
    spans: [],
    notes: [],
    fixes: [{ title: "", safe, edits: edits.map(([start, end, text]) => ({ file: "a", start, end, text })) }],
  });
  const apply = (unsafe: boolean, ...diagnostics: readonly Diagnostic[]) =>
    applyFixes(diagnostics, new Map([["a", "0123456789"]]), unsafe)[0];

  it("replaces from the text as it was, whatever the order of findings", () => {
    expect(apply(false, fixing(true, [6, 8, ""]), fixing(true, [0, 1, "zero"]))).toMatchObject({
      after: "zero1234589",
      applied: 2,
    });
  });

  it("takes unsafe fixes only when asked", () => {
    expect(apply(false, fixing(false, [0, 1, "x"]))).toBeUndefined();
    expect(apply(true, fixing(false, [0, 1, "x"]))).toMatchObject({ after: "x123456789" });
  });

  it("leaves a fix whole when one of its edits overlaps an earlier one", () => {
    expect(apply(false, fixing(true, [2, 5, "-"]), fixing(true, [4, 6, "+"], [8, 9, "+"]))).toMatchObject({
      after: "01-56789",
      applied: 1,
    });
  });

  it("ignores an edit outside the text", () => {
    expect(apply(false, fixing(true, [8, 99, ""]))).toBeUndefined();
  });
});
