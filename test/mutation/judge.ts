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
}

/** From the judge. `unsure`: the mutant also runs while modules load, or spoils what tests share, so a fresh process has to judge it. */
export type Answer =
  | { readonly kind: "alive" }
  | { readonly kind: "ready"; readonly tests: number; readonly failing: readonly string[] }
  | { readonly kind: "begun" | "unsure"; readonly id: number }
  | { readonly kind: "verdict"; readonly id: number; readonly verdict: Verdict };

/** A test that takes longer judges nothing, or survivors would take most of an hour. */
const slowestMs = 1_000;

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
  for (const block of blocks) {
    const body = new Set<number>();
    watch(body);
    const tests = await block.tests();
    bodies.set(block, body);
    for (const test of tests) {
      const ids = new Set<number>();
      watch(ids);
      send({ kind: "alive" });
      const started = performance.now();
      if (await fails(test)) failing.push(`${block.file}: ${test.title}`);
      else known.push({ block, test, ids, ms: performance.now() - started });
    }
  }
  watch(undefined);
  const usual = known.filter(({ ms }) => ms <= slowestMs).sort((one, other) => one.ms - other.ms);
  send({ kind: "ready", tests: usual.length, failing });
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
      switchOn(id);
      const failed = await fails(test);
      const how = ranOut() ? "time" : "test";
      switchOn(undefined);
      if (!failed) continue;
      // A test that fails without the mutant as well was spoilt by it, or by one before.
      if (await fails(test)) return "leaked";
      return { kind: "killed", by: `${block.file}: ${test.title}`, how };
    }
    for (const block of rebuilt) {
      send({ kind: "begun", id });
      switchOn(id);
      const by = await firstFailure(block);
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
    switchOn(id);
    send({ kind: "begun", id });
    const by = await firstFailureOfAll(task, id);
    const how = ranOut() ? "time" : "test";
    send({ kind: "verdict", id, verdict: by === undefined ? { kind: "survived" } : { kind: "killed", by, how } });
  }
}

async function firstFailureOfAll(task: Task, id: number): Promise<string | undefined> {
  try {
    for (const block of await load(task)) {
      send({ kind: "begun", id });
      const by = await firstFailure(block);
      if (by !== undefined) return by;
    }
    return undefined;
  } catch (error) {
    return `loading: ${String(error).split("\n")[0]}`;
  }
}

async function firstFailure(block: Block): Promise<string | undefined> {
  try {
    for (const test of await block.tests()) if (await fails(test)) return `${block.file}: ${test.title}`;
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
