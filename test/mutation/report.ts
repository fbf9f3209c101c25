import type { Mutant, Verdict } from "./mutant.ts";

export interface Outcome {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  /** Of a survivor, where longer tests judged it a second time. */
  readonly second?: Verdict;
}

/** What became of them after both stages. */
const afterBoth = (outcomes: readonly Outcome[]): readonly Outcome[] =>
  outcomes.map(({ mutant, verdict, second }) => ({ mutant, verdict: second?.kind === "killed" ? second : verdict }));

/** The score of some mutants: of those that compile, how many a test kills. */
export function scoreOf(outcomes: readonly Outcome[]): { readonly killed: number; readonly of: number } {
  const counted = outcomes.filter(({ verdict }) => verdict.kind !== "no-program");
  return { killed: counted.filter(({ verdict }) => verdict.kind === "killed").length, of: counted.length };
}

/** Scores by operator and by file, then who survived. */
export function reportLines(first: readonly Outcome[]): readonly string[] {
  const outcomes = afterBoth(first);
  const table = (keyOf: (mutant: Mutant) => string): readonly string[] =>
    [...new Set(outcomes.map(({ mutant }) => keyOf(mutant)))]
      .sort()
      .map((key) => `  ${scoreText(outcomes.filter(({ mutant }) => keyOf(mutant) === key))}  ${key}`);
  const survivors = outcomes.filter(({ verdict }) => verdict.kind === "survived" || verdict.kind === "unreached");
  const refused = outcomes.length - scoreOf(outcomes).of;
  return [
    "by operator:",
    ...table(({ operator }) => operator),
    "by file:",
    ...table(({ file }) => file),
    `survivors: ${survivors.length}`,
    ...survivors.map(
      ({ mutant, verdict }) => `  ${describeMutant(mutant)}${verdict.kind === "unreached" ? " (no test runs it)" : ""}`,
    ),
    ...(first.some(({ second }) => second !== undefined)
      ? [`score of the first stage: ${scoreText(first).trim()}`]
      : []),
    `score: ${scoreText(outcomes).trim()}; ${refused} more do not compile and count for nothing`,
  ];
}

/** A mutant in one line: place, operator, before and after. */
export function describeMutant({ file, line, column, operator, before, after }: Mutant): string {
  const short = (text: string): string => {
    const one = text.replace(/\s+/g, " ");
    return one.length <= 90 ? one : `${one.slice(0, 60)} … ${one.slice(-25)}`;
  };
  return `${file}:${line}:${column} ${operator}: ${short(before)} → ${after === "" ? "left out" : short(after)}`;
}

function scoreText(outcomes: readonly Outcome[]): string {
  const { killed, of } = scoreOf(outcomes);
  const percent = of === 0 ? "–" : `${((100 * killed) / of).toFixed(1)} %`;
  return `${percent.padStart(7)} ${`${killed}/${of}`.padStart(9)}`;
}
