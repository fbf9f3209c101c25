import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const binary = join(process.cwd(), "bin/sallyport.js");
const folder = mkdtempSync(`${tmpdir()}/sallyport-cli-`);
const run = (...line: readonly string[]) =>
  spawnSync(process.execPath, [binary, ...line], { cwd: folder, encoding: "utf8" });

beforeAll(() => {
  execFileSync(process.execPath, ["bin/build.js", "--no-types"], { stdio: "pipe" });
  mkdirSync(`${folder}/broken`);
  writeFileSync(`${folder}/broken/a.gate`, "policy a version 1 language 1\n\ngate x on nothing.here { deny }\n");
  run("init");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the executable", () => {
  it("prints its version", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(run("--version")).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("prints help", () => {
    expect(run("--help")).toMatchObject({ status: 0, stderr: "" });
  });

  it("says one line about a clean policy, the same with and without memory", () => {
    const stdout = "no findings in policy starter: 2 files, 2 tools, 2 grants, 2 gates\n";
    expect(run("lint")).toMatchObject({ status: 0, stdout, stderr: "" });
    expect(run("lint")).toMatchObject({ status: 0, stdout, stderr: "" });
  });

  it("runs tests", () => {
    expect(run("test", "--no-cache")).toMatchObject({ status: 0 });
  });

  it("reports a finding with its place", () => {
    const { status, stdout } = run("check", "broken");
    expect(status).toBe(3);
    expect(stdout).toContain("--> broken/a.gate:3:");
  });

  it("refuses a bad flag", () => {
    expect(run("lint", "--fxi").status).toBe(2);
  });

  it("reads a configuration", () => {
    writeFileSync(`${folder}/other.yaml`, "rulez: {}\n");
    const { status, stdout } = run("check", "--config", "other.yaml");
    expect(status).toBe(2);
    expect(stdout).toContain("did you mean `rules`?");
  });

  it("survives a reader that leaves early", () => {
    const pipe = `"${process.execPath}" "${binary}" rules | head -1`;
    const { status, stderr } = spawnSync("bash", ["-o", "pipefail", "-c", pipe], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("ships an engine that needs neither node nor a package", () => {
    const texts = Object.values(closureOf("dist/engine/index.js"));
    for (const text of texts) expect(text).not.toMatch(/(?:^import|from) "[^."]/m);
    expect(texts.join("").length).toBeGreaterThan(20_000);
  });
});

/** The files that a built file imports, itself included. */
function closureOf(file: string, seen: Record<string, string> = {}): Readonly<Record<string, string>> {
  if (seen[file] !== undefined) return seen;
  const text = readFileSync(file, "utf8");
  seen[file] = text;
  for (const [, path = ""] of text.matchAll(
    /(?:^import|^\} from|^export|^import \{[^}]*\} from)[^"\n]*"(\.[^"]+)";$/gm,
  )) {
    closureOf(join(file, "..", path), seen);
  }
  return seen;
}
