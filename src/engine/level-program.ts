import { type Frame, maybe, no, type Ternary, yes } from "./frame.ts";
import { hasElement } from "./has-element.ts";
import {
  atMost,
  atMostWhole,
  call,
  element,
  endsWith,
  equalNumber,
  equalText,
  equalWhole,
  holds,
  lengthShift,
  less,
  lessWhole,
  oneOf,
  operationMask,
  slotShift,
  startsWith,
  width,
} from "./level-operations.ts";

/**
 * Conditions as numbers in one array: what a decision tests lies side by side, and no function is called for a test. Closures
 * lie all over memory; with thousands of gates a decision would mostly wait for it.
 */
export interface ProgramPool {
  /** Each number, text and set once, whatever the number of gates. */
  readonly numbers: number[];
  readonly texts: string[];
  /** Of each text four numbers: its length, its first character, the one in its middle, its last. */
  readonly marks: number[];
  readonly sets: ReadonlySet<string>[];
  /** General tests: of what has no instruction, and for what a row cannot say. */
  readonly tests: ((frame: Frame) => Ternary)[];
  readonly indexOfNumber: Map<number, number>;
  readonly indexOfText: Map<string, number>;
  readonly indexOfSet: Map<string, number>;
  /** The blocks of all programs, and as much room again at most. */
  code: Int32Array;
  /** As in `Block`. */
  general: Int32Array;
  /** How much of both is taken. */
  size: number;
}

export const createPool = (): ProgramPool => ({
  // Never of integers alone, so that arrays of all policies are of one kind to the machine.
  numbers: [0.5],
  texts: [],
  marks: [],
  sets: [],
  tests: [],
  indexOfNumber: new Map(),
  indexOfText: new Map(),
  indexOfSet: new Map(),
  code: new Int32Array(64),
  general: new Int32Array(64),
  size: 0,
});

/** Instructions. */
export interface Block {
  readonly code: readonly number[];
  /** Where an instruction begins in `code`: its general test. Apart from it, because it is seldom asked for. */
  readonly general: readonly number[];
  /** Every conjunct is an instruction, and none only a general test. */
  readonly complete: boolean;
}

/** Blocks one after the other, each behind its head: where they stand in the code of the pool. */
export interface Program {
  readonly from: number;
  readonly end: number;
}

/** Adds a block behind its head. */
export function appendBlock(pool: ProgramPool, head: number, { code, general }: Block): void {
  const end = pool.size + 1 + code.length;
  if (end > pool.code.length) {
    pool.code = roomFor(pool.code, end);
    pool.general = roomFor(pool.general, end);
  }
  pool.code[pool.size] = head | (code.length << lengthShift);
  pool.code.set(code, pool.size + 1);
  pool.general.set(general, pool.size + 1);
  pool.size = end;
}

function roomFor(taken: Int32Array, size: number): Int32Array {
  const grown = new Int32Array(2 * size);
  grown.set(taken);
  return grown;
}

/** The `and` of the instructions from `from` to before `end`. */
export function runConjuncts(
  { code, general, numbers, texts, marks, sets, tests }: ProgramPool,
  from: number,
  end: number,
  frame: Frame,
): Ternary {
  const { row } = frame;
  let truth: Ternary = yes;
  for (let at = from; at < end; at += width) {
    const word = code[at] ?? 0;
    const instruction = word & operationMask;
    const found = row[word >>> slotShift];
    const constant = code[at + 1] ?? 0;
    // What a relation must not be.
    const refused = (instruction & 1) !== 0;
    switch (instruction >> 1) {
      case lessWhole:
        if (typeof found !== "number") break;
        if (found < constant === refused) return no;
        continue;
      case atMostWhole:
        if (typeof found !== "number") break;
        if (found <= constant === refused) return no;
        continue;
      case equalWhole:
        if (typeof found !== "number") break;
        if ((found === constant) === refused) return no;
        continue;
      case less:
        if (typeof found !== "number") break;
        if (found < (numbers[constant] ?? 0) === refused) return no;
        continue;
      case atMost:
        if (typeof found !== "number") break;
        if (found <= (numbers[constant] ?? 0) === refused) return no;
        continue;
      case equalNumber:
        if (typeof found !== "number") break;
        if ((found === (numbers[constant] ?? 0)) === refused) return no;
        continue;
      case equalText:
        if (typeof found !== "string") break;
        if (
          (found.length === marks[4 * constant] &&
            mayStandAt(marks, constant, found, 0) &&
            found === texts[constant]) === refused
        )
          return no;
        continue;
      case startsWith:
        if (typeof found !== "string") break;
        if ((mayStandAt(marks, constant, found, 0) && found.startsWith(texts[constant] ?? "")) === refused) return no;
        continue;
      case endsWith:
        if (typeof found !== "string") break;
        if (
          (mayStandAt(marks, constant, found, found.length - (marks[4 * constant] ?? 0)) &&
            found.endsWith(texts[constant] ?? "")) === refused
        )
          return no;
        continue;
      case oneOf:
        if (typeof found !== "string") break;
        if ((sets[constant]?.has(found) === true) === refused) return no;
        continue;
      case element:
        if (typeof found !== "object" || found === null) break;
        if (hasElement(found, texts[constant] ?? "") === refused) return no;
        continue;
      case holds:
        if (typeof found !== "boolean") break;
        if (found === refused) return no;
        continue;
      case call: {
        const one = tests[general[at] ?? 0]?.(frame) ?? maybe;
        if (one === no) return no;
        if (one === maybe) truth = maybe;
        continue;
      }
    }
    const one = found === null ? maybe : (tests[general[at] ?? 0]?.(frame) ?? maybe);
    if (one === no) return no;
    if (one === maybe) truth = maybe;
  }
  return truth;
}

/** May the text stand there? Asks for some of its characters: most others are told from it without comparing the whole. */
function mayStandAt(marks: readonly number[], constant: number, found: string, at: number): boolean {
  const length = marks[4 * constant] ?? 0;
  return (
    at >= 0 &&
    found.length - at >= length &&
    (length === 0 ||
      (found.charCodeAt(at + length - 1) === marks[4 * constant + 3] &&
        found.charCodeAt(at + (length >> 1)) === marks[4 * constant + 2] &&
        found.charCodeAt(at) === marks[4 * constant + 1]))
  );
}
