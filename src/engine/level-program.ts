import type { Condition, Operand } from "../ast/condition.ts";
import { parseDecimal } from "../value/decimal.ts";
import { decimalImage } from "../value/decimal-image.ts";
import { type Frame, maybe, no, type Ternary, yes } from "./frame.ts";
import { hasElement } from "./has-element.ts";
import type { SlotFinder } from "./slots.ts";
import { testCost } from "./test-cost.ts";

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
});

// An instruction is two numbers: the slot and the operation (times two, plus one for its `not`), and the constant.
const width = 2;
const slotShift = 5;
const operationMask = 31;
const call = 0;
const less = 1;
const atMost = 2;
const equalNumber = 3;
const equalText = 4;
const oneOf = 5;
const startsWith = 6;
const endsWith = 7;
const element = 8;
const holds = 9;

/** The tests whose `and` a condition is, as its compiled form has them. */
export interface Conjunct {
  readonly condition: Condition<unknown>;
  readonly test: (frame: Frame) => Ternary;
}

/** Instructions. */
export interface Block {
  readonly code: readonly number[];
  /** Where an instruction begins in `code`: its general test. Apart from it, because it is seldom asked for. */
  readonly general: readonly number[];
  /** Every conjunct is an instruction, and none only a general test. */
  readonly complete: boolean;
}

/** The `and` of the conjuncts. */
export function encodeConjuncts(conjuncts: readonly Conjunct[], pool: ProgramPool, slots: SlotFinder): Block {
  const instructions = conjuncts.map(({ condition, test }) => {
    const negated = condition.kind === "not";
    const encoded = encode(negated ? condition.operand : condition, pool, slots) ?? generally;
    const operation = 2 * encoded.operation + (negated !== encoded.opposite ? 1 : 0);
    return {
      operation: encoded.operation,
      cost: testCost(condition, slots),
      code: [(encoded.slot << slotShift) | operation, encoded.constant],
      general: [pool.tests.push(test) - 1, 0],
    };
  });
  // An `and` is the same in any order, so the cheapest comes first.
  instructions.sort((left, right) => left.cost - right.cost);
  return {
    code: instructions.flatMap(({ code }) => code),
    general: instructions.flatMap(({ general }) => general),
    complete: instructions.every(({ operation }) => operation !== call),
  };
}

/** Blocks one after the other, with other numbers between them. */
export interface Program {
  readonly code: Int32Array;
  /** As in `Block`. */
  readonly general: Int32Array;
}

/** The `and` of the instructions from `from` to before `end`. */
export function runConjuncts(
  { numbers, texts, marks, sets, tests }: ProgramPool,
  { code, general }: Program,
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
        if ((found === texts[constant]) === refused) return no;
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

const generally: Encoded = { operation: call, slot: 0, constant: 0, opposite: false };

interface Encoded {
  readonly operation: number;
  readonly slot: number;
  readonly constant: number;
  /** The operation says the contrary: `>=` is not `<`. */
  readonly opposite: boolean;
}

function encode(relation: Condition<unknown>, pool: ProgramPool, slots: SlotFinder): Encoded | undefined {
  switch (relation.kind) {
    case "compare": {
      const slot = slots(relation.left);
      if (slot === undefined || relation.right.kind !== "literal") return undefined;
      const { literal } = relation.right;
      if (literal.kind === "text" && relation.operator === "==") {
        return { operation: equalText, slot, constant: textIndex(pool, literal.text), opposite: false };
      }
      const decimal = literal.kind === "number" ? parseDecimal(literal.digits) : undefined;
      const image = decimal === undefined ? undefined : decimalImage(decimal);
      if (image === undefined) return undefined;
      const constant = indexIn(pool.numbers, pool.indexOfNumber, image, image);
      switch (relation.operator) {
        case "==":
          return { operation: equalNumber, slot, constant, opposite: false };
        case "<":
          return { operation: less, slot, constant, opposite: false };
        case "<=":
          return { operation: atMost, slot, constant, opposite: false };
        case ">":
          return { operation: atMost, slot, constant, opposite: true };
        case ">=":
          return { operation: less, slot, constant, opposite: true };
      }
      return undefined;
    }
    case "one-of": {
      const slot = slots(relation.operand);
      const texts = literalTexts(relation.values);
      if (slot === undefined || texts === undefined) return undefined;
      const key = JSON.stringify([...texts].sort());
      return {
        operation: oneOf,
        slot,
        constant: indexIn(pool.sets, pool.indexOfSet, key, new Set(texts)),
        opposite: false,
      };
    }
    case "starts-with":
      return onText(startsWith, relation.operand, relation.text, pool, slots);
    case "ends-with":
      return onText(endsWith, relation.operand, relation.text, pool, slots);
    case "contains": {
      const texts = literalTexts(relation.values);
      const [only] = texts ?? [];
      if (relation.mode !== "element" || texts?.length !== 1 || only === undefined) return undefined;
      return onText(element, relation.operand, only, pool, slots);
    }
    case "holds": {
      const slot = slots(relation.operand);
      return slot === undefined ? undefined : { operation: holds, slot, constant: 0, opposite: false };
    }
    default:
      return undefined;
  }
}

function onText(
  operation: number,
  operand: Operand<unknown>,
  text: string,
  pool: ProgramPool,
  slots: SlotFinder,
): Encoded | undefined {
  const slot = slots(operand);
  return slot === undefined ? undefined : { operation, slot, constant: textIndex(pool, text), opposite: false };
}

function textIndex(pool: ProgramPool, text: string): number {
  const index = indexIn(pool.texts, pool.indexOfText, text, text);
  if (pool.marks.length === 4 * index) {
    const { length } = text;
    const marks = length === 0 ? [0, 0, 0] : [0, length >> 1, length - 1].map((place) => text.charCodeAt(place));
    pool.marks.push(length, ...marks);
  }
  return index;
}

function indexIn<K, V>(items: V[], indexes: Map<K, number>, key: K, item: V): number {
  const known = indexes.get(key);
  if (known !== undefined) return known;
  const index = items.push(item) - 1;
  indexes.set(key, index);
  return index;
}

function literalTexts(values: readonly Operand<unknown>[]): readonly string[] | undefined {
  const texts: string[] = [];
  for (const value of values) {
    if (value.kind !== "literal" || value.literal.kind !== "text") return undefined;
    texts.push(value.literal.text);
  }
  return texts.length === 0 ? undefined : texts;
}
