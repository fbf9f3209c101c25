import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryAt, entryPathProblem, foldedPath, isAbsolute } from "../../src/bundle/entry-path.ts";
import { join, normalise } from "../../src/load/paths.ts";

describe("the name of an entry", () => {
  it.each(["a", "sources/a.gate", "a/b c/d-e_f.json", "über/größe.gate", "a..b/c", "...a"])("may be %j", (path) => {
    expect(entryPathProblem(path)).toBeUndefined();
  });

  it.each([
    "",
    ".",
    "..",
    "a/..",
    "../a",
    "a/../b",
    "/a",
    "a//b",
    "a/",
    "./a",
    "a\\b",
    "a\0",
    "a\nb",
    "c:a",
    "a.",
    "a /b",
    "x".repeat(2000),
  ])("may not be %j", (path) => {
    expect(entryPathProblem(path)).toBeDefined();
  });

  it("never leads out of the folder it is unpacked into", () => {
    const step = fc.constantFrom("..", ".", "", "a", "b", "/", "\\", "C:", "~");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const path = steps.join("/");
        if (entryPathProblem(path) !== undefined) return;
        expect(normalise(join("/target", path)).startsWith("/target/")).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("is one with another that differs in case or in how an accent is written", () => {
    expect(foldedPath("A/\u00e9.gate")).toBe(foldedPath("a/e\u0301.GATE"));
    expect(foldedPath("a")).not.toBe(foldedPath("b"));
  });
});

describe("a path within a bundle", () => {
  it.each([
    ["sources/a.gate", "./tools.json", "sources/tools.json"],
    ["sources/a/b.gate", "../tools.json", "sources/tools.json"],
    ["sources/a.gate", "x/../tools.json", "sources/tools.json"],
    ["sources/a.gate", "../../tools.json", undefined],
    ["sources/a.gate", "/tools.json", undefined],
    ["sources/a.gate", "https://example.com/tools.json", undefined],
  ])("from %s, %s leads to %s", (from, written, to) => {
    expect(entryAt(from, written)).toBe(to);
  });

  it("tells what is named by a place on a machine", () => {
    expect(["/a", "\\\\server\\a", "C:\\a", "file:///a"].map(isAbsolute)).toEqual([true, true, true, true]);
    expect(["a", "./a", "../a", "a/b:c"].map(isAbsolute)).toEqual([false, false, false, false]);
  });
});
