import ts from "typescript";
import { afterEach, describe, expect, it } from "vitest";
import { findMutants } from "./find-mutants.ts";
import { isMutantOn, ranOut, switchOn } from "./mutant-switch.ts";
import { withMutants } from "./with-mutants.ts";

const source = `type Level = "allow" | "deny";
export function level(n: number, strict: boolean): Level {
  const seen: number[] = [];
  if (n > 5 && !strict) seen.push(n);
  for (let i = 0; i < n; i += 1) seen.push(i);
  return seen.length >= 7 ? "deny" : "allow";
}
`;
const file = "level.ts";
const options = { target: ts.ScriptTarget.ES2022, noLib: true, types: [] };
const host: ts.CompilerHost = {
  ...ts.createCompilerHost(options),
  getSourceFile: (name, how) => (name === `/${file}` ? ts.createSourceFile(name, source, how, true) : undefined),
};
const mutants = findMutants(ts.createProgram({ rootNames: [`/${file}`], options, host }), "", [file]);

Object.assign(globalThis, { isMutantOn });
const text = ts.transpileModule(withMutants(source, mutants), {
  compilerOptions: { target: options.target },
}).outputText;
const { level } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
  readonly level: (n: number, strict: boolean) => string;
};
const answers = (): readonly string[] => [level(0, false), level(6, false), level(6, true), level(7, true)];
const what = mutants.map(({ line, operator, before, after }) => `${line} ${operator}: ${before} → ${after}`);

describe("the mutants of a source", () => {
  afterEach(() => switchOn(undefined));

  it("are found by their operators", () => {
    expect(what).toEqual(
      expect.arrayContaining([
        "4 relation: n > 5 → n >= 5",
        "4 connective: n > 5 && !strict → n > 5 || !strict",
        "4 not: !strict → strict",
        "4 number: 5 → 6",
        "4 condition: n > 5 && !strict → true",
        "4 statement: seen.push(n); → ",
        "5 condition: i < n → false",
        '6 word: "deny" → "allow"',
      ]),
    );
  });

  it("are all off until one is switched on, and off again after it", () => {
    expect(answers()).toEqual(["allow", "deny", "allow", "deny"]);
    switchOn(what.indexOf("4 not: !strict → strict"));
    expect(answers()).toEqual(["allow", "allow", "deny", "deny"]);
    switchOn(what.indexOf("4 statement: seen.push(n); → "));
    expect(answers()).toEqual(["allow", "allow", "allow", "deny"]);
    switchOn(undefined);
    expect(answers()).toEqual(["allow", "deny", "allow", "deny"]);
  });

  it("end, though they go on for ever", () => {
    const endless = what.indexOf("5 number: 1 → 0");
    switchOn(endless);
    expect(() => level(6, true)).toThrow("goes on for ever");
    expect(ranOut()).toBe(true);
  });
});
