import type { Answer, Task } from "./judge.ts";
import type { Verdict } from "./mutant.ts";
import { runJudge } from "./run-judge.ts";

/** A mutant that runs so often in one test goes on for ever. */
const spareRuns = 2_000_000;

export interface Judged {
  readonly verdicts: ReadonlyMap<number, Verdict>;
  readonly tests: number;
  readonly ms: number;
}

/** Judges mutants by tests that `bundleTests` made; tells of each verdict as it comes, and which tests were too
 * slow to judge it. Throws when a test fails without a mutant. */
export async function judgeMutants(
  folder: string,
  tests: readonly string[],
  ids: readonly number[],
  tell: (id: number, verdict: Verdict, slow: readonly string[]) => void,
): Promise<Judged> {
  const verdicts = new Map<number, Verdict>();
  const started = performance.now();
  const settle = (id: number, verdict: Verdict): void => {
    verdicts.set(id, verdict);
    tell(id, verdict, slow);
  };
  let known = 0;
  let slow: readonly string[] = [];
  const later: number[] = [];
  for (let left = ids; left.length > 0; left = left.filter((id) => !verdicts.has(id) && !later.includes(id))) {
    await run({ folder, tests, ids: left, fresh: false, slow, spareRuns }, (answer) => {
      if (answer.kind === "ready") {
        if (answer.failing.length > 0) throw new Error(`tests fail without any mutant:\n${answer.failing.join("\n")}`);
        known = answer.tests;
        slow = answer.slow;
        console.log(`${known} tests pass without a mutant, and ${slow.length} that take too long to judge every one`);
      }
      if (answer.kind === "unsure") later.push(answer.id);
    });
  }
  for (const id of later) await run({ folder, tests, ids: [id], fresh: true, slow, spareRuns }, () => undefined);
  return { verdicts, tests: known, ms: performance.now() - started };

  /** One process; the mutant over which it ends is killed. */
  async function run(task: Task, hear: (answer: Answer) => void): Promise<void> {
    const lost = await runJudge(task, (answer) => {
      hear(answer);
      if (answer.kind === "verdict") settle(answer.id, answer.verdict);
    });
    if (lost !== undefined) settle(lost.id, { kind: "killed", by: lost.how, how: lost.how });
  }
}
