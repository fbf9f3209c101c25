import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestFile, mostMistakes } from "../../src/parse/limits.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { readTokens } from "../../src/parse/read-tokens.ts";
import { keywordWords } from "../../src/parse/words.ts";

const whole = readFileSync("fixtures/parse/whole-language/input.gate", "utf8");
const parse = (text: string) => parseFile({ file: "a.gate", text });

/** Every span of every diagnostic and of the tree lies in the text. */
function expectSpansInside(text: string): void {
  const { file, diagnostics } = parse(text);
  const check = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("start" in value && "end" in value && typeof value.start === "number" && typeof value.end === "number") {
      expect(value.start).toBeGreaterThanOrEqual(0);
      expect(value.end).toBeGreaterThanOrEqual(value.start);
      expect(value.end).toBeLessThanOrEqual(text.length);
    }
    for (const part of Object.values(value)) check(part);
  };
  check(file);
  check(diagnostics);
}

const fragments = fc.array(
  fc.oneof(
    fc.constantFrom(...keywordWords),
    fc.constantFrom(..."{}[]()|,:;.=<>+-!&#'\"\\/*%$@\n\t"),
    fc.constantFrom(
      "==",
      "->",
      "5",
      "5.00 USD",
      "90%",
      "15m",
      "args.x",
      '"a"',
      "stripe.*",
      "x-1",
      "//",
      "/*",
      "\u202e",
      "é",
      "“a”",
      "2027-01-31",
    ),
  ),
  { maxLength: 60 },
);

describe("any text", () => {
  it("is read without an exception, and every span lies in it", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 200 }),
          fragments.map((parts) => parts.join(" ")),
          fragments.map((parts) => parts.join("")),
        ),
        expectSpansInside,
      ),
      { numRuns: 400 },
    );
  });

  it("is a policy with one token deleted, doubled or swapped, too", () => {
    const { tokens } = readTokens({ file: "a.gate", text: whole });
    fc.assert(
      fc.property(fc.nat(tokens.length - 1), fc.constantFrom("delete", "double", "swap"), (index, change) => {
        const [token, next] = [tokens[index], tokens[index + 1]];
        if (token === undefined) return;
        const end = token.endOffset + 1;
        const [before, after] = [whole.slice(0, token.startOffset), whole.slice(end)];
        if (change === "delete") expectSpansInside(before + after);
        else if (change === "double") expectSpansInside(`${before}${token.image} ${token.image}${after}`);
        else
          expectSpansInside(
            `${before}${next?.image ?? ""} ${token.image}${after.slice((next?.image.length ?? 0) + 1)}`,
          );
      }),
      { numRuns: 60 },
    );
  });

  it("is covered by its tokens, comments and blanks: nothing is skipped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
        const { tokens, comments } = readTokens({ file: "a.gate", text });
        const seen = new Set<number>();
        const spans = [
          ...tokens.map(({ startOffset, endOffset }) => ({ start: startOffset, end: endOffset + 1 })),
          ...comments.map(({ span }) => span),
        ];
        for (const { start, end } of spans) for (let offset = start; offset < end; offset += 1) seen.add(offset);
        const skipped = [...Array(text.length).keys()].filter(
          (offset) => !seen.has(offset) && /\S/.test(text[offset] ?? ""),
        );
        expect(skipped).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("with an ASCII character that means nothing is refused, whichever character it is", () => {
    const meaningless = [..."!#$%&'.;?@\\^`~/*"];
    const silent = meaningless.filter(
      (character) => parse(`policy a version 1 language 1\nrole b ${character} \n`).diagnostics.length === 0,
    );
    expect(silent).toEqual([]);
  });
});

describe("a hostile text", () => {
  it.each([
    ["parentheses", `gate a on b {\n  when ${"(".repeat(10_000)}c${")".repeat(10_000)}\n  deny\n}\n`],
    ["lists", `gate a on b {\n  when c in ${"[".repeat(10_000)}1${"]".repeat(10_000)}\n  deny\n}\n`],
    ["quantifiers", `gate a on b {\n  when ${"any c in d: ".repeat(10_000)} e\n  deny\n}\n`],
    ["sums", `let a = b${" + c".repeat(10_000)}\n`],
    ["lists of lists", `context {\n  a is ${"list of ".repeat(10_000)}int from host\n}\n`],
  ])("of deep %s is one message", (_, text) => {
    const codes = parse(text).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(["nesting-too-deep"]);
  });

  it("that is too long is refused unread", () => {
    const { file, diagnostics } = parse("a".repeat(longestFile + 1));
    expect(diagnostics.map(({ code }) => code)).toEqual(["file-too-large"]);
    expect(file.declarations).toEqual([]);
  });

  it("of nothing but mistakes stops after a hundred", () => {
    const { diagnostics } = parse("gaet a {\n}\n".repeat(50_000));
    expect(diagnostics.length).toBe(mostMistakes + 1);
    expect(diagnostics.at(-1)?.code).toBe("too-many-mistakes");
  });

  it("with invisible characters is refused at each of them", () => {
    const { diagnostics } = parse(
      "policy a version 1 language 1\n// \u202e\nrole b\u200bc\nrole d\u0000\nrole \u{e0041}e\n",
    );
    expect(diagnostics.map(({ code, spans: [span] }) => [code, span?.start])).toEqual([
      ["forbidden-character", 33],
      ["forbidden-character", 41],
      ["forbidden-character", 50],
      ["forbidden-character", 57],
    ]);
  });

  it("may open with a byte order mark, and have any line breaks", () => {
    expect(parse("\ufeffpolicy a version 1 language 1\r\nrole b\rrole c\n").diagnostics).toEqual([]);
  });
});
