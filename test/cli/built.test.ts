import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseFile } from "../../src/parse/parse-file.ts";

/** An installed copy, so that what is changed here is nobody else's. */
const copy = mkdtempSync(`${tmpdir()}/sallyport-built-`);
const project = join(copy, "project");
const built = join(copy, "dist/cli");
const policy = join(project, "support-desk");

beforeAll(() => {
  execFileSync(process.execPath, ["bin/build.js", "--no-types"], { stdio: "pipe" });
  for (const part of ["bin", "dist", "policies", "package.json"]) cpSync(part, join(copy, part), { recursive: true });
  cpSync("policies/support-desk", policy, { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true }));

const { CI: _, NODE_OPTIONS: __, ...env } = process.env;
const run = (line: readonly string[], flags: readonly string[] = []) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, join(copy, "bin/sallyport.js"), ...line], {
    cwd: project,
    encoding: "utf8",
    env,
  });
  return { status, stdout, stderr };
};
const lintLine = ["lint", "support-desk", "--no-cache", "--format", "json"];
const keptCode = (): readonly string[] => readdirSync(built).filter((name) => name.endsWith(".code"));
const remembered = (): readonly string[] => readdirSync(join(project, ".sallyport-cache")).sort();

describe("the built command line", () => {
  it("comes with compiled code for every file that a run loads", () => {
    expect(
      keptCode()
        .map((name) => name.split("-")[0])
        .sort(),
    ).toEqual(["config", "evidence", "policies", "run"]);
  });

  it("says the same with compiled code, without it, and with code that V8 refuses", () => {
    const expected = run(lintLine);
    expect(expected.stdout).toContain('"command": "lint"');
    expect(run(lintLine, ["--no-opt"])).toEqual(expected);
    for (const name of keptCode()) writeFileSync(join(built, name), "nonsense");
    expect(run(lintLine)).toEqual(expected);
    for (const name of keptCode()) rmSync(join(built, name));
    expect(run(lintLine)).toEqual(expected);
    expect(keptCode().length).toBe(2);
    expect(run(lintLine)).toEqual(expected);
  });

  it("says the same about a remembered policy, and reads it anew for another build", () => {
    const first = run(["lint", "support-desk"]);
    const [entry] = remembered().filter((name) => name !== ".gitignore");
    expect(run(["lint", "support-desk"])).toEqual(first);
    expect(remembered().length).toBe(2);
    becomeAnotherBuild();
    expect(run(["lint", "support-desk"])).toEqual(first);
    expect(remembered().length).toBe(3);
    expect(remembered()).toContain(entry);
  });

  it("tells wrong usage from its own bugs in each of its files", () => {
    const desk = "support-desk/support-desk.gate";
    for (const line of [
      ["lint", desk, "--unsafe"],
      ["show", "nonsense"],
      ["test", desk, "--as-of", "soon"],
    ]) {
      expect(run(line)).toMatchObject({ status: 2, stdout: "" });
      expect(run(line).stderr).toContain(`(sallyport ${line[0]} --help shows what there is)`);
    }
  });

  it("loads next to nothing before it knows the command", () => {
    expect(readFileSync(join(built, "start.cjs"), "utf8").length).toBeLessThan(40_000);
  });
});

describe("the built library", () => {
  it("reads every policy and fixture as the sources do", async () => {
    const library: { readonly parseFile: typeof parseFile } = await import(
      pathToFileURL(resolve("dist/index.js")).href
    );
    const files = ["policies", "fixtures"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".gate"))
        .map((path) => join(folder, path)),
    );
    for (const file of files) {
      const source = { file, text: readFileSync(file, "utf8") };
      expect(library.parseFile(source), file).toEqual(parseFile(source));
    }
    expect(files.length).toBeGreaterThan(25);
  });
});

/** As after a change of the sources: another digest in the texts and in the names of the files. */
function becomeAnotherBuild(): void {
  const [, digest = ""] = /^run-([0-9a-f]{16})\.cjs$/m.exec(readdirSync(built).join("\n")) ?? [];
  for (const name of readdirSync(built)) {
    const path = join(built, name);
    if (!name.endsWith(".cjs")) {
      rmSync(path);
      continue;
    }
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(digest, "f".repeat(16)));
    renameSync(path, path.replace(digest, "f".repeat(16)));
  }
}
