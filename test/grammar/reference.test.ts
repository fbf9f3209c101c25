import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkPackAlone } from "../../src/check/check-pack-alone.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { runTests } from "../../src/simulate/run-tests.ts";
import { type Compiled, codesOf, compileTexts } from "../support/compile.ts";

interface Snippet {
  readonly page: string;
  readonly mark: string;
  readonly text: string;
  readonly line: number;
}

/** The fenced blocks of a language; the mark is what stands behind its name. */
function snippetsOf(page: string, language: "gate" | "json"): readonly Snippet[] {
  const found: Snippet[] = [];
  const lines = readFileSync(page, "utf8").split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const opening = /^```(gate|json) ?(\S*)$/.exec(lines[index] ?? "");
    if (opening === null || opening[1] !== language) continue;
    const end = lines.indexOf("```", index);
    found.push({ page, mark: opening[2] ?? "", text: lines.slice(index + 1, end).join("\n"), line: index + 1 });
    index = end;
  }
  return found;
}

const pages = [
  "grammar/README.md",
  "docs/silent-allows.md",
  ...readdirSync("grammar/types").map((name) => `grammar/types/${name}`),
];
const snippets = pages.flatMap((page) => snippetsOf(page, "gate"));
/** Catalogues that snippets import, by their file names. */
const catalogues = new Map(snippetsOf("grammar/README.md", "json").map(({ mark, text }) => [`./${mark}`, text]));
const preamble = snippets.find(({ mark }) => mark === "preamble")?.text ?? "";
const whole = (text: string): string => (text.startsWith("policy ") ? text : `${preamble}\n${text}\n`);

/** Files of packs: their mark is the path from the snippets that use them. */
const packFiles = snippets.filter(({ mark }) => mark.includes("/"));

function compileText(text: string): Compiled {
  return compileTexts(
    [{ file: "policy.gate", text }],
    (_from, path) => {
      const catalogue = catalogues.get(path);
      return catalogue === undefined ? undefined : { file: path, text: catalogue };
    },
    (_from, path) =>
      packFiles
        .filter(({ mark }) => `./${mark}`.startsWith(`${path}/`))
        .map((file) => ({ file: file.mark, text: file.text })),
  );
}

describe("the reference", () => {
  it("has its snippets and its preamble", () => {
    expect(snippets.length).toBeGreaterThan(15);
    expect(codesOf(compileText(preamble).diagnostics)).toEqual([]);
  });

  it.each(snippets.filter(({ mark }) => mark === ""))("$page line $line compiles, and its tests pass", ({ text }) => {
    const { diagnostics, checked, ir } = compileText(whole(text));
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    if (checked === undefined || ir === undefined) throw new Error("did not compile");
    const results = runTests(ir, checked.tests);
    expect(
      results
        .filter(({ passed }) => !passed)
        .map(({ title, failures }) => [title, ...failures.map(({ message }) => message)]),
    ).toEqual([]);
    expect(results.length >= (text.includes("\ntest ") ? 1 : 0)).toBe(true);
  });

  it.each(packFiles)("$page line $line is a pack without mistakes by itself", ({ mark, text }) => {
    const { file, diagnostics } = parseFile({ file: mark, text });
    expect([...diagnostics, ...checkPackAlone([file], { read: () => undefined })]).toEqual([]);
  });

  it.each(snippets.filter(({ mark }) => mark !== "" && mark !== "preamble" && !mark.includes("/")))(
    "$page line $line is refused with $mark",
    ({ mark, text }) => {
      expect(codesOf(compileText(whole(text)).diagnostics)).toEqual([mark]);
    },
  );
});
