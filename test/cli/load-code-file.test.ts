import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepCompiledCode, loadCodeFile } from "../../src/cli/load-code-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/sallyport-code-file-`);
  put("one.cjs", 'module.exports = { two: () => loadCodeFile("two.cjs"), separator: require("node:path").sep };');
  put("two.cjs", "module.exports = { answer: () => 41 + 1, folder: __dirname };");
});
afterEach(() => {
  keepCompiledCode();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, body: string): void =>
  writeFileSync(join(folder, name), `(function (module, require, loadCodeFile, __dirname) {${body}\n})`);
const load = (name: string) => loadCodeFile(folder, name) as Readonly<Record<string, unknown>>;
const call = (value: unknown): unknown => (typeof value === "function" ? value() : undefined);
const keptFiles = (): readonly string[] => readdirSync(folder).filter((name) => !name.endsWith(".cjs"));

describe("a file of the built command line", () => {
  it("gets node's modules, other files and its own folder", () => {
    const one = load("one.cjs");
    expect(one["separator"]).toBe("/");
    expect(call(one["two"])).toMatchObject({ folder });
  });

  it("leaves its compiled code for later runs, which V8 takes", () => {
    expect(call(load("two.cjs")["answer"])).toBe(42);
    keepCompiledCode();
    const [kept = ""] = keptFiles();
    expect(kept).toContain(process.versions.v8);
    const cachedData = readFileSync(join(folder, kept));
    expect(new Script(readFileSync(join(folder, "two.cjs"), "utf8"), { cachedData }).cachedDataRejected).toBe(false);
    expect(call(load("two.cjs")["answer"])).toBe(42);
  });

  it("runs the same on code that V8 refuses, and leaves that code alone", () => {
    load("two.cjs");
    keepCompiledCode();
    const [kept = ""] = keptFiles();
    for (const damaged of ["", "nonsense", readFileSync(join(folder, kept)).subarray(0, 100)]) {
      writeFileSync(join(folder, kept), damaged);
      expect(call(load("two.cjs")["answer"])).toBe(42);
      keepCompiledCode();
      expect(readFileSync(join(folder, kept)).length).toBe(damaged.length);
    }
  });

  it("runs where nothing can be written", () => {
    load("two.cjs");
    rmSync(folder, { recursive: true });
    expect(() => keepCompiledCode()).not.toThrow();
  });
});
