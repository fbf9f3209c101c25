// Compares the three engines on generated policies and sessions for as long as wanted; what differs is kept as a fixture, cut down.
// Usage: npm run fuzz -- [--minutes N] [--events N] [--seed S]
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { writeCase } from "./case-file.ts";
import { emptyMix, engineComparer, generateCase, type Mix, mixLines, smallestCase } from "./compare-engines.ts";
import { randomFrom } from "./random.ts";

// Node never lets go of a module that it has imported, so a process takes this many policies and ends.
const policiesOfBatch = 60;
const eventsPerSession = 250;
const folder = "fixtures/differences";

interface Batch {
  readonly mix: Mix;
  /** The smallest case that differs, as a file. */
  readonly differing?: string;
}

async function runBatch(seed: number): Promise<Batch> {
  const random = randomFrom(seed);
  const drifts = randomFrom(seed ^ 0x5eed);
  const compare = await engineComparer();
  const mix = emptyMix();
  for (let index = 0; index < policiesOfBatch; index += 1) {
    const given = generateCase(`s${index}`, eventsPerSession, random, drifts);
    if ((await compare(given, mix)) !== undefined)
      return { mix, differing: writeCase(await smallestCase(compare, given)) };
  }
  return { mix };
}

/** The same in a process of its own. */
function spawnBatch(seed: number): Promise<Batch> {
  return new Promise((resolve, reject) => {
    const [program = ""] = process.argv.slice(1);
    // Room for what a session makes, so that less of it is copied before it is let go.
    const child = spawn(process.execPath, ["--max-semi-space-size=64", program, "--batch", String(seed)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(out) as Batch);
      else reject(new Error(`the batch of seed ${seed} ended with ${code}`));
    });
  });
}

function add(total: Mix, mix: Mix): void {
  const sum = total as unknown as Record<string, number | Record<string, number>>;
  for (const [name, value] of Object.entries(mix) as [string, number | Record<string, number>][]) {
    const known = sum[name];
    if (typeof value === "number") sum[name] = (typeof known === "number" ? known : 0) + value;
    else if (typeof known === "object")
      for (const [key, count] of Object.entries(value)) known[key] = (known[key] ?? 0) + count;
  }
}

async function fuzz(minutes: number, events: number, firstSeed: number): Promise<void> {
  const started = Date.now();
  const total = emptyMix();
  let differences = 0;
  let seed = firstSeed;
  let stopped = false;
  // Whoever does not want to wait any longer gets what was compared so far.
  process.once("SIGINT", () => {
    stopped = true;
  });
  const keepGoing = async (): Promise<void> => {
    while (!stopped && Date.now() - started < minutes * 60_000 && total.events < events) {
      const own = seed;
      seed += 1;
      const { mix, differing } = await spawnBatch(own);
      add(total, mix);
      if (differing === undefined) continue;
      differences += 1;
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}/seed-${own}.jsonl`, differing);
      console.log(`the engines differ: ${folder}/seed-${own}.jsonl`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, keepGoing));
  console.log(
    `seeds ${firstSeed} to ${seed - 1}, ${policiesOfBatch} policies each, in ${Math.round((Date.now() - started) / 1000)} s`,
  );
  for (const line of mixLines(total)) console.log(line);
  console.log(`differences: ${differences}`);
  process.exitCode = differences === 0 ? 0 : 1;
}

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    events: { type: "string" },
    seed: { type: "string", default: "1" },
    batch: { type: "string" },
  },
});
if (values.batch !== undefined) process.stdout.write(JSON.stringify(await runBatch(Number(values.batch))));
else {
  const events = Number(values.events ?? Number.POSITIVE_INFINITY);
  const minutes = Number(values.minutes ?? (values.events === undefined ? 1 : Number.POSITIVE_INFINITY));
  const seed = Number(values.seed);
  if (minutes > 0 && events > 0 && Number.isSafeInteger(seed)) await fuzz(minutes, events, seed);
  else {
    console.error("error: --minutes and --events take positive numbers, --seed a whole one");
    process.exitCode = 2;
  }
}
