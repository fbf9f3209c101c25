// What the scripts of this folder share: medians of interleaved runs.

export const median = (values) => [...values].sort((left, right) => left - right)[values.length >> 1];

/** Runs every case once a round, so that whatever else the machine does meets all of them; the first rounds only warm up. */
export function interleaved(cases, { rounds = 15, warmup = 3 } = {}) {
  const times = new Map(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round < rounds + warmup; round += 1) {
    for (const [name, run] of Object.entries(cases)) {
      const start = process.hrtime.bigint();
      run();
      const ms = Number(process.hrtime.bigint() - start) / 1e6;
      if (round >= warmup) times.get(name).push(ms);
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)]));
}

export function print(name, ratio, limit, unit = "x") {
  const verdict = limit === undefined ? "" : ` (at most ${limit}: ${ratio <= limit ? "met" : "missed"})`;
  console.log(`${name}: ${ratio.toFixed(2)}${unit}${verdict}`);
}

/** How many of each; refuses a mix in which one verdict is more than nine tenths. */
export function mixOf(levels) {
  const mix = {};
  for (const level of levels) mix[level] = (mix[level] ?? 0) + 1;
  const most = Math.max(...Object.values(mix));
  if (levels.length === 0 || most > 0.9 * levels.length) throw new Error(`a trivial workload: ${JSON.stringify(mix)}`);
  return mix;
}

/** A small seeded generator (mulberry32), so that every run has the same workload. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  return { next, below, pick: (items) => items[below(items.length)], chance: (share) => next() < share };
}
