import type { Operand } from "../ast/condition.ts";

/** The name by which two operands are one field; undefined for what is no field, and no number of events either. */
export function fieldName(operand: Operand<unknown>): string | undefined {
  switch (operand.kind) {
    case "path":
      return [operand.root, ...operand.segments].join(".");
    case "bound":
      return [operand.binding, ...operand.segments].join(".");
    case "history":
      return countsEvents.test(operand.term) ? operand.term : undefined;
    default:
      return undefined;
  }
}

/** The terms, and the fields named by them, that are whole numbers from zero on. */
export const countsEvents = /^(?:count|distinct)\(/;
