import type { Condition, Literal, Operand } from "../ast/condition.ts";
import type { Slot } from "../event/row.ts";
import { parseDecimal } from "../value/decimal.ts";
import { decimalImage } from "../value/decimal-image.ts";
import { compilePattern } from "../value/pattern.ts";
import { type Frame, maybe, no, type Ternary, yes } from "./frame.ts";
import { literalTexts } from "./literal-texts.ts";
import type { SlotFinder } from "./slots.ts";

type Test = (frame: Frame) => Ternary;

/**
 * The test of a relation between a slot of the event's row and literals, in one closure; `negated` is the test of its `not`.
 * What the row cannot say is asked of `slow`, the general test of the same. Undefined where the relation is no such one.
 */
export function compileSlotTest(
  condition: Condition<unknown>,
  slots: SlotFinder,
  slow: Test,
  negated: boolean,
): Test | undefined {
  const whenTrue: Ternary = negated ? no : yes;
  const whenFalse: Ternary = negated ? yes : no;
  switch (condition.kind) {
    case "compare":
      return compareTest(condition, slots, slow, whenTrue, whenFalse);
    case "one-of": {
      const slot = slots(condition.operand);
      const texts = literalTexts(condition.values);
      if (slot === undefined || texts === undefined) return undefined;
      const wanted = new Set(texts);
      return (frame) => {
        const found = frame.row[slot];
        if (typeof found === "string") return wanted.has(found) ? whenTrue : whenFalse;
        return found === null ? maybe : slow(frame);
      };
    }
    case "contains":
      return containsTest(condition, slots, slow, whenTrue, whenFalse);
    case "starts-with": {
      const { text } = condition;
      return textTest(condition.operand, slots, slow, whenTrue, whenFalse, (found) => found.startsWith(text));
    }
    case "ends-with": {
      const { text } = condition;
      return textTest(condition.operand, slots, slow, whenTrue, whenFalse, (found) => found.endsWith(text));
    }
    case "matches": {
      const pattern = compilePattern(condition.pattern);
      if (!pattern.ok) return undefined;
      return textTest(condition.operand, slots, slow, whenTrue, whenFalse, pattern.matches);
    }
    case "holds": {
      const slot = slots(condition.operand);
      if (slot === undefined) return undefined;
      return (frame) => {
        const found = frame.row[slot];
        if (typeof found === "boolean") return found ? whenTrue : whenFalse;
        return found === null ? maybe : slow(frame);
      };
    }
    default:
      return undefined;
  }
}

function textTest(
  operand: Operand<unknown>,
  slots: SlotFinder,
  slow: Test,
  whenTrue: Ternary,
  whenFalse: Ternary,
  holds: (text: string) => boolean,
): Test | undefined {
  const slot = slots(operand);
  if (slot === undefined) return undefined;
  return (frame) => {
    const found = frame.row[slot];
    if (typeof found === "string") return holds(found) ? whenTrue : whenFalse;
    return found === null ? maybe : slow(frame);
  };
}

type Compare = Extract<Condition<unknown>, { readonly kind: "compare" }>;

function compareTest(
  { operator, left, right }: Compare,
  slots: SlotFinder,
  slow: Test,
  whenTrue: Ternary,
  whenFalse: Ternary,
): Test | undefined {
  const slot = slots(left);
  if (slot === undefined || right.kind !== "literal") return undefined;
  const { literal } = right;
  if (operator === "==") {
    const wanted = plainLiteral(literal);
    if (wanted === undefined) return undefined;
    if (typeof wanted === "string") {
      return (frame) => {
        const found = frame.row[slot];
        if (typeof found === "string") return found === wanted ? whenTrue : whenFalse;
        return found === null ? maybe : slow(frame);
      };
    }
    if (typeof wanted === "number") {
      return (frame) => {
        const found = frame.row[slot];
        if (typeof found === "number") return found === wanted ? whenTrue : whenFalse;
        return found === null ? maybe : slow(frame);
      };
    }
    return (frame) => {
      const found = frame.row[slot];
      if (typeof found === "boolean") return found === wanted ? whenTrue : whenFalse;
      return found === null ? maybe : slow(frame);
    };
  }
  const limit = literal.kind === "number" ? imageOf(literal.digits) : undefined;
  if (limit === undefined) return undefined;
  // One closure an operator, so that each has its own code.
  switch (operator) {
    case "<":
      return (frame) => {
        const found = frame.row[slot];
        if (typeof found === "number") return found < limit ? whenTrue : whenFalse;
        return found === null ? maybe : slow(frame);
      };
    case "<=":
      return (frame) => {
        const found = frame.row[slot];
        if (typeof found === "number") return found <= limit ? whenTrue : whenFalse;
        return found === null ? maybe : slow(frame);
      };
    case ">":
      return (frame) => {
        const found = frame.row[slot];
        if (typeof found === "number") return found > limit ? whenTrue : whenFalse;
        return found === null ? maybe : slow(frame);
      };
    case ">=":
      return (frame) => {
        const found = frame.row[slot];
        if (typeof found === "number") return found >= limit ? whenTrue : whenFalse;
        return found === null ? maybe : slow(frame);
      };
  }
}

type Contains = Extract<Condition<unknown>, { readonly kind: "contains" }>;

function containsTest(
  { mode, quantity, operand, values }: Contains,
  slots: SlotFinder,
  slow: Test,
  whenTrue: Ternary,
  whenFalse: Ternary,
): Test | undefined {
  const slot = slots(operand);
  const texts = literalTexts(values);
  const [only] = texts ?? [];
  if (slot === undefined || texts === undefined || only === undefined) return undefined;
  if (mode !== "element" && mode !== "substring") return undefined;
  const one = mode === "element" ? hasElement : hasSubstring;
  if (texts.length === 1) {
    return (frame) => {
      const found = frame.row[slot];
      const has = one(found, only);
      if (has !== undefined) return has ? whenTrue : whenFalse;
      return found === null ? maybe : slow(frame);
    };
  }
  const settling = quantity === "any";
  return (frame) => {
    const found = frame.row[slot];
    for (const text of texts) {
      const has = one(found, text);
      if (has === undefined) return found === null ? maybe : slow(frame);
      if (has === settling) return has ? whenTrue : whenFalse;
    }
    return settling ? whenFalse : whenTrue;
  };
}

/** Undefined: the slot is not of the kind that could be asked. */
function hasElement(found: Slot, text: string): boolean | undefined {
  return typeof found === "object" && found !== null ? found.includes(text) : undefined;
}

function hasSubstring(found: Slot, text: string): boolean | undefined {
  if (typeof found === "string") return found.includes(text);
  return typeof found === "object" && found !== null ? found.some((item) => item.includes(text)) : undefined;
}

function plainLiteral(literal: Literal): string | number | boolean | undefined {
  switch (literal.kind) {
    case "text":
      return literal.text;
    case "bool":
      return literal.value;
    case "number":
      return imageOf(literal.digits);
    default:
      return undefined;
  }
}

function imageOf(digits: string): number | undefined {
  const decimal = parseDecimal(digits);
  return decimal === undefined ? undefined : decimalImage(decimal);
}
