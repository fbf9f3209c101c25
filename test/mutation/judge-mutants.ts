import { type ChildProcess, fork } from "node:child_process";
import type { Answer, Task } from "./judge.ts";
import type { Verdict } from "./mutant.ts";

/**
 * For how many ticks a process may be silent, which speaks before each test. Ticks and not the time of day: who stops this process and
 * its child for a while must not make a mutant look endless.
 */
const patience = 120;
/** The same before it judges: some suites work for long before their first test. */
const loadingPatience = 900;
const tickMs = 1_000;

export interface Judged {
  readonly verdicts: ReadonlyMap<number, Verdict>;
  readonly tests: number;
  readonly ms: number;
}

/** Judges mutants by tests that `bundleTests` made; tells of each verdict as it comes. Throws when a test fails without a mutant. */
export async function judgeMutants(
  folder: string,
  tests: readonly string[],
  ids: readonly number[],
  tell: (id: number, verdict: Verdict) => void,
): Promise<Judged> {
  const verdicts = new Map<number, Verdict>();
  const started = performance.now();
  const settle = (id: number, verdict: Verdict): void => {
    verdicts.set(id, verdict);
    tell(id, verdict);
  };
  let known = 0;
  let slow: readonly string[] = [];
  const later: number[] = [];
  for (let left = ids; left.length > 0; left = left.filter((id) => !verdicts.has(id) && !later.includes(id))) {
    await run({ folder, tests, ids: left, fresh: false, slow }, (answer) => {
      if (answer.kind === "ready") {
        if (answer.failing.length > 0) throw new Error(`tests fail without any mutant:\n${answer.failing.join("\n")}`);
        known = answer.tests;
        slow = answer.slow;
        console.log(`${known} tests pass without a mutant`);
      }
      if (answer.kind === "verdict") settle(answer.id, answer.verdict);
      if (answer.kind === "unsure") later.push(answer.id);
    });
  }
  for (const id of later)
    await run({ folder, tests, ids: [id], fresh: true, slow }, (answer) => {
      if (answer.kind === "verdict") settle(answer.id, answer.verdict);
    });
  return { verdicts, tests: known, ms: performance.now() - started };

  /** One process, until it ends or takes too long over a mutant, which is then killed. */
  function run(task: Task, hear: (answer: Answer) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      let current: number | undefined;
      let how: "time" | "crash" = "crash";
      const child: ChildProcess = fork(`${folder}/test/mutation/judge.js`, {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        execArgv: ["--max-old-space-size=2048"],
      });
      const giveUp = (): void => {
        how = "time";
        child.kill("SIGKILL");
      };
      let left = loadingPatience;
      const ticking = setInterval(() => {
        left -= 1;
        if (left <= 0) giveUp();
      }, tickMs);
      child.on("message", (answer: Answer) => {
        if (answer.kind === "begun") current = answer.id;
        if (answer.kind === "verdict" || answer.kind === "unsure") current = undefined;
        left = current === undefined ? loadingPatience : patience;
        try {
          hear(answer);
        } catch (error) {
          child.kill("SIGKILL");
          reject(error as Error);
        }
      });
      child.on("error", reject);
      child.on("close", (code) => {
        clearInterval(ticking);
        if (current !== undefined) settle(current, { kind: "killed", by: how, how });
        else if (code !== 0) reject(new Error(`the tests end with ${code ?? how} without any mutant`));
        resolve();
      });
      child.send(task);
    });
  }
}
