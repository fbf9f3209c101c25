import type { Condition, Literal, Operand } from "../ast/condition.ts";
import { literalTexts } from "../engine/literal-texts.ts";
import type { SlotFinder } from "../engine/slots.ts";
import { parseDecimal } from "../value/decimal.ts";
import { decimalImage } from "../value/decimal-image.ts";
import { compilePattern } from "../value/pattern.ts";
import type { Code } from "./code.ts";
import { jsNumber, jsText } from "./js-text.ts";

/** How a relation is told from a slot of the event's row, which stands in `v`. */
export interface SlotTest {
  readonly slot: number;
  /** An expression: the slot is of the kind that can tell. */
  readonly tells: string;
  /** An expression: and then, the relation holds. */
  readonly holds: string;
}

/** Undefined where no slot can tell. The same relations as in `compile-slot-test.ts`. */
export function emitSlotTest(condition: Condition<unknown>, slots: SlotFinder, code: Code): SlotTest | undefined {
  const test = (operand: Operand<unknown>, tells: string, holds: string | undefined): SlotTest | undefined => {
    const slot = slots(operand);
    return slot === undefined || holds === undefined ? undefined : { slot, tells, holds };
  };
  switch (condition.kind) {
    case "compare": {
      const { operator, left, right } = condition;
      const wanted = right.kind === "literal" ? plainLiteral(right.literal) : undefined;
      if (wanted === undefined || (operator !== "==" && wanted.type !== "number")) return undefined;
      return test(left, isA(wanted.type), `v ${operator === "==" ? "===" : operator} ${wanted.text}`);
    }
    case "one-of":
      return test(condition.operand, isA("string"), oneOf(literalTexts(condition.values), code));
    case "contains": {
      const { mode, quantity, operand, values } = condition;
      if (mode !== "element" && mode !== "substring") return undefined;
      const holds = literalTexts(values)
        ?.map((text) => (mode === "element" ? `hasElement(v, ${jsText(text)})` : `v.includes(${jsText(text)})`))
        .join(quantity === "any" ? " || " : " && ");
      return test(operand, mode === "element" ? `${isA("object")} && v !== null` : isA("string"), holds);
    }
    case "starts-with":
      return test(condition.operand, isA("string"), startsWith(condition.text));
    case "ends-with":
      return test(condition.operand, isA("string"), endsWith(condition.text));
    case "matches": {
      const known = slots(condition.operand) !== undefined && compilePattern(condition.pattern).ok;
      return known
        ? test(condition.operand, isA("string"), `${code.constant(`matcher(${jsText(condition.pattern)})`)}(v)`)
        : undefined;
    }
    case "holds":
      return test(condition.operand, isA("boolean"), "v");
    default:
      return undefined;
  }
}

const isA = (type: "string" | "number" | "boolean" | "object"): string => `typeof v === "${type}"`;

/** Some characters first: most texts are told from them without comparing the whole. */
function startsWith(text: string): string {
  const whole = `v.startsWith(${jsText(text)})`;
  if (text.length < 2) return whole;
  const at = (place: number): string => `v.charCodeAt(${place}) === ${text.charCodeAt(place)}`;
  return `v.length >= ${text.length} && ${at(text.length - 1)} && ${at(text.length >> 1)} && ${whole}`;
}

function endsWith(text: string): string {
  const whole = `v.endsWith(${jsText(text)})`;
  const { length } = text;
  if (length < 2) return whole;
  const at = (place: number): string => `v.charCodeAt(v.length - ${length - place}) === ${text.charCodeAt(place)}`;
  return `v.length >= ${length} && ${at(0)} && ${at(length >> 1)} && ${whole}`;
}

/** Few texts are compared one after the other, many are looked up. */
function oneOf(texts: readonly string[] | undefined, code: Code): string | undefined {
  if (texts === undefined) return undefined;
  if (texts.length > 4) return `${code.constant(`new Set(${jsText(texts)})`)}.has(v)`;
  return texts.map((text) => `v === ${jsText(text)}`).join(" || ");
}

function plainLiteral(
  literal: Literal,
): { readonly type: "string" | "number" | "boolean"; readonly text: string } | undefined {
  switch (literal.kind) {
    case "text":
      return { type: "string", text: jsText(literal.text) };
    case "bool":
      return { type: "boolean", text: String(literal.value) };
    case "number": {
      const decimal = parseDecimal(literal.digits);
      const image = decimal === undefined ? undefined : decimalImage(decimal);
      return image === undefined ? undefined : { type: "number", text: jsNumber(image) };
    }
    default:
      return undefined;
  }
}
