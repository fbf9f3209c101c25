import type { CheckedCondition, CheckedOperand } from "../../ast/checked-condition.ts";
import { constantOf } from "../constant.ts";
import { example, guarded } from "../example.ts";
import { fieldName } from "../field-name.ts";
import { fieldSetOf } from "../field-set.ts";
import { defineRule, type Finding } from "../rule.ts";
import { isSameCondition } from "../same-condition.ts";
import { complement, intersect, isEmpty } from "../value-set.ts";

type Join = "and" | "or";

export const swallowedCondition = defineRule<{ join: Join; same: boolean }>({
  code: "swallowed-condition",
  severity: "warning",
  why: "In `x < 3 or x < 5` the first part says nothing that the second does not say. One of the two is usually a slip: the other operator, another field, another number.",
  bad: example(`${guarded}gate sums on pay { when args.total > 300 USD or args.total > 500 USD  deny }\n`),
  good: example(`${guarded}gate sums on pay { when args.total > 500 USD  deny }\n`),
  message: ({ join, same }) => {
    if (same) return `this stands twice in one \`${join}\``;
    return join === "or"
      ? "this decides nothing: wherever it is true, the other part is true too"
      : "this decides nothing: wherever the other part is true, it is true too";
  },
  help: ({ join, same }) =>
    same
      ? "remove it, or write what was meant"
      : `remove it, or correct it: was another field meant, or \`${join === "or" ? "and" : "or"}\`?`,
  *find({ conditions }) {
    for (const condition of conditions()) yield* swallowedIn(condition);
  },
});

function* swallowedIn(condition: CheckedCondition): Iterable<Finding<{ join: Join; same: boolean }>> {
  if ((condition.kind !== "all" && condition.kind !== "any") || constantOf(condition) !== undefined) return;
  const join = condition.kind === "all" ? "and" : "or";
  // What is constant is said by another rule.
  const parts = condition.operands.filter((operand) => constantOf(operand) === undefined);
  for (const [index, part] of parts.entries()) {
    const other = parts.find((candidate, at) => at !== index && isSwallowed(part, candidate, at < index, join));
    if (other === undefined) continue;
    const related = [{ span: other.span, label: "the other part" }];
    yield { span: part.span, args: { join, same: isSameCondition(part, other) }, details: { related } };
  }
}

/** `isBefore`: the other stands before it. Of two that say the same, the later one is told. */
function isSwallowed(part: CheckedCondition, other: CheckedCondition, isBefore: boolean, join: Join): boolean {
  if (isSameCondition(part, other)) return isBefore;
  const [narrow, wide] = join === "or" ? [part, other] : [other, part];
  return implies(narrow, wide) && (isBefore || !implies(wide, narrow));
}

/** Whether the second is true wherever the first is. */
function implies(narrow: CheckedCondition, wide: CheckedCondition): boolean {
  if (narrow.kind === "starts-with" && wide.kind === "starts-with")
    return narrow.text.startsWith(wide.text) && isSameField(narrow.operand, wide.operand);
  if (narrow.kind === "ends-with" && wide.kind === "ends-with")
    return narrow.text.endsWith(wide.text) && isSameField(narrow.operand, wide.operand);
  const [inner, outer] = [fieldSetOf(narrow), fieldSetOf(wide)];
  if (inner === undefined || outer === undefined || inner.field !== outer.field) return false;
  const beyond = intersect(inner.set, complement(outer.set));
  return beyond !== undefined && isEmpty(beyond);
}

function isSameField(left: CheckedOperand, right: CheckedOperand): boolean {
  const name = fieldName(left);
  return name !== undefined && name === fieldName(right);
}
