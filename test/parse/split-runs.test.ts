import { readdirSync, readFileSync } from "node:fs";
import { Lexer } from "chevrotain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openers, splitRuns } from "../../src/parse/split-runs.ts";
import { rawTokens } from "../../src/parse/tokens.ts";

/** Knows nothing of first characters: it tries every pattern everywhere. */
const reference = new Lexer([...new Set(openers.flatMap(([, types]) => types)), rawTokens.unknown], {
  ensureOptimizations: false,
  positionTracking: "onlyOffset",
  skipValidations: true,
  safeMode: true,
});

interface Piece {
  readonly type: string;
  readonly image: string;
  readonly startOffset: number;
}

function split(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  splitRuns(text, ({ name: type }, start, end) => {
    pieces.push({ type, image: text.slice(start, end), startOffset: start });
  });
  return pieces;
}

const expected = (text: string): readonly Piece[] =>
  reference
    .tokenize(text)
    .tokens.filter(({ tokenType }) => tokenType !== rawTokens.space)
    .map(({ tokenType: { name: type }, image, startOffset }) => ({ type, image, startOffset }));

const texts = ["policies", "fixtures"].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((path) => String(path).endsWith(".gate"))
    .map((path) => readFileSync(`${folder}/${String(path)}`, "utf8")),
);

describe("the runs of a text", () => {
  it("are those of trying every pattern in order, in every text of the project", () => {
    const seen = new Set<string>();
    for (const text of texts) {
      const pieces = split(text);
      expect(pieces).toEqual(expected(text));
      for (const { type } of pieces) seen.add(type);
    }
    expect(seen.size).toBeGreaterThan(25);
  });

  it("are those of trying every pattern in order, in every other text", () => {
    const scrap = fc.constantFrom(
      ..."\"'`/*-=!<>|&+;#:,.{}[]()%@\\\n\r\t aZ_09é≠≤“”‹\u2028\ud800\0",
      ...["//", "/*", "*/", "https://", "=>", ":=", "2027-02-30T10:00Z", "-1.5e-3", "500.00 USD", "crm.get_*", "a-b"],
    );
    const text = fc.array(fc.oneof(scrap, fc.string({ unit: "binary", maxLength: 3 }))).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (given) => {
        expect(split(given)).toEqual(expected(given));
      }),
      { numRuns: 2_000 },
    );
  });
});
