import type { Condition, Operand } from "../ast/condition.ts";
import { parseDecimal } from "../value/decimal.ts";
import { decimalImage } from "../value/decimal-image.ts";
import { type Frame, maybe, no, type Ternary, yes } from "./frame.ts";
import type { SlotFinder } from "./slots.ts";

/**
 * Conditions as numbers in one array: what a decision tests lies side by side, and no function is called for a test. Closures
 * lie all over memory; with thousands of gates a decision would mostly wait for it.
 */
export interface ProgramPool {
  /** Each number, text and set once, whatever the number of gates. */
  readonly numbers: number[];
  readonly texts: string[];
  readonly sets: ReadonlySet<string>[];
  /** General tests: of what has no instruction, and for what a row cannot say. */
  readonly tests: ((frame: Frame) => Ternary)[];
  readonly indexOfNumber: Map<number, number>;
  readonly indexOfText: Map<string, number>;
  readonly indexOfSet: Map<string, number>;
}

export const createPool = (): ProgramPool => ({
  numbers: [],
  texts: [],
  sets: [],
  tests: [],
  indexOfNumber: new Map(),
  indexOfText: new Map(),
  indexOfSet: new Map(),
});

// An instruction is four numbers: operation (times two, plus one for its `not`), slot, constant, general test.
const width = 4;
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

/** Appends the `and` of the conjuncts. */
export function appendConjuncts(
  code: number[],
  pool: ProgramPool,
  conjuncts: readonly Conjunct[],
  slots: SlotFinder,
): void {
  for (const { condition, test } of conjuncts) {
    const negated = condition.kind === "not";
    const relation = negated ? condition.operand : condition;
    const encoded = encode(relation, pool, slots);
    const general = pool.tests.push(test) - 1;
    if (encoded === undefined) code.push(2 * call, 0, 0, general);
    else
      code.push(
        2 * encoded.operation + (negated !== encoded.opposite ? 1 : 0),
        encoded.slot,
        encoded.constant,
        general,
      );
  }
}

/** The `and` of the instructions from `from` to before `end`. */
export function runConjuncts(
  { numbers, texts, sets, tests }: ProgramPool,
  code: Int32Array,
  from: number,
  end: number,
  frame: Frame,
): Ternary {
  const { row } = frame;
  let truth: Ternary = yes;
  for (let at = from; at < end; at += width) {
    const instruction = code[at] ?? 0;
    const found = row[code[at + 1] ?? 0];
    const constant = code[at + 2] ?? 0;
    let known = false;
    let is = false;
    if (typeof found === "number") {
      const number = numbers[constant] ?? 0;
      switch (instruction >> 1) {
        case less:
          is = found < number;
          known = true;
          break;
        case atMost:
          is = found <= number;
          known = true;
          break;
        case equalNumber:
          is = found === number;
          known = true;
          break;
      }
    } else if (typeof found === "string") {
      switch (instruction >> 1) {
        case equalText:
          is = found === texts[constant];
          known = true;
          break;
        case oneOf:
          is = sets[constant]?.has(found) === true;
          known = true;
          break;
        case startsWith:
          is = found.startsWith(texts[constant] ?? "");
          known = true;
          break;
        case endsWith:
          is = found.endsWith(texts[constant] ?? "");
          known = true;
          break;
      }
    } else if (typeof found === "object" && found !== null) {
      if (instruction >> 1 === element) {
        is = found.includes(texts[constant] ?? "");
        known = true;
      }
    } else if (typeof found === "boolean" && instruction >> 1 === holds) {
      is = found;
      known = true;
    }
    let one: Ternary;
    if (known) one = is === ((instruction & 1) === 0) ? yes : no;
    else if (found === null && instruction >> 1 !== call) one = maybe;
    else one = tests[code[at + 3] ?? 0]?.(frame) ?? maybe;
    if (one === no) return no;
    if (one === maybe) truth = maybe;
  }
  return truth;
}

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

const textIndex = (pool: ProgramPool, text: string): number => indexIn(pool.texts, pool.indexOfText, text, text);

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
