import type { Clause } from "../engine/inspect-condition.ts";
import type { Truth } from "../value/value.ts";
import { missingInWords } from "./missing-words.ts";

/** One line of an explained rule: a clause, or with `value` a value under it. */
export interface ExplainedRow {
  /** `when`, `unless`, `needs`; empty where the line belongs to the one above. */
  readonly label: string;
  readonly truth: Truth | undefined;
  readonly depth: number;
  readonly text: string;
  readonly value: boolean;
}

/** A clause with the values under it and its operands below, each a step to the right. */
export function clauseRows(label: string, clause: Clause, format: string, depth = 0): readonly ExplainedRow[] {
  const { text, truth, values, why, operands, hidden } = clause;
  const below = (line: string): ExplainedRow => ({ label: "", truth: undefined, depth, text: line, value: true });
  return [
    { label, truth, depth, text: operands.length > 0 && values.length === 0 ? `${text}:` : text, value: false },
    // A list is shown by its elements.
    ...(operands.length > 0 ? [] : values).map(({ path, value, missing }) =>
      below(`${path} is ${missing === undefined ? value : missingInWords({ path, cause: missing }, format)}`),
    ),
    ...(why === undefined ? [] : [below(`undecided: ${why}`)]),
    ...operands.flatMap((operand) => clauseRows("", operand, format, depth + 1)),
    ...(hidden === 0 ? [] : [below(`and ${hidden} more elements`)]),
  ];
}
