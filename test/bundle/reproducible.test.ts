import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeBundle } from "../../src/bundle/make-bundle.ts";
import { bundleText } from "../../src/index.ts";
import { documentOf } from "./desk.ts";

const binary = join(process.cwd(), "bin/sallyport.js");
/** Milliseconds; a build, and a few runs of what was built, on a machine that has other things to do. */
const slow = 120_000;
const folder = mkdtempSync(`${tmpdir()}/sallyport-clones-`);

beforeAll(() => {
  execFileSync(process.execPath, ["bin/build.js", "--no-types"], { stdio: "pipe" });
}, slow);
afterAll(() => rmSync(folder, { recursive: true }));

interface Place {
  /** Where the clone lies, and from where the command runs. */
  readonly clone: string;
  readonly from: string;
  readonly named: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const places: readonly Place[] = [
  { clone: "one", from: "one/policies/support-desk", named: ["."], env: { TZ: "UTC", LC_ALL: "C" } },
  {
    clone: "ünder an/odd näme/zwei",
    from: ".",
    named: ["ünder an/odd näme/zwei/policies/support-desk"],
    env: { TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
  },
  {
    clone: "three",
    from: "three/policies",
    named: ["support-desk/support-desk-tests.gate", "support-desk/support-desk.gate"],
    env: { TZ: "America/St_Johns", LC_ALL: "de_DE.UTF-8" },
  },
];

function bundleAt({ clone, from, named, env }: Place): string {
  const copy = join(folder, clone, "policies/support-desk");
  mkdirSync(join(folder, clone, "policies"), { recursive: true });
  cpSync("policies/support-desk", copy, { recursive: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, "bundle", ...named], {
    cwd: join(folder, from),
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  expect(stderr).toMatch(/^support_desk version 1: bundle sha256 [0-9a-f]{64}\n$/);
  expect(status).toBe(0);
  return stdout;
}

describe("a bundle of one policy", { timeout: slow }, () => {
  it("has the same bytes in every folder, locale and time zone, whichever of its files is named", () => {
    const [first = "", ...others] = places.map(bundleAt);
    expect(documentOf(first).entries.length).toBe(7);
    for (const other of others) expect(other).toBe(first);
  });

  it("has the same bytes next year, and when the files are newer", () => {
    const [place] = places;
    if (place === undefined) throw new Error("there are places");
    const first = bundleAt(place);
    const gate = join(folder, "one/policies/support-desk/support-desk.gate");
    utimesSync(gate, new Date("2031-01-01"), new Date("2031-01-01"));
    const later = spawnSync(process.execPath, [binary, "bundle", ".", "--as-of", "2031-01-01"], {
      cwd: join(folder, place.from),
      encoding: "utf8",
    });
    expect(later.stdout).toBe(first);
  });

  it("has other bytes when one character of a test or catalogue is another", () => {
    const [place] = places;
    if (place === undefined) throw new Error("there are places");
    const first = bundleAt(place);
    const path = join(folder, "one/policies/support-desk/support-desk-tests.gate");
    writeFileSync(path, `${readFileSync(path, "utf8")}\n`);
    const { stdout } = spawnSync(process.execPath, [binary, "bundle", "."], {
      cwd: join(folder, place.from),
      encoding: "utf8",
    });
    expect(documentOf(stdout).digest).not.toBe(documentOf(first).digest);
  });

  it("does not depend on the order of its files", () => {
    const files = [
      "support-desk.gate",
      "support-desk-tests.gate",
      "baseline.json",
      "crm.json",
      "mail.json",
      "stripe.json",
    ].map((path) => ({
      path,
      file: path,
      kind: path.endsWith(".gate") ? ("policy" as const) : ("catalogue" as const),
      text: readFileSync(`policies/support-desk/${path}`, "utf8"),
    }));
    const texts = [files, [...files].reverse()].map((some) => {
      const made = makeBundle(some, "0.1.0");
      return made.ok ? bundleText(made.value) : undefined;
    });
    expect(texts[0]).toBeDefined();
    expect(texts[1]).toBe(texts[0]);
  });
});

describe("the library for signatures", () => {
  it("lies in one file of the command line, which only those who check or make a signature load", () => {
    const names = execFileSync("ls", ["dist/cli"], { encoding: "utf8" }).split("\n");
    const holding = names
      .filter((name) => name.endsWith(".cjs"))
      .filter((name) => readFileSync(`dist/cli/${name}`, "utf8").includes("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"))
      .map((name) => name.split("-")[0]);
    expect(holding).toEqual(["signatures"]);
  });
});
