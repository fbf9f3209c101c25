import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

describe("the README", () => {
  const readme = readFileSync("README.md", "utf8");

  it("shows the policy that its example runs", () => {
    const shown = /```gate\n([\s\S]*?)```/.exec(readme)?.[1];
    expect(shown).toBe(readFileSync("fixtures/readme/desk/desk.gate", "utf8"));
  });

  it("shows what the commands print today", () => {
    expect(spawnSync(process.execPath, ["bin/generate.js", "--check"], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(readme.match(/<!-- output: /g)?.length).toBeGreaterThanOrEqual(3);
  });
});
