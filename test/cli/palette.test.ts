import { describe, expect, it } from "vitest";
import { choosePalette, wantsAscii } from "../../src/cli/palette.ts";
import type { Shell } from "../../src/cli/shell.ts";
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
