import type { CheckedCondition, CheckedOperand } from "../../ast/checked-condition.ts";
import { constantOf } from "../constant.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const deadEntry = defineRule<Record<never, never>>({
  code: "dead-entry",
  severity: "warning",
  why: "An hour of 25, a negative number of calls, a port above 65535: the field never has such a value, so the entry that was meant is missing from the list.",
  bad: example(`${guarded}gate hours on pay { unless at.utc_hour in [8, 9, 100]  deny }\n`),
  good: example(`${guarded}gate hours on pay { unless at.utc_hour in [8, 9, 10]  deny }\n`),
  message: () => "the field of this list never has this value",
  help: () => "correct the entry, or remove it",
  *find({ conditions }) {
    for (const condition of conditions()) {
      // Where no entry can be, the whole condition is always false, which is said already.
      if (condition.kind !== "one-of" || constantOf(condition) !== undefined) continue;
      for (const value of condition.values)
        if (value.kind === "literal" && constantOf(equals(condition, value)) === false)
          yield { span: value.span, args: {} };
    }
  },
});

const equals = (
  { span, operand }: Extract<CheckedCondition, { readonly kind: "one-of" }>,
  right: CheckedOperand,
): CheckedCondition => ({ kind: "compare", span, operator: "==", left: operand, right });
