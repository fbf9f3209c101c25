import { assertNever } from "../source/assert-never.ts";
import { lazyAutomaton, type PatternState } from "./pattern-automaton.ts";
import type { PatternError } from "./pattern-reader.ts";
import { parsePattern } from "./pattern-syntax.ts";
import type { PatternNode } from "./pattern-tree.ts";

export type CompiledPattern =
  | { readonly ok: true; readonly states: number; readonly matches: (text: string) => boolean }
  | ({ readonly ok: false } & PatternError);

const maxStates = 2_000;

/**
 * Compiles a pattern (`parsePattern` says which) to a test of whole texts, by code points. The test takes time linear in
 * the text whatever both hold: Thompson's construction, no backtracking. A pattern of more than 2,000 states is refused.
 */
export function compilePattern(source: string): CompiledPattern {
  const parsed = parsePattern(source);
  if (!parsed.ok) return parsed;
  const size = countStates(parsed.node) + 1;
  if (size > maxStates) {
    return {
      ok: false,
      message: `the pattern needs ${size} states, more than ${maxStates}; lower its counts`,
      offset: 0,
    };
  }
  const states: PatternState[] = [{ kind: "end" }];
  const start = build(parsed.node, 0, states);
  return { ok: true, states: size, matches: lazyAutomaton(states, start) };
}

/** Counted before building, because counts multiply: `((a{1000}){1000}){1000}` is short to write. */
function countStates(node: PatternNode): number {
  switch (node.kind) {
    case "class":
      return 1;
    case "sequence":
      return node.items.reduce((sum, item) => sum + countStates(item), 0);
    case "choice":
      return node.options.reduce((sum, option) => sum + countStates(option), 1);
    case "repeat":
      return (
        countStates(node.item) * Math.max(node.min, node.max ?? node.min + 1) + (node.max ?? node.min + 1) - node.min
      );
    default:
      return assertNever(node);
  }
}

/** Adds the states of a node in front of the state `next` and returns the one to enter by. */
function build(node: PatternNode, next: number, states: PatternState[]): number {
  switch (node.kind) {
    case "class":
      return states.push({ kind: "read", ranges: node.ranges, next }) - 1;
    case "sequence":
      return node.items.reduceRight((after, item) => build(item, after, states), next);
    case "choice": {
      const options = node.options.map((option) => build(option, next, states));
      return states.push({ kind: "fork", next: options }) - 1;
    }
    case "repeat": {
      let entry = next;
      if (node.max === undefined) {
        entry = states.push({ kind: "fork", next: [next] }) - 1;
        states[entry] = { kind: "fork", next: [build(node.item, entry, states), next] };
      }
      for (let count = node.min; count < (node.max ?? node.min); count += 1) {
        entry = states.push({ kind: "fork", next: [build(node.item, entry, states), next] }) - 1;
      }
      for (let count = 0; count < node.min; count += 1) {
        const before = entry;
        entry = build(node.item, before, states);
        // An item without states costs nothing in the count, so its repetitions must cost nothing here.
        if (entry === before) break;
      }
      return entry;
    }
    default:
      return assertNever(node);
  }
}
