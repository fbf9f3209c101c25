import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/main.ts";
import { choosePalette, wantsAscii } from "../../src/cli/palette.ts";
import type { Shell } from "../../src/cli/shell.ts";
import { nodeHost } from "../../src/load/node-host.ts";
import { memoryHost } from "../load/memory-host.ts";

const shell = (env: Shell["env"], outIsTerminal: boolean): Shell => ({
  host: memoryHost({}),
  out: () => {},
  err: () => {},
  env,
  outIsTerminal,
  errIsTerminal: false,
  columns: 80,
  today: "2026-03-15",
});
const isColored = async (env: Shell["env"], terminal: boolean, mode: "auto" | "always" | "never" = "auto") =>
  (await choosePalette(shell(env, terminal), mode)).error("x") !== "x";

describe("colours", () => {
  it("are for terminals, unless the environment or a flag says otherwise", async () => {
    expect(await isColored({}, true)).toBe(true);
    expect(await isColored({}, false)).toBe(false);
    expect(await isColored({ NO_COLOR: "1" }, true)).toBe(false);
    expect(await isColored({ NO_COLOR: "" }, true)).toBe(true);
    expect(await isColored({ FORCE_COLOR: "1" }, false)).toBe(true);
    expect(await isColored({ FORCE_COLOR: "0" }, true)).toBe(false);
    expect(await isColored({ TERM: "dumb" }, true)).toBe(false);
    expect(await isColored({ NO_COLOR: "1" }, false, "always")).toBe(true);
    expect(await isColored({ FORCE_COLOR: "1" }, true, "never")).toBe(false);
  });
});

describe("ASCII", () => {
  it("is for terminals of the C locale only", () => {
    expect(wantsAscii(shell({ LC_ALL: "C" }, true))).toBe(true);
    expect(wantsAscii(shell({ LANG: "C.UTF-8" }, true))).toBe(false);
    expect(wantsAscii(shell({ LANG: "en_GB.UTF-8" }, true))).toBe(false);
    expect(wantsAscii(shell({ LC_ALL: "C" }, false))).toBe(false);
  });
});

describe("a coloured report", () => {
  const folder = "policies/support-desk";
  const lines = [
    ["lint", folder],
    ["test", folder],
    ["simulate", `${folder}/traces`, "--policy", folder, "--timeline", "all"],
    ["audit", `${folder}/deployment/bad`],
    ["show", "matrix", folder],
  ];
  it.each(lines)("says the same as a plain one: %s", async (...line) => {
    const ran = async (color: string) => {
      let out = "";
      const over = { ...shell({ CI: "1" }, false), host: nodeHost(process.cwd(), noInput()) };
      const keep = (text: string): void => {
        out += text;
      };
      await run([...line, "--color", color], { ...over, out: keep });
      return out;
    };
    const plain = await ran("never");
    const colored = await ran("always");
    expect(colored).not.toBe(plain);
    expect(stripVTControlCharacters(colored)).toBe(plain);
  });
});

async function* noInput(): AsyncGenerator<string> {}
