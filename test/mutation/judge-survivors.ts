import type { Verdict } from "./mutant.ts";
import { runJudge } from "./run-judge.ts";

/** These tests are long; a mutant that runs so often in one of them goes on for ever. */
const spareRuns = 50_000_000;
/** For how long a process works over one mutant. What is not killed by then survives. */
const boundMs = 240_000;

/** The second stage: judges mutants one after another while others are still found to survive the first. */
export interface SurvivorJudge {
  /** `slow`: tests that are judged by as well, each the name that its file begins. */
  readonly add: (id: number, slow: readonly string[]) => void;
  /** All verdicts, when all that were added have one. */
  readonly done: () => Promise<ReadonlyMap<number, Verdict>>;
}

/**
 * Judges survivors by tests that take too long for every mutant, each in a process of its own. Killed is only what a test tells, never
 * what ends the process or takes too long. First the tests run without a mutant; throws, as `done` does, when one fails.
 */
export function judgeSurvivors(
  folder: string,
  tests: readonly string[],
  tell: (id: number, verdict: Verdict) => void,
): SurvivorJudge {
  const verdicts = new Map<number, Verdict>();
  const task = { folder, tests, slow: [], spareRuns } as const;
  let queue = pass();
  // Who asks for all is told.
  queue.catch(() => undefined);
  async function pass(): Promise<void> {
    await runJudge({ ...task, ids: [], fresh: false }, (answer) => {
      if (answer.kind !== "ready") return;
      if (answer.failing.length > 0) throw new Error(`tests fail without any mutant:\n${answer.failing.join("\n")}`);
      console.log(`${answer.all} tests of the second stage pass without a mutant`);
    });
  }
  const judge = async (id: number, slow: readonly string[]): Promise<void> => {
    const files = slow.map((name) => name.slice(0, name.indexOf(": ")));
    const all = [...new Set([...files, ...tests])];
    let verdict: Verdict = { kind: "survived" };
    await runJudge({ ...task, tests: all, only: slow, ids: [id], fresh: true, boundMs }, (answer) => {
      if (answer.kind === "verdict") verdict = answer.verdict;
    });
    verdicts.set(id, verdict);
    tell(id, verdict);
  };
  return {
    add: (id, slow) => {
      queue = queue.then(() => judge(id, slow));
      queue.catch(() => undefined);
    },
    done: async () => {
      await queue;
      return verdicts;
    },
  };
}
