import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFile } from "../../src/parse/parse-file.ts";
import { formatText, lineWidth } from "../../src/parse/print-file.ts";
import { randomDeclaration, seededChoice } from "./random-policy.ts";
import { treeOf } from "./same-tree.ts";

const whole = readFileSync("fixtures/parse/whole-language/input.gate", "utf8");
const parse = (text: string) => parseFile({ file: "a.gate", text });
const format = (text: string): string => {
  const formatted = formatText({ file: "a.gate", text });
  if (!formatted.ok) throw new Error(formatted.diagnostics.map(({ message }) => message).join("; "));
  return formatted.text;
};
const header = "policy support version 1 language 1\n";

const separators = [" ", " ", "\n", "\n\n\n", "\t", "\r\n", ' // a comment, with { ] "\n', "\n  // on its own line\n"];

/** A random policy in a random layout, and the same in one line a declaration. */
function randomPolicy(seed: number): { readonly wild: string; readonly plain: string } {
  const choose = seededChoice(seed);
  const declarations = Array.from({ length: 1 + choose(3) }, () => randomDeclaration(choose)).filter(
    ([word]) => word !== "policy",
  );
  const separator = (): string => separators[choose(separators.length)] ?? " ";
  return {
    plain: header + declarations.map((tokens) => `${tokens.join(" ")}\n`).join(""),
    wild: header + declarations.map((tokens) => `${tokens.map((token) => token + separator()).join("")}\n`).join(""),
  };
}

const seeds = fc.integer({ min: 0, max: 0x7fffffff });
const isClean = (text: string): boolean => parse(text).diagnostics.length === 0;

describe("a random policy", () => {
  it("parses without a mistake more often than not, so that the laws below say something", () => {
    const clean = Array.from({ length: 200 }, (_, seed) => randomPolicy(seed * 7919)).filter(({ plain }) =>
      isClean(plain),
    );
    expect(clean.length).toBeGreaterThan(120);
  });

  it("means the same in any layout: newlines mean nothing", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { plain, wild } = randomPolicy(seed);
        fc.pre(isClean(plain));
        expect(parse(wild).diagnostics.filter(({ code }) => code !== "ambiguous-because")).toEqual([]);
        expect(treeOf(parse(wild).file)).toEqual(treeOf(parse(plain).file));
      }),
      { numRuns: 150 },
    );
  });

  it("has the same tree and the same comments when formatted, and is not changed by formatting it again", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { wild } = randomPolicy(seed);
        fc.pre(isClean(wild));
        const formatted = format(wild);
        expect(treeOf(parse(formatted).file)).toEqual(treeOf(parse(wild).file));
        expect(parse(formatted).file.comments.map(({ text }) => text)).toEqual(
          parse(wild).file.comments.map(({ text }) => text),
        );
        expect(format(formatted)).toBe(formatted);
      }),
      { numRuns: 150 },
    );
  });
});

describe("formatting", () => {
  it("gives the whole language its layout", async () => {
    await expect(format(whole)).toMatchFileSnapshot("../../fixtures/parse/whole-language/formatted.txt");
    expect(format(format(whole))).toBe(format(whole));
  });

  it("writes one clause a line, two blanks a level, and keeps the spelling of literals", () => {
    const text = `${header}gate   a on mail.send{when args.amount>2_000.00 USD require approval by role b,valid 1h30m  tags["c",]}`;
    expect(format(text)).toBe(
      `${header}gate a on mail.send {\n  when args.amount > 2_000.00 USD\n  require approval by role b, valid 1h30m\n  tags ["c",]\n}\n`,
    );
  });

  it("keeps at most one empty line, and none at the ends of a block", () => {
    const text = `${header}\n\n\nrole a\nrole b\ngate c on d {\n\n  log\n\n\n  deny\n\n}\n\n`;
    expect(format(text)).toBe(`${header}\nrole a\nrole b\ngate c on d {\n  log\n\n  deny\n}\n`);
  });

  it("keeps comments on their own line and behind their code", () => {
    const text = `// first\n${header}  // alone\nrole a   // behind\ngate c on d { // opens\n  // above\n  deny // after\n  // last\n}\n// end`;
    expect(format(text)).toBe(
      `// first\n${header}// alone\nrole a // behind\ngate c on d { // opens\n  // above\n  deny // after\n  // last\n}\n// end\n`,
    );
  });

  it("keeps a comment inside a clause at its place", () => {
    const text = `${header}gate c on d {\n  when args.a == 1 // why a\n    and args.b == 2\n  deny\n}\n`;
    expect(format(text)).toBe(
      `${header}gate c on d {\n  when args.a == 1 // why a\n      and args.b == 2\n  deny\n}\n`,
    );
  });

  it("wraps long conditions before their connectives and long lists at their items", () => {
    const paths = Array.from({ length: 8 }, (_, index) => `has args.field_number_${index}`);
    const texts = Array.from({ length: 12 }, (_, index) => `"item number ${index}"`);
    const formatted = format(
      `${header}gate c on d {\n  when ${paths.join(" and ")}\n  unless args.a in [${texts.join(", ")}]\n  deny\n}\n`,
    );
    expect(formatted).toContain("\n      and has args.field_number_1\n");
    expect(formatted).toContain('\n  unless args.a in [\n    "item number 0",\n');
    expect(Math.max(...formatted.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(lineWidth);
  });

  it("puts each row of a table on its own line", () => {
    const text = `${header}test "t" for each row in [{ a: 1 }, { a: 2 }] {\n  call b.c { d: row.a } expect deny\n}\n`;
    expect(format(text)).toBe(
      `${header}test "t" for each row in [\n  { a: 1 },\n  { a: 2 }\n] {\n  call b.c { d: row.a } expect deny\n}\n`,
    );
  });

  it("leaves a text with mistakes as it is", () => {
    const formatted = formatText({ file: "a.gate", text: `${header}gaet a {\n}` });
    expect(formatted.ok ? [] : formatted.diagnostics.map(({ code }) => code)).toEqual(["unknown-declaration"]);
  });

  it("of a file without a token keeps its comments", () => {
    expect(format("\n\n// alone\n\n")).toBe("// alone\n");
    expect(format("  \n")).toBe("");
  });
});

it("keeps the parenthesis of a call at its word", () => {
  const text = `${header}gate g on t { when count (started t) within 1h per agent + 1 > 2 deny }\n`;
  expect(format(text)).toContain("when count(started t) within 1h per agent + 1 > 2\n");
});
