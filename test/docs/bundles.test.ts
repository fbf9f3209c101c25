import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as library from "../../src/index.ts";
import { deskBundle, documentOf } from "../bundle/desk.ts";
import { blocksOf, codesIn, readPage, tableUnder } from "./markdown.ts";

const page = readPage("docs/bundles.md");

describe("the page of bundles", () => {
  it("shows what the tests raised, word for word", () => {
    for (const name of ["tampering", "inspect"]) {
      expect(blocksOf(page, "txt")).toContain(readFileSync(`fixtures/bundle/${name}.txt`, "utf8"));
    }
  });

  it("has a row for every member", async () => {
    const document = documentOf(await deskBundle());
    const rows = tableUnder(page, "## What is in it").map(([name = ""]) => codesIn(name)[0]);
    expect(rows.sort()).toEqual([...Object.keys(document), "signature"].sort());
  });

  it("names functions that the library has", () => {
    const [snippet = ""] = blocksOf(page, "ts");
    const [, imported = ""] = /import \{ (.*) \} from "sallyport"/.exec(snippet) ?? [];
    const names = [...imported.split(", "), "makeBundle", "bundleText", "signBundle"];
    expect(names.filter((name) => !(name in library))).toEqual([]);
    expect(names.length).toBe(5);
  });
});
