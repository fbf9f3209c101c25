import { type ChildProcess, fork } from "node:child_process";
import type { Answer, Task } from "./judge.ts";

/**
 * For how many ticks a process may be silent, which speaks before each test. Ticks and not the time of day: who stops this process and
 * its child for a while must not make a mutant look endless.
 */
const patience = 120;
/** The same before it judges: some suites work for long before their first test. */
const loadingPatience = 900;
const tickMs = 1_000;

/** A mutant over which the process ended, by itself or for being silent for too long. */
export interface LostMutant {
  readonly id: number;
  readonly how: "time" | "crash";
}

/** One process that judges, until it ends or takes too long over a mutant. Rejects when it ends badly without any, or `hear` throws. */
export function runJudge(task: Task, hear: (answer: Answer) => void): Promise<LostMutant | undefined> {
  return new Promise((resolve, reject) => {
    let current: number | undefined;
    let how: LostMutant["how"] = "crash";
    const child: ChildProcess = fork(`${task.folder}/test/mutation/judge.js`, {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      execArgv: ["--max-old-space-size=2048"],
    });
    let left = loadingPatience;
    const ticking = setInterval(() => {
      left -= 1;
      if (left > 0) return;
      how = "time";
      child.kill("SIGKILL");
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
      if (current === undefined && code !== 0)
        reject(new Error(`the tests end with ${code ?? how} without any mutant`));
      resolve(current === undefined ? undefined : { id: current, how });
    });
    child.send(task);
  });
}
