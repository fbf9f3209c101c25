import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGrammar } from "../../src/parse/parse-declaration.ts";
import { prepareLookahead } from "../../src/parse/prepared/prepare-lookahead.ts";
import { PreparedGrammar } from "../../src/parse/prepared/prepared-grammar.ts";
import { type GateToken, readTokens } from "../../src/parse/read-tokens.ts";
import { repairSlips } from "../../src/parse/repair-slips.ts";
import { takeDeclaration } from "../../src/parse/split-declarations.ts";

const analysed = buildGrammar({ skipValidations: true });
const prepared = new PreparedGrammar(prepareLookahead());

/** Every policy and fixture of the project: right ones, and those with the mistakes people make. */
const texts = ["policies", "fixtures"].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((path) => String(path).endsWith(".gate"))
    .map((path) => readFileSync(`${folder}/${String(path)}`, "utf8")),
);

interface Run {
  readonly text: string;
  readonly tokens: readonly GateToken[];
}

function declarationsIn(text: string): readonly Run[] {
  const source = { file: "a.gate", text };
  const { tokens } = readTokens(source);
  const runs: Run[] = [];
  for (let index = 0; index < tokens.length; ) {
    const taken = takeDeclaration(source.file, tokens, index);
    const repaired = repairSlips(source.file, taken.tokens);
    runs.push({ text, tokens: repaired.tokens });
    index += Math.max(1, taken.tokens.length);
  }
  return runs;
}

const runs = texts.flatMap(declarationsIn);

function readAnalysed({ text, tokens }: Run): ReturnType<PreparedGrammar["read"]> {
  analysed.source = { file: "a.gate", text };
  analysed.opening = tokens[0]?.image ?? "";
  analysed.reported = [];
  analysed.input = [...tokens];
  const declaration = analysed.declaration();
  return analysed.errors.length === 0 ? { declaration, reported: analysed.reported } : undefined;
}

const readPrepared = ({ text, tokens }: Run) => prepared.read({ file: "a.gate", text }, tokens);

describe("the prepared grammar", () => {
  it("reads every declaration of the project as the analysed one does", () => {
    const outcomes = runs.map((run) => {
      const read = readPrepared(run);
      expect(read).toEqual(readAnalysed(run));
      return read;
    });
    expect(outcomes.filter((read) => read !== undefined).length).toBeGreaterThan(250);
    expect(outcomes.filter((read) => read === undefined).length).toBeGreaterThan(15);
  });

  it("takes what the analysed one takes after tokens were lost, doubled or exchanged", () => {
    const changed = fc
      .record({ run: fc.constantFrom(...runs), donor: fc.constantFrom(...runs), at: fc.nat(), from: fc.nat() })
      .chain(({ run: { text, tokens }, donor, at, from }) => {
        const place = at % tokens.length;
        const token = tokens[place];
        const other = donor.tokens[from % donor.tokens.length];
        const instead = [[], [token, token], [other], [other, token]].map((middle) =>
          [...tokens.slice(0, place), ...middle, ...tokens.slice(place + 1)].filter((one) => one !== undefined),
        );
        return fc.constantFrom(...instead, tokens.slice(0, place)).map((mutated) => ({ text, tokens: mutated }));
      });
    fc.assert(
      fc.property(changed, (run) => {
        expect(readPrepared(run)).toEqual(readAnalysed(run));
      }),
      { numRuns: 2000 },
    );
  });

  it("knows every place where the analysed one looks ahead", () => {
    const places = (analysed as unknown as { lookAheadFuncsCache: ReadonlyMap<number, unknown> }).lookAheadFuncsCache;
    expect(Object.keys(prepareLookahead()).map(Number).sort()).toEqual([...places.keys()].sort());
    expect(places.size).toBeGreaterThan(100);
  });
});
