import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { irDigest } from "../../src/engine/canonical-ir.ts";
import { lintPolicy } from "../../src/lint/lint-policy.ts";
import { formatText } from "../../src/parse/print-file.ts";
import { runTests } from "../../src/simulate/run-tests.ts";
import { codesOf } from "../support/compile.ts";
import { compileFolder, readYaml } from "../support/policy-folder.ts";

const asOfMs = 1_767_225_600_000;
const packs = "policies/packs";
const folders = readdirSync("policies")
  .map((name) => join("policies", name))
  .filter((folder) => folder !== packs);

describe.each(folders)("%s", (folder) => {
  const { diagnostics, checked, ir } = compileFolder(folder);

  it("compiles without a diagnostic", () => {
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  });

  it("lints clean", () => {
    if (checked === undefined) throw new Error("did not compile");
    const open = codesOf(lintPolicy(checked, { asOfMs, otherCodes: [] })).filter((code) => code !== "undecided-claim");
    expect(open).toEqual([]);
  });

  it("has tests over events or over deployments, and those over events pass", () => {
    if (checked === undefined || ir === undefined) throw new Error("did not compile");
    expect(checked.tests.length).toBeGreaterThan(0);
    const results = runTests(ir, checked.tests, { readYaml });
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  it.each(readdirSync(folder).filter((name) => name.endsWith(".gate")))("%s is formatted", (name) => {
    const file = join(folder, name);
    const text = readFileSync(file, "utf8");
    expect(formatText({ file, text })).toEqual({ ok: true, text });
  });

  it("has the same digest whatever the order of its files", () => {
    if (ir === undefined) throw new Error("did not compile");
    expect(irDigest(ir)).toMatch(/^[0-9a-f]{64}$/);
    expect(irDigest(compileFolder(folder).ir ?? ir)).toBe(irDigest(ir));
  });
});

describe("what ships over events", () => {
  it.each(folders.filter((folder) => !folder.endsWith("zero-trust")))(
    "%s pins an allowed and a stopped call",
    (folder) => {
      const text = readdirSync(folder)
        .filter((name) => name.endsWith("-tests.gate"))
        .map((name) => readFileSync(join(folder, name), "utf8"))
        .join("\n");
      expect(text).toMatch(/expect allow/);
      expect(text).toMatch(/expect (deny|confirm|approve)/);
      expect(existsSync(join(folder, "README.md"))).toBe(true);
    },
  );
});

describe.each(readdirSync(packs).map((name) => join(packs, name)))("%s", (folder) => {
  const using = folders.map((one) => compileFolder(one)).flatMap(({ checked }) => checked?.packs ?? []);
  const used = using.filter(({ files }) => files.some(({ file }) => file.startsWith(`${folder}/`)));

  it("is used as it is by a policy that ships, in which all of it acts", () => {
    expect(used.length).toBeGreaterThan(0);
    expect(used.flatMap(({ inert }) => inert)).toEqual([]);
    expect(existsSync(join(folder, "README.md"))).toBe(true);
  });
});
