import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Entry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe("the lock file", () => {
  const text = readFileSync("package-lock.json", "utf8");
  const packages: Readonly<Record<string, Entry>> = JSON.parse(text).packages;

  it("holds every optional package of every platform, or `npm ci` refuses it elsewhere", () => {
    const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.length).toBeGreaterThan(20);
    const held = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
    expect(wanted.filter((name) => !held.has(name))).toEqual([]);
  });

  it("names no registry", () => {
    expect(text).not.toContain("resolved");
  });
});
