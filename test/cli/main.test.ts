import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import { type ExitReason, exitFor, exitTable } from "../../src/cli/exit-code.ts";
import { version } from "../../src/load/version.ts";
import { runIn } from "./test-shell.ts";

describe("the command line", () => {
  it("prints the version of the package", async () => {
    expect(version).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
    expect(await runIn({}, ["--version"])).toMatchObject({ code: 0, out: `${version}\n`, err: "" });
  });

  it("lists every command and exit code in its help", async () => {
    const { out, code } = await runIn({}, ["--help"]);
    expect(code).toBe(0);
    for (const { name } of commands) expect(out).toContain(`\n  ${name} `);
    for (const row of exitTable) expect(out).toContain(row.means);
  });

  it("prints help on stderr and exits 2 when nothing was asked", async () => {
    const { code, out, err } = await runIn({}, []);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Usage: sallyport COMMAND");
  });

  it("suggests the command that was meant", async () => {
    const { code, err } = await runIn({}, ["rulez"]);
    expect({ code, err }).toEqual({
      code: 2,
      err: "error: there is no command `rulez`; did you mean `sallyport rules`?\n",
    });
  });

  it("suggests the flag that was meant", async () => {
    const { code, err, out } = await runIn({}, ["rules", "--fromat", "json"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Did you mean --format?");
  });

  it("refuses a format that does not exist", async () => {
    const { code, err } = await runIn({}, ["rules", "--format", "xml"]);
    expect(code).toBe(2);
    expect(err).toContain("Allowed choices are");
  });

  it("refuses a day that does not exist", async () => {
    const { code, err } = await runIn({}, ["rules", "--as-of", "2026-02-30"]);
    expect(code).toBe(2);
    expect(err).toContain("YYYY-MM-DD");
  });

  it("refuses a report target without a known format or file", async () => {
    expect((await runIn({}, ["rules", "--report", "sarf=x"])).err).toContain("did you mean `sarif`?");
    expect((await runIn({}, ["rules", "--report", "sarif"])).code).toBe(2);
  });

  it("says that a crash is our bug, without a stack, with its own exit code", async () => {
    const broken = await runIn({}, ["rules"], {
      out: () => {
        throw new Error("boom \u001b[31m");
      },
    });
    expect(broken.code).toBe(70);
    expect(broken.err).toContain("this is our bug, not yours");
    expect(broken.err).not.toContain("\u001b");
    expect(broken.err).not.toContain("    at ");
    const debug = await runIn({}, ["rules"], {
      env: { SALLYPORT_DEBUG: "1" },
      out: () => {
        throw new Error("boom");
      },
    });
    expect(debug.err).toContain("    at ");
  });

  it("has one file a command, and one command a file", () => {
    const files = readdirSync("src/cli/commands").filter((file) => file !== "index.ts");
    expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  for (const { name, load, summary } of commands) {
    it(`${name} explains itself with examples`, async () => {
      const { out, code } = await runIn({}, [name, "--help"]);
      expect(code).toBe(0);
      expect(out).toContain(summary);
      const { examples } = await load();
      expect(examples.length).toBeGreaterThan(0);
      for (const [line] of examples) expect(out).toContain(line);
    });

    it(`${name} --help is as pinned`, async () => {
      const { out } = await runIn({}, [name, "--help"]);
      await expect(out).toMatchFileSnapshot(`../../fixtures/report/help/${name}.txt`);
    });
  }
});

describe("the exit code", () => {
  it("is that of the gravest reason: 70, then 2, 3, 4, 1, 5, 0", () => {
    const order: readonly ExitReason[] = ["bug", "usage", "policy", "input", "findings", "undecided", "clean"];
    expect(order.map((_, at) => exitFor(order.slice(at)).code)).toEqual([70, 2, 3, 4, 1, 5, 0]);
    expect(exitFor([]).code).toBe(0);
  });
});
