import type { CheckedCondition, CheckedOperand } from "../../ast/checked-condition.ts";
import { stripOperand, stripSpans } from "../../ast/strip-spans.ts";
import { conditionsOf } from "../../ast/walk-condition.ts";
import { constantOf } from "../constant.ts";
import { example, guarded } from "../example.ts";
import { type FieldSet, fieldSetOf } from "../field-set.ts";
import { policyConditions } from "../policy-conditions.ts";
import { defineRule, type Finding } from "../rule.ts";
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
  *find({ policy }) {
    for (const condition of policyConditions(policy))
      for (const inner of conditionsOf(condition)) yield* swallowedIn(inner);
  },
});

/** What is known of one part of an `and` or `or`. */
interface Part {
  readonly condition: CheckedCondition;
  readonly text: string;
  readonly set: FieldSet | undefined;
}

function* swallowedIn(condition: CheckedCondition): Iterable<Finding<{ join: Join; same: boolean }>> {
  if ((condition.kind !== "all" && condition.kind !== "any") || constantOf(condition) !== undefined) return;
  const join = condition.kind === "all" ? "and" : "or";
  const parts = condition.operands
    // What is constant is said by another rule.
    .filter((operand) => constantOf(operand) === undefined)
    .map((operand): Part => ({ condition: operand, text: textOf(operand), set: fieldSetOf(operand) }));
  for (const [index, part] of parts.entries()) {
    const other = parts.find((candidate, at) => at !== index && isSwallowed(part, candidate, at < index, join));
    if (other === undefined) continue;
    const related = [{ span: other.condition.span, label: "the other part" }];
    yield { span: part.condition.span, args: { join, same: part.text === other.text }, details: { related } };
  }
}

/** `isBefore`: the other stands before it. Of two that say the same, the later one is told. */
function isSwallowed(part: Part, other: Part, isBefore: boolean, join: Join): boolean {
  if (part.text === other.text) return isBefore;
  const [narrow, wide] = join === "or" ? [part, other] : [other, part];
  return implies(narrow, wide) && (isBefore || !implies(wide, narrow));
}

/** Whether the second is true wherever the first is. */
function implies(narrow: Part, wide: Part): boolean {
  const [one, other] = [narrow.condition, wide.condition];
  if (one.kind === "starts-with" && other.kind === "starts-with")
    return one.text.startsWith(other.text) && isSame(one.operand, other.operand);
  if (one.kind === "ends-with" && other.kind === "ends-with")
    return one.text.endsWith(other.text) && isSame(one.operand, other.operand);
  if (narrow.set === undefined || wide.set === undefined || narrow.set.field !== wide.set.field) return false;
  const beyond = intersect(narrow.set.set, complement(wide.set.set));
  return beyond !== undefined && isEmpty(beyond);
}

const textOf = (condition: CheckedCondition): string => JSON.stringify(stripSpans(condition));

const isSame = (left: CheckedOperand, right: CheckedOperand): boolean =>
  JSON.stringify(stripOperand(left)) === JSON.stringify(stripOperand(right));
