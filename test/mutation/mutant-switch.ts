let on: number | undefined;
let spare = 0;
let seen: Set<number> | undefined;

/** What the sources with mutants call at every place of one. */
export function isMutantOn(id: number): boolean {
  seen?.add(id);
  if (id !== on) return false;
  spare -= 1;
  if (spare < 0) throw new Error("the mutant goes on for ever");
  return true;
}

/** One mutant is on from now, or none; it goes on for ever when its place runs more often than that. */
export function switchOn(id: number | undefined, spareRuns = 2_000_000): void {
  on = id;
  spare = spareRuns;
}

export const ranOut = (): boolean => spare < 0;

/** The ids of the mutants whose places run from now on are put into the set. */
export function watch(into: Set<number> | undefined): void {
  seen = into;
}
