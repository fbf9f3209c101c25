import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Random, randomFrom } from "../engine/random.ts";
import { runRow } from "./bad-input/run-row.ts";
import { unfitFor } from "./bad-input/unfit-for.ts";

const mutations = 40;
const desk = "policies/support-desk";
const shipped = (folder: string, prefix: string): Readonly<Record<string, Uint8Array>> =>
  Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".md"))
      .map(({ name }) => [`${prefix}${name}`, readFileSync(`${folder}/${name}`)]),
  );
const files: Readonly<Record<string, Uint8Array>> = {
  ...shipped(desk, "p/"),
  ...shipped(`${desk}/traces`, "t/"),
  ...shipped(`${desk}/deployment/good`, "m/"),
  "sallyport.yaml": Buffer.from(
    `${"# what this project asks for\n".repeat(8)}policies: [p]\nrules:\n  unused-declaration: off\n# the audit\naudit:\n  complete: [kubernetes]\n`,
  ),
};

/** The file that is damaged, and the lines that read it. */
const subjects: readonly (readonly [string, readonly (readonly string[])[]])[] = [
  [
    "p/support-desk.gate",
    [
      ["lint", "p"],
      ["test", "p"],
      ["fmt", "--diff", "p"],
      ["compile", "p"],
    ],
  ],
  ["p/stripe.json", [["check", "p"]]],
  [
    "t/ticket-31-injected.jsonl",
    [
      ["simulate", "t", "--policy", "p"],
      ["schema", "from-trace", "t"],
    ],
  ],
  ["m/agents.yaml", [["audit", "m"]]],
  ["sallyport.yaml", [["lint"]]],
];

describe("a shipped file, damaged at random", () => {
  it.each(subjects)("%s is refused or read, never a crash", async (file, lines) => {
    const random = randomFrom(20_261_129);
    const codes = new Map<number, number>();
    const unfit: unknown[] = [];
    for (let at = 0; at < mutations; at += 1) {
      const damaged = damage(files[file] ?? new Uint8Array(), random);
      const line = random.pick(lines);
      const result = await runRow({ name: "", files: { ...files, [file]: damaged }, line, code: 0, says: [] });
      codes.set(result.code, (codes.get(result.code) ?? 0) + 1);
      const wrong = [...unfitFor(result), ...(result.code > 5 ? [`exit ${result.code}`] : [])];
      if (wrong.length > 0)
        unfit.push({ at, line, wrong, shown: result.shown.slice(0, 2_000), damaged: damaged.toString() });
    }
    expect(unfit.slice(0, 1)).toEqual([]);
    // Damage that nothing notices tests nothing.
    const whole = await Promise.all(lines.map((line) => runRow({ name: "", files, line, code: 0, says: [] })));
    const unlike = [...codes.keys()].filter((code) => !whole.some((result) => result.code === code));
    expect(whole.filter(({ code }) => code === 2 || code === 3 || code === 4)).toEqual([]);
    expect(unlike.length, JSON.stringify([...codes])).toBeGreaterThan(0);
  });
});

/** One to three small wounds: bytes cut, doubled, moved, replaced; the end cut off; something nasty put in. */
function damage(content: Uint8Array, random: Random): Buffer {
  let bytes = Buffer.from(content);
  for (let wounds = 1 + random.below(3); wounds > 0; wounds -= 1) {
    const start = random.below(bytes.length);
    const end = Math.min(bytes.length, start + 1 + random.below(random.chance(20) ? 400 : 6));
    const [before, inside, after] = [bytes.subarray(0, start), bytes.subarray(start, end), bytes.subarray(end)];
    bytes = Buffer.concat(
      random.pick([
        [before, after],
        [before, inside, inside, after],
        [before, Buffer.from(random.pick(nasty)), after],
        [before, Buffer.from(random.pick(nasty)), inside, after],
        [before, Buffer.from([random.below(256)]), after],
        [after, inside, before],
        random.chance(30) ? [before] : [before, Buffer.from(inside).reverse(), after],
      ]),
    );
    if (bytes.length === 0) return bytes;
  }
  return bytes;
}

const nasty = [
  "\0",
  "\u001b[2J",
  "\u202e",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "\\",
  "\n",
  "\t",
  ": ",
  "- ",
  "&a ",
  "*a ",
  "{{ x }}",
  "---\n",
  "__proto__",
  "constructor",
  "1e999",
  "-0",
  "null",
  "((((((((((",
  " and or ",
  "//",
  "\\ud800",
  "999999999999999999999999",
];
