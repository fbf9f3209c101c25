import type { Condition, Operand } from "../ast/condition.ts";
import { parseDecimal } from "../value/decimal.ts";
import { decimalImage } from "../value/decimal-image.ts";
import type { Frame, Ternary } from "./frame.ts";
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
  less,
  lessWhole,
  oneOf,
  slotShift,
  startsWith,
} from "./level-operations.ts";
import type { Block, ProgramPool } from "./level-program.ts";
import { literalTexts } from "./literal-texts.ts";
import type { SlotFinder } from "./slots.ts";
import { testCost } from "./test-cost.ts";

/** The tests whose `and` a condition is, as its compiled form has them. */
export interface Conjunct {
  readonly condition: Condition<unknown>;
  readonly test: (frame: Frame) => Ternary;
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
      // An integer of 32 bits stands in the instruction itself.
      const whole = (image | 0) === image;
      const constant = whole ? image : indexIn(pool.numbers, pool.indexOfNumber, image, image);
      switch (relation.operator) {
        case "==":
          return { operation: whole ? equalWhole : equalNumber, slot, constant, opposite: false };
        case "<":
          return { operation: whole ? lessWhole : less, slot, constant, opposite: false };
        case "<=":
          return { operation: whole ? atMostWhole : atMost, slot, constant, opposite: false };
        case ">":
          return { operation: whole ? atMostWhole : atMost, slot, constant, opposite: true };
        case ">=":
          return { operation: whole ? lessWhole : less, slot, constant, opposite: true };
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
  const index = indexIn(pool.texts, pool.indexOfText, text, asKey(text));
  if (pool.marks.length === 4 * index) {
    const { length } = text;
    const marks = length === 0 ? [0, 0, 0] : [0, length >> 1, length - 1].map((place) => text.charCodeAt(place));
    pool.marks.push(length, ...marks);
  }
  return index;
}

/** The same text as property names are kept: of those there is one each, in one piece, which is compared the fastest. */
const asKey = (text: string): string => Object.keys({ [text]: true })[0] ?? text;

function indexIn<K, V>(items: V[], indexes: Map<K, number>, key: K, item: V): number {
  const known = indexes.get(key);
  if (known !== undefined) return known;
  const index = items.push(item) - 1;
  indexes.set(key, index);
  return index;
}
