import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFiles } from "../../src/load/find-files.ts";
import { globMatches } from "../../src/load/glob.ts";
import { relativeTo } from "../../src/load/paths.ts";
import { memoryHost } from "./memory-host.ts";

const options = { endings: [".gate"], wanted: "policy file" };
const host = memoryHost({
  "p/b.gate": "",
  "p/a.gate": "",
  "p/deep/c.gate": "",
  "p/notes.md": "",
  "p/node_modules/x.gate": "",
  "p/.git/y.gate": "",
  "p/loop": "->../p",
  "q/gone.gate": "->nowhere.gate",
  "r/readme.md": "",
});
const find = (...named: string[]) => {
  const found = findFiles(host, named, options);
  return {
    files: found.files,
    codes: found.diagnostics.map(({ code }) => code),
    unreadable: found.unreadable.map(({ code }) => code),
  };
};

describe("finding files", () => {
  it("walks a folder in order, without packages, version control or loops", () => {
    expect(find("p")).toEqual({ files: ["p/a.gate", "p/b.gate", "p/deep/c.gate"], codes: [], unreadable: [] });
  });

  it("takes a named file whatever its ending, once", () => {
    expect(find("p/notes.md", "./p/notes.md")).toEqual({ files: ["p/notes.md"], codes: [], unreadable: [] });
  });

  it("expands a pattern", () => {
    expect(find("p/**/*.gate").files).toEqual(["p/a.gate", "p/b.gate", "p/deep/c.gate"]);
    expect(find("p/{a,b}.gate").files).toEqual(["p/a.gate", "p/b.gate"]);
  });

  it("complains about a path that does not exist, and a folder and a pattern without files", () => {
    expect(find("nope.gate").codes).toEqual(["file-not-found"]);
    expect(find("r").codes).toEqual(["nothing-matched"]);
    expect(find("r/*.gate").codes).toEqual(["nothing-matched"]);
  });

  it("tells a link that leads nowhere apart: it was found, and cannot be read", () => {
    expect(find("q/gone.gate")).toEqual({ files: [], codes: [], unreadable: ["dangling-link"] });
    expect(find("q")).toEqual({ files: [], codes: [], unreadable: ["dangling-link"] });
  });

  it("names files from the working folder even when given an absolute path", () => {
    expect(find("/project/p/a.gate").files).toEqual(["p/a.gate"]);
    expect(relativeTo("/project/one", "/project/two/a.gate")).toBe("../two/a.gate");
  });

  it("keeps - for standard input", () => {
    expect(find("-").files).toEqual(["-"]);
  });
});

describe("patterns", () => {
  it("match segments with * and ? and folders with **", () => {
    expect(globMatches("a/*.gate", "a/b.gate")).toBe(true);
    expect(globMatches("a/*.gate", "a/b/c.gate")).toBe(false);
    expect(globMatches("**/c.gate", "c.gate")).toBe(true);
    expect(globMatches("a/**", "a/b/c.gate")).toBe(true);
    expect(globMatches("a/?.gate", "a/bc.gate")).toBe(false);
  });

  it("stay fast on hostile patterns", () => {
    expect(globMatches(`${"*a".repeat(200)}b`, "a".repeat(5000))).toBe(false);
    expect(globMatches(`${"**/".repeat(200)}b`, `${"a/".repeat(2000)}c`)).toBe(false);
  });

  it("match a text that is its own pattern", () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z./]{1,20}$/), (text) => globMatches(text, text)));
  });
});
