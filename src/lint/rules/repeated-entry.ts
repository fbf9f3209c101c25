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
  *find({ conditions }) {
    for (const condition of conditions()) yield* repeatsIn(condition);
  },
});

/** In the list of one condition. */
function* repeatsIn(
  condition: CheckedCondition,
): Iterable<{ readonly span: Span; readonly args: { readonly entry: string } }> {
  if (condition.kind === "one-of" || condition.kind === "contains") {
    const seen = new Set<string>();
    for (const value of condition.values) {
      if (value.kind !== "literal") continue;
      const key = JSON.stringify(value.literal);
      const { literal, span } = value;
      if (seen.has(key))
        yield { span, args: { entry: literal.kind === "text" ? JSON.stringify(literal.text) : "this" } };
      seen.add(key);
    }
  }
  if (condition.kind !== "within") return;
  const twice = condition.patterns.find((pattern, index) => condition.patterns.indexOf(pattern) < index);
  if (twice !== undefined) yield { span: condition.span, args: { entry: JSON.stringify(twice) } };
}
