// A process that judges mutants, one after another. Its parent sends what to do and ends it when it takes too long.

import type { Verdict } from "./mutant.ts";
import { isMutantOn, ranOut, switchOn, watch } from "./mutant-switch.ts";
import { type Block, blocksOf, type Test } from "./vitest-stand-in.ts";

/** To the judge. `fresh`: the one mutant is on before anything is loaded, and every test runs. */
export interface Task {
  readonly folder: string;
  readonly tests: readonly string[];
  readonly ids: readonly number[];
  readonly fresh: boolean;
  /** Tests that are known to take long: they are not run. */
  readonly slow: readonly string[];
  /** Tests, of whose files no others are run; undefined: of every file all are. */
  readonly only?: readonly string[];
  /** A mutant whose place runs more often in one test goes on for ever. */
  readonly spareRuns: number;
  /** For how long a fresh process works at most, in milliseconds of the processor; undefined: until all tests have run. */
  readonly boundMs?: number;
}

/** From the judge. `unsure`: the mutant also runs while modules load, or spoils what tests share, so a fresh process has to judge it. */
export type Answer =
  | { readonly kind: "alive" }
  | {
      readonly kind: "ready";
      /** Those that judge, and those with the slow ones. */
      readonly tests: number;
      readonly all: number;
      readonly failing: readonly string[];
      readonly slow: readonly string[];
    }
  | { readonly kind: "begun" | "unsure"; readonly id: number }
  | { readonly kind: "verdict"; readonly id: number; readonly verdict: Verdict };

/** A test that works for longer judges nothing, or survivors would take most of an hour. */
const slowestMs = 1_000;

/** How long this process has worked: other work on the machine makes no test slow. */
const workedMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const nameOf = ({ file }: Block, { title }: Test): string => `${file}: ${title}`;

interface KnownTest {
  readonly block: Block;
  readonly test: Test;
  readonly ids: ReadonlySet<number>;
  readonly ms: number;
}

Object.assign(globalThis, { isMutantOn });
const send = (answer: Answer): void => {
  process.send?.(answer);
};
// What tests print is not asked for, and a promise that nobody waits for is no verdict.
console.log = () => undefined;
process.on("unhandledRejection", () => undefined);
process.on("message", async (task: Task) => {
  try {
    await (task.fresh ? judgeFresh(task) : judgeAll(task));
    process.disconnect();
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
});

const load = async ({ folder, tests }: Task): Promise<readonly Block[]> => {
  const all: Block[] = [];
  for (const file of tests) {
    send({ kind: "alive" });
    all.push(...(await blocksOf(file, () => import(`${folder}/${file.replace(/\.ts$/, ".js")}`))));
  }
  return all;
};

async function judgeAll(task: Task): Promise<void> {
  const loading = new Set<number>();
  watch(loading);
  const blocks = await load(task);
  const bodies = new Map<Block, ReadonlySet<number>>();
  const known: KnownTest[] = [];
  const failing: string[] = [];
  const slow = new Set(task.slow);
  for (const block of blocks) {
    const body = new Set<number>();
    watch(body);
    const tests = await block.tests();
    bodies.set(block, body);
    for (const test of tests) {
      if (slow.has(nameOf(block, test))) continue;
      const ids = new Set<number>();
      watch(ids);
      send({ kind: "alive" });
      const started = workedMs();
      if (await fails(test)) failing.push(nameOf(block, test));
      else known.push({ block, test, ids, ms: workedMs() - started });
    }
  }
  watch(undefined);
  const usual = known.filter(({ ms }) => ms <= slowestMs).sort((one, other) => one.ms - other.ms);
  for (const { block, test, ms } of known) if (ms > slowestMs) slow.add(nameOf(block, test));
  send({ kind: "ready", tests: usual.length, all: known.length, failing, slow: [...slow] });
  if (failing.length > 0) return;
  for (const id of task.ids) {
    send({ kind: "begun", id });
    const verdict = await judge(id);
    if (verdict === "loading" || verdict === "leaked") send({ kind: "unsure", id });
    else send({ kind: "verdict", id, verdict });
    if (verdict === "leaked") return;
  }

  async function judge(id: number): Promise<Verdict | "loading" | "leaked"> {
    const running = usual.filter(({ ids }) => ids.has(id));
    const rebuilt = blocks.filter((block) => bodies.get(block)?.has(id));
    for (const { block, test } of running) {
      // Says that it goes on.
      send({ kind: "begun", id });
      switchOn(id, task.spareRuns);
      const failed = await fails(test);
      const how = ranOut() ? "time" : "test";
      switchOn(undefined);
      if (!failed) continue;
      // A test that fails without the mutant as well was spoilt by it, or by one before.
      if (await fails(test)) return "leaked";
      return { kind: "killed", by: nameOf(block, test), how };
    }
    for (const block of rebuilt) {
      switchOn(id, task.spareRuns);
      const by = await firstFailure(block, id, { ...task, slow: [...slow] });
      const how = ranOut() ? "time" : "test";
      switchOn(undefined);
      if (by !== undefined) return { kind: "killed", by, how };
    }
    if (loading.has(id)) return "loading";
    return { kind: running.length === 0 && rebuilt.length === 0 ? "unreached" : "survived" };
  }
}

async function judgeFresh(task: Task): Promise<void> {
  for (const id of task.ids) {
    switchOn(id, task.spareRuns);
    send({ kind: "begun", id });
    const by = await firstFailureOfAll(task, id);
    const how = ranOut() ? "time" : "test";
    send({ kind: "verdict", id, verdict: by === undefined ? { kind: "survived" } : { kind: "killed", by, how } });
  }
}

async function firstFailureOfAll(task: Task, id: number): Promise<string | undefined> {
  try {
    for (const block of await load(task)) {
      const by = await firstFailure(block, id, task);
      if (by !== undefined) return by;
    }
    return undefined;
  } catch (error) {
    return `loading: ${String(error).split("\n")[0]}`;
  }
}

async function firstFailure(
  block: Block,
  id: number,
  { slow, only = [], spareRuns, boundMs }: Pick<Task, "slow" | "only" | "spareRuns" | "boundMs">,
): Promise<string | undefined> {
  const isOfOnly = only.some((name) => name.startsWith(`${block.file}: `));
  const leftOut = (name: string): boolean => slow.includes(name) || (isOfOnly && !only.includes(name));
  const goesOn = (): void => send({ kind: "begun", id });
  try {
    goesOn();
    for (const test of await block.tests()) {
      if (leftOut(nameOf(block, test))) continue;
      if (boundMs !== undefined && workedMs() > boundMs) return undefined;
      goesOn();
      // What runs often in many tests goes on for ever in none.
      switchOn(id, spareRuns);
      if (await fails(test)) return nameOf(block, test);
    }
    return undefined;
  } catch {
    return `${block.file}: its suite`;
  }
}

async function fails(test: Test): Promise<boolean> {
  try {
    await test.run();
    return false;
  } catch {
    return true;
  }
}
