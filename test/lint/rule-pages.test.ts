import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exampleBaselines } from "../../src/lint/drift-example.ts";
import { exampleCatalogue } from "../../src/lint/example.ts";
import { lintPolicy } from "../../src/lint/lint-policy.ts";
import { lintRules } from "../../src/lint/rules/index.ts";
import { suppressionDiagnostics } from "../../src/lint/suppressions.ts";
import { codesOf, compileText } from "../support/compile.ts";

const asOfMs = 1_767_225_600_000;
const known = suppressionDiagnostics.map(({ code }) => code);

function lintCodes(text: string): readonly string[] {
  const { checked, diagnostics } = compileText(text, (_, path) => {
    if (path === exampleCatalogue.path) return { file: path, text: exampleCatalogue.text };
    const file = Object.entries(exampleBaselines).find(([name]) => name === path);
    return file === undefined ? undefined : { file: path, text: file[1].text };
  });
  expect(diagnostics, "an example must compile").toEqual([]);
  return checked === undefined ? [] : codesOf(lintPolicy(checked, { asOfMs, otherCodes: known }));
}

describe("the page of every rule", () => {
  it.each([...lintRules, ...suppressionDiagnostics])(
    "$code: its bad example raises it and its good one does not",
    ({ code, page }) => {
      expect(lintCodes(page.bad)).toContain(code);
      expect(lintCodes(page.good)).not.toContain(code);
    },
  );
});

describe("the list of rules", () => {
  it("names every file of the folder, in the order of their codes", () => {
    const files = readdirSync("src/lint/rules")
      .filter((name) => name !== "index.ts")
      .map((name) => name.replace(/\.ts$/, ""))
      .sort();
    expect(lintRules.map(({ code }) => code)).toEqual(files);
  });
});

describe("an ignore with a reason", () => {
  const header =
    'policy desk version 1 language 1\ntool wipe { args.id is string  effect deletes }\nagent a { subject "a" }\n';
  const grant = "grant g { to agent a  tools wipe  while task max 1h }\n";

  it("hides the finding on the next declaration", () => {
    expect(lintCodes(`${header}${grant}`)).toContain("unguarded-effect");
    expect(lintCodes(`${header}// sallyport-ignore unguarded-effect: the tool asks by itself\n${grant}`)).toEqual([]);
  });

  it("hides nothing after its date", () => {
    const codes = lintCodes(`${header}// sallyport-ignore unguarded-effect until 2025-12-31: for now\n${grant}`);
    expect([...codes].sort()).toEqual(["expired-ignore", "unguarded-effect"]);
  });

  it("still hides it the day before its date", () => {
    expect(lintCodes(`${header}// sallyport-ignore unguarded-effect until 2026-01-02: for now\n${grant}`)).toEqual([]);
  });
});

describe("a gate that observes", () => {
  const text = (observe: string): string =>
    `policy desk version 1 language 1\ntool pay { args.id is string  effect pays }\nagent a { subject "a" }\ngrant g { to agent a  tools pay  while task max 1h }\ngate money on pay { deny  because "Money" ${observe} }\n`;

  it("is not asked for a test, because it acts in none before its date", () => {
    expect(lintCodes(text(""))).toContain("untested-gate");
    expect(lintCodes(text('observe until 2026-06-01 owner "ann"'))).not.toContain("untested-gate");
  });
});
