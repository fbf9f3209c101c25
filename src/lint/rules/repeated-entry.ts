import type { CheckedCondition } from "../../ast/checked-condition.ts";
import type { Span } from "../../source/span.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const repeatedEntry = defineRule<{ entry: string }>({
  code: "repeated-entry",
  severity: "warning",
  why: "A list with an entry twice does what it would do with it once. Usually the second was copied to be changed, and the value that was meant is missing.",
  bad: example(`${guarded}gate known on look { unless args.query in ["tea", "tea"]  deny }\n`),
  good: example(`${guarded}gate known on look { unless args.query in ["tea", "coffee"]  deny }\n`),
  message: ({ entry }) => `${entry} stands twice in this list`,
  help: () => "remove one, or write the value that was meant",
  *find({ policy }) {
    for (const { when, unless } of policy.gates) {
      if (when !== undefined) yield* repeatsIn(when);
      if (unless !== undefined) yield* repeatsIn(unless);
    }
    for (const { when } of policy.grants) if (when !== undefined) yield* repeatsIn(when);
  },
});

function* repeatsIn(
  condition: CheckedCondition,
): Iterable<{ readonly span: Span; readonly args: { readonly entry: string } }> {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const operand of condition.operands) yield* repeatsIn(operand);
      return;
    case "not":
      yield* repeatsIn(condition.operand);
      return;
    case "quantified":
      if (condition.where !== undefined) yield* repeatsIn(condition.where);
      yield* repeatsIn(condition.body);
      return;
    case "one-of":
    case "contains": {
      const seen = new Set<string>();
      for (const value of condition.values) {
        if (value.kind !== "literal") continue;
        const key = JSON.stringify(value.literal);
        const { literal, span } = value;
        if (seen.has(key))
          yield { span, args: { entry: literal.kind === "text" ? JSON.stringify(literal.text) : "this" } };
        seen.add(key);
      }
      return;
    }
    case "within": {
      const twice = condition.patterns.find((pattern, index) => condition.patterns.indexOf(pattern) < index);
      if (twice !== undefined) yield { span: condition.span, args: { entry: JSON.stringify(twice) } };
      return;
    }
    default:
  }
}
