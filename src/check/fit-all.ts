import type { CheckedOperand } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import type { Expected } from "./expected.ts";
import { fitValue } from "./fit-value.ts";
import type { Scope } from "./scope.ts";

/** Every item of a list literal by one expected type; undefined after an error in any, all of which are reported. */
export function fitAll(
  items: readonly Expression[],
  expected: Expected,
  itemScope: Scope,
  scope: Scope,
): readonly CheckedOperand[] | undefined {
  const values: CheckedOperand[] = [];
  for (const item of items) {
    const value = fitValue(scope.typist.type(item, itemScope), expected, itemScope);
    if (value !== undefined) values.push(value);
  }
  return values.length === items.length ? values : undefined;
}
