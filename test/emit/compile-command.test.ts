import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const binary = join(process.cwd(), "bin/sallyport.js");
const slow = 240_000;
const folder = mkdtempSync(`${tmpdir()}/sallyport-emitted-`);

beforeAll(() => {
  execFileSync(process.execPath, ["bin/build.js", "--no-types"], { stdio: "pipe" });
}, slow);
afterAll(() => rmSync(folder, { recursive: true }));

/** Emits a shipped policy from a copy of its folder; the files by name, and what was said. */
function emitAt(place: string, from: string, named: string, env: Readonly<Record<string, string>>) {
  mkdirSync(join(folder, place), { recursive: true });
  cpSync("policies/support-desk", join(folder, place, "support-desk"), { recursive: true });
  const out = join(folder, place, "out");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [binary, "compile", named, "--target", "esm", "--out", out],
    { cwd: join(folder, from), encoding: "utf8", env: { ...process.env, ...env } },
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  return { out, said: stderr, files: readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")]) };
}

describe("compile --target esm", { timeout: slow }, () => {
  it("writes the same module, types and map in every folder, locale and time zone, and says the digest", async () => {
    const one = emitAt("one", "one", "support-desk", { TZ: "UTC", LC_ALL: "C" });
    const two = emitAt("zwei/ü b", ".", "zwei/ü b/support-desk", { TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8" });
    expect(two.files).toEqual(one.files);
    const digest = /support_desk version 1: sha256 ([0-9a-f]{64})/.exec(one.said)?.[1] ?? "";
    const name = `policy.${digest.slice(0, 16)}`;
    expect(one.files.map(([file]) => file).sort()).toEqual([`${name}.d.mts`, `${name}.mjs`, `${name}.mjs.map`]);
    const module = (await import(pathToFileURL(join(one.out, `${name}.mjs`)).href)) as { policy: object };
    expect(module.policy).toEqual({ name: "support_desk", version: 1, language: 1, digest });
    const map = JSON.parse(readFileSync(join(one.out, `${name}.mjs.map`), "utf8")) as { sources: string[] };
    expect(map.sources).toContain("support-desk.gate");
  });
});
