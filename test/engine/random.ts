/** A seeded source of choices (mulberry32), so that every run of the generated tests is the same run. */
export interface Random {
  readonly below: (bound: number) => number;
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** Each item by itself, with this chance; at least one. */
  readonly some: <T>(items: readonly T[], percent: number) => readonly T[];
  readonly shuffle: <T>(items: readonly T[]) => readonly T[];
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  const chance = (percent: number): boolean => next() * 100 < percent;
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  };
  const some = <T>(items: readonly T[], percent: number): readonly T[] => {
    const chosen = items.filter(() => chance(percent));
    return chosen.length === 0 ? [pick(items)] : chosen;
  };
  const shuffle = <T>(items: readonly T[]): readonly T[] => {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = below(last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  };
  return { below, chance, pick, some, shuffle };
}
