import type { CodePointRange } from "./code-points.ts";

/** One state of the automaton: reads one code point, goes on in two states without reading, or is the end. */
export type PatternState =
  | { readonly kind: "read"; readonly ranges: readonly CodePointRange[]; readonly next: number }
  | { readonly kind: "fork"; readonly next: readonly number[] }
  | { readonly kind: "end" };

/** How many sets of states are remembered; beyond it the memory is dropped and filled anew. */
const maxRemembered = 500;

/** The states that can be reached together, and where each kind of character leads from there. */
interface StateSet {
  readonly reading: readonly number[];
  readonly accepts: boolean;
  readonly after: Map<number, StateSet>;
}

/**
 * Runs the automaton by sets of states. Sets and the steps between them are remembered, so most characters cost one
 * lookup; what is remembered changes the time only, never the answer.
 */
export function lazyAutomaton(states: readonly PatternState[], start: number): (text: string) => boolean {
  const kindOf = characterKinds(states);
  let remembered = new Map<string, StateSet>();

  const remember = (entries: readonly number[]): StateSet => {
    const { reading, accepts } = closure(states, entries);
    const key = `${accepts ? "+" : "-"}${reading.join(",")}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const set: StateSet = { reading, accepts, after: new Map() };
    if (remembered.size >= maxRemembered) remembered = new Map();
    remembered.set(key, set);
    return set;
  };
  const step = (set: StateSet, codePoint: number, kind: number): StateSet => {
    const known = set.after.get(kind);
    if (known !== undefined) return known;
    const next: number[] = [];
    for (const index of set.reading) {
      const state = states[index];
      if (state?.kind === "read" && includes(state.ranges, codePoint)) next.push(state.next);
    }
    const after = remember(next);
    set.after.set(kind, after);
    return after;
  };

  return (text) => {
    let set = remember([start]);
    for (let at = 0; at < text.length; at += 1) {
      if (set.reading.length === 0) return false;
      const codePoint = text.codePointAt(at) ?? 0;
      if (codePoint > 0xffff) at += 1;
      set = step(set, codePoint, kindOf(codePoint));
    }
    return set.accepts;
  };
}

function closure(
  states: readonly PatternState[],
  entries: readonly number[],
): { readonly reading: readonly number[]; readonly accepts: boolean } {
  const seen = new Set<number>(entries);
  const reading: number[] = [];
  let accepts = false;
  // A set can be walked while it grows: what is added is still visited.
  for (const index of seen) {
    const state = states[index];
    if (state?.kind === "read") reading.push(index);
    else if (state?.kind === "end") accepts = true;
    else for (const next of state?.next ?? []) seen.add(next);
  }
  return { reading: reading.sort((left, right) => left - right), accepts };
}

const includes = (ranges: readonly CodePointRange[], codePoint: number): boolean =>
  ranges.some(([first, last]) => first <= codePoint && codePoint <= last);

/** Numbers the stretches of code points that no state tells apart. */
function characterKinds(states: readonly PatternState[]): (codePoint: number) => number {
  const starts = new Set<number>([0]);
  for (const state of states) {
    if (state.kind !== "read") continue;
    for (const [first, last] of state.ranges) starts.add(first).add(last + 1);
  }
  const sorted = [...starts].sort((left, right) => left - right);
  return (codePoint) => {
    let low = 0;
    let high = sorted.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((sorted[middle] ?? 0) <= codePoint) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}
