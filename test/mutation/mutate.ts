// Makes small mistakes in the sources, one at a time, and asks whether a test notices: docs/mutation.md.
// Usage: npm run mutate -- [--layer L] [--files REGEX] [--tests REGEX] [--sample N] [--seed S] [--once] [--out FILE]
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import ts from "typescript";
import { bundleTests } from "./bundle-tests.ts";
import { findMutants } from "./find-mutants.ts";
import { judgeMutants } from "./judge-mutants.ts";
import { judgeSurvivors } from "./judge-survivors.ts";
import type { Mutant, Verdict } from "./mutant.ts";
import { mutantsThatCompile } from "./mutants-that-compile.ts";
import { describeMutant, type Outcome, reportLines } from "./report.ts";

const root = process.cwd();

interface Wanted {
  readonly layer: string;
  readonly files: RegExp;
  readonly sample: number;
  readonly seed: number;
  readonly tests: RegExp;
  /** Whether longer tests judge the survivors. */
  readonly again: boolean;
}

const filesBelow = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(ending))
    .sort();

/** Take minutes, or run all there is; `engines-agree.ts` is a part of the first. */
const slow = /^test\/(engine\/differential\.|audit\/metamorphic\.|cli\/|guard\/|mutation\/)/;

/** What starts processes would start them without the mutant. */
const allTests = [
  ...filesBelow("test", ".test.ts").filter(
    (file) => !slow.test(file) && !readFileSync(file, "utf8").includes("node:child_process"),
  ),
  "test/mutation/engines-agree.ts",
];

/** What judges the survivors of those, of the layers that it is about. */
const secondTests: Readonly<Record<string, readonly string[]>> = {
  engine: [...filesBelow("test/guard", ".test.ts"), "test/mutation/engines-agree-further.ts"],
};

async function mutate({ layer, files, sample, seed, tests, again }: Wanted): Promise<readonly Outcome[]> {
  const config = ts.parseJsonConfigFileContent({ extends: "./tsconfig.json" }, ts.sys, root);
  const program = ts.createProgram(config.fileNames, config.options);
  const all = findMutants(
    program,
    root,
    filesBelow(`src/${layer}`, ".ts").filter((file) => files.test(file)),
  );
  const chosen = draw(all, sample, seed);
  const good = mutantsThatCompile(program, root, chosen);
  const judged = chosen.filter(({ id }) => good.has(id));
  console.log(`${all.length} mutants, ${chosen.length} taken with seed ${seed}, ${judged.length} compile`);
  // Packages are found from there.
  const folder = join(root, `node_modules/.cache/sallyport-mutation-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const first = allTests.filter((file) => tests.test(file));
    const second = again ? (secondTests[layer] ?? []) : [];
    const bundled = await bundleTests(root, folder, [...first, ...second], judged);
    const related = bundled.filter((file) => first.includes(file));
    const byId = new Map<number, Mutant>(judged.map((mutant) => [mutant.id, mutant]));
    let known = 0;
    const tell = (id: number, verdict: Verdict): void => {
      const mutant = byId.get(id);
      known += 1;
      if (mutant !== undefined && verdict.kind !== "killed") console.log(`${verdict.kind}: ${describeMutant(mutant)}`);
      if (known % 10 === 0) console.log(`${known} of ${byId.size} judged`);
    };
    const tellSecond = (id: number, verdict: Verdict): void => {
      const mutant = byId.get(id);
      const by = verdict.kind === "killed" ? ` by ${verdict.by}` : "";
      if (mutant !== undefined) console.log(`second stage, ${verdict.kind}${by}: ${describeMutant(mutant)}`);
    };
    const further = second.length === 0 ? undefined : judgeSurvivors(folder, second, tellSecond);
    const ids = judged.map(({ id }) => id);
    const {
      verdicts,
      tests: count,
      ms,
    } = await judgeMutants(folder, related, ids, (id, verdict, slow) => {
      tell(id, verdict);
      if (verdict.kind === "survived" || verdict.kind === "unreached") further?.add(id, slow);
    });
    console.log(`judged by ${count} tests of ${related.length} files in ${Math.round(ms / 1000)} s`);
    const furtherVerdicts = await further?.done();
    return [...chosen]
      .sort((one, other) => one.id - other.id)
      .map((mutant): Outcome => {
        const secondVerdict = furtherVerdicts?.get(mutant.id);
        const verdict: Verdict = verdicts.get(mutant.id) ?? { kind: "no-program" };
        return secondVerdict === undefined ? { mutant, verdict } : { mutant, verdict, second: secondVerdict };
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Drawn by what they are and not by their number, so that most of the same are drawn after a change of some source. */
function draw(mutants: readonly Mutant[], count: number, seed: number): readonly Mutant[] {
  const seen = new Map<string, number>();
  const keyed = mutants.map((mutant) => {
    const { file, operator, before, after } = mutant;
    const what = JSON.stringify([file, operator, before, after]);
    const index = seen.get(what) ?? 0;
    seen.set(what, index + 1);
    return { mutant, key: createHash("sha256").update(`${seed} ${index} ${what}`).digest("hex") };
  });
  return keyed
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .slice(0, count)
    .map(({ mutant }) => mutant);
}

const { values } = parseArgs({
  options: {
    layer: { type: "string", default: "check" },
    files: { type: "string", default: "" },
    sample: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    tests: { type: "string", default: "" },
    once: { type: "boolean", default: false },
    out: { type: "string" },
  },
});
const sample = Number(values.sample);
const seed = Number(values.seed);
if (!(sample > 0) || !Number.isSafeInteger(seed)) {
  console.error("error: --sample takes a positive number, --seed a whole one");
  process.exitCode = 2;
} else {
  const outcomes = await mutate({
    layer: values.layer,
    files: new RegExp(values.files),
    sample,
    seed,
    tests: new RegExp(values.tests),
    again: !values.once,
  });
  for (const line of reportLines(outcomes)) console.log(line);
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(outcomes, undefined, 2)}\n`);
}
