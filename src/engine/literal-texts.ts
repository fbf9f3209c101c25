import type { Operand } from "../ast/condition.ts";

/** The texts of operands that are nothing but texts; undefined where one is none, or there are none. */
export function literalTexts(values: readonly Operand<unknown>[]): readonly string[] | undefined {
  const texts: string[] = [];
  for (const value of values) {
    if (value.kind !== "literal" || value.literal.kind !== "text") return undefined;
    texts.push(value.literal.text);
  }
  return texts.length === 0 ? undefined : texts;
}
