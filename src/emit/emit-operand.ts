import type { Operand } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import type { Code } from "./code.ts";
import { jsText } from "./js-text.ts";

/** The depth at which a bound name stands, from the outside. */
export type Depths = ReadonlyMap<string, number>;

/** An expression for the field of an operand, where `frame` is in scope. */
export function emitOperand(operand: Operand<unknown>, depths: Depths, code: Code): string {
  switch (operand.kind) {
    case "literal":
      return code.constant(`literalField(${jsText(operand.literal)})`);
    case "path":
      return `frame.read(${jsText(operand.root)}, ${code.constant(jsText(operand.segments))})`;
    case "bound": {
      const depth = depths.get(operand.binding);
      if (depth === undefined) return "unbound";
      const element = `(frame.elements[${depth}] ?? unbound)`;
      return operand.segments.length === 0
        ? element
        : `readPath(${element}, ${code.constant(jsText(operand.segments))})`;
    }
    case "history":
      return `frame.history(${jsText(operand.term)})`;
    case "sum": {
      const left = emitOperand(operand.left, depths, code);
      const right = emitOperand(operand.right, depths, code);
      return `addFields(${operand.operator === "-"}, ${left}, ${right})`;
    }
    default:
      return assertNever(operand);
  }
}

/** The same as an object that reads it, for those parts of the engine that take such. */
export const emitReader = (operand: Operand<unknown>, depths: Depths, code: Code): string =>
  `{ read: (frame) => ${emitOperand(operand, depths, code)} }`;
