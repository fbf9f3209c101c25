import type { Condition } from "../ast/condition.ts";
import { compileBoundsTest } from "../engine/compile-bounds-test.ts";
import { maybe } from "../engine/frame.ts";
import { assertNever } from "../source/assert-never.ts";
import { compilePattern } from "../value/pattern.ts";
import type { Code } from "./code.ts";
import { type Depths, emitOperand, emitReader } from "./emit-operand.ts";
import { jsText } from "./js-text.ts";

export type Relation = Exclude<
  Condition<unknown>,
  { readonly kind: "constant" | "all" | "any" | "not" | "quantified" }
>;

/** An expression for the truth of a relation (0 no, 1 maybe, 2 yes), where `frame` is in scope. It holds for any event. */
export function emitRelation(condition: Relation, depths: Depths, code: Code): string {
  const onText = (holds: string): string =>
    `textTruthOf(${emitOperand(textOperand(condition), depths, code)}, ${code.constant(holds)})`;
  switch (condition.kind) {
    case "has":
      return `presence(${emitOperand(condition.operand, depths, code)})`;
    case "holds":
      return `boolTruth(${emitOperand(condition.operand, depths, code)})`;
    case "empty":
      return `emptyTruth(${emitOperand(condition.operand, depths, code)})`;
    case "compare": {
      const { operator } = condition;
      const left = emitOperand(condition.left, depths, code);
      const right = emitOperand(condition.right, depths, code);
      const compare = operator === "==" ? "sameField" : code.constant(`orderTests[${jsText(operator)}]`);
      const general = `${compare}(${left}, ${right})`;
      return emitBoundsTest(condition, general, code) ?? general;
    }
    case "one-of":
      return `${code.constant(`oneOfTest(${emitReaders(condition, depths, code)})`)}(frame)`;
    case "contains": {
      const { mode, quantity } = condition;
      const readers = emitReaders(condition, depths, code);
      return `${code.constant(`compileContains(${jsText(mode)}, ${jsText(quantity)}, ${readers})`)}(frame)`;
    }
    case "starts-with":
      return onText(`(text) => text.startsWith(${jsText(condition.text)})`);
    case "ends-with":
      return onText(`(text) => text.endsWith(${jsText(condition.text)})`);
    case "matches":
      return compilePattern(condition.pattern).ok ? onText(`matcher(${jsText(condition.pattern)})`) : "1";
    case "within": {
      const operand = emitOperand(condition.operand, depths, code);
      return `withinTruth(${operand}, ${jsText(condition.space)}, ${code.constant(jsText(condition.patterns))})`;
    }
    case "origin": {
      const { sources, quantity } = condition;
      const judge = code.constant(`originJudge(${jsText({ sources, quantity })})`);
      return `originTruth(${emitOperand(condition.operand, depths, code)}, frame, ${judge})`;
    }
    default:
      return assertNever(condition);
  }
}

/** The same of a history term, by its bounds; undefined where these do not tell. */
function emitBoundsTest(condition: Compare, general: string, code: Code): string | undefined {
  const { operator, left, right } = condition;
  const isTold = compileBoundsTest(condition, () => maybe) !== undefined;
  if (!isTold || left.kind !== "history" || right.kind !== "literal") return undefined;
  const relation = jsText({ operator, left: { kind: left.kind, term: left.term }, right });
  return `${code.constant(`compileBoundsTest(${relation}, (frame) => ${general})`)}(frame)`;
}

type Compare = Extract<Relation, { readonly kind: "compare" }>;
type WithValues = Extract<Relation, { readonly values: unknown }>;

const emitReaders = ({ operand, values }: WithValues, depths: Depths, code: Code): string =>
  `${emitReader(operand, depths, code)}, [${values.map((value) => emitReader(value, depths, code)).join(", ")}]`;

function textOperand(condition: Relation) {
  if (!("operand" in condition)) throw new Error("not a relation on a text");
  return condition.operand;
}
