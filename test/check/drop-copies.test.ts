import { describe, expect, it } from "vitest";
import { compileTexts } from "../support/compile.ts";

const header = "policy demo version 1 language 1\n";
const roles = (...names: readonly string[]): string => names.map((name) => `role ${name}\n`).join("");

const found = (...texts: readonly string[]) =>
  compileTexts(texts.map((text, index) => ({ file: `f${index}.gate`, text: header + text }))).diagnostics.map(
    ({ code, message, spans }) => ({ code, message, file: spans[0]?.file }),
  );

describe("a file that declares what another one declares", () => {
  it("is one mistake, whatever is in it", () => {
    const text = `${roles("a", "b")}let c = confidence > 5%\nuse tools from "./none.json"\ntest "d" { prompt "x" expect allow }\n`;
    const once = found(text).map(({ code }) => code);
    expect(once).toContain("catalogue-not-found");
    expect(found(text, text)).toEqual([
      ...found(text),
      { code: "duplicate-file", message: "all 4 names of this file are declared in `f0.gate` too", file: "f1.gate" },
    ]);
  });

  it("is one where half of it was changed, and of several copies each", () => {
    expect(found(roles("a", "b", "c", "d"), roles("a", "b", "c", "x", "y", "z"), roles("a", "b", "c"))).toEqual([
      {
        code: "duplicate-file",
        message: "3 of the 6 names of this file are declared in `f0.gate` too",
        file: "f1.gate",
      },
      { code: "duplicate-file", message: "all 3 names of this file are declared in `f0.gate` too", file: "f2.gate" },
    ]);
  });

  it("is none where few names or less than half are the same: then each is named", () => {
    const names = (...texts: readonly string[]) => found(...texts).map(({ code }) => code);
    expect(names(roles("a", "b"), roles("a", "b"))).toEqual(["duplicate-name", "duplicate-name"]);
    expect(names(roles("a", "b", "c"), roles("a", "b", "c", "d", "e", "f", "g"))).toEqual(
      new Array(3).fill("duplicate-name"),
    );
    expect(names(roles("a", "b", "c"), roles("d", "e", "f"))).toEqual([]);
  });

  it("is no copy of several files that together have its names", () => {
    expect(found(roles("a", "b"), roles("c", "d"), roles("a", "b", "c", "d")).map(({ code }) => code)).toEqual(
      new Array(4).fill("duplicate-name"),
    );
  });
});
