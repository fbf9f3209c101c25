import type { CheckedCondition } from "../../ast/checked-condition.ts";
import type { Operand } from "../../ast/condition.ts";
import type { Span } from "../../source/span.ts";
import { formatTimestamp } from "../../value/timestamp.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const pastMoment = defineRule<{ moment: string; value: boolean }>({
  code: "past-moment",
  severity: "warning",
  why: "What compares the time with a moment that is over has had one answer since. A gate that stands for a while and stays in the policy looks as if it still acted.",
  bad: example(`${guarded}gate freeze on wipe { when at < 2020-01-01T00:00:00Z  deny }\n`),
  good: example(`${guarded}gate freeze on wipe { when at < 2999-01-01T00:00:00Z  deny }\n`),
  message: ({ moment, value }) => `${moment} is over, so this is always ${value}`,
  help: () => "remove the condition, or the rule that rested on it, or write the moment that is meant",
  *find({ policy, asOfMs }) {
    for (const { when, unless } of policy.gates) {
      if (when !== undefined) yield* pastIn(when, asOfMs);
      if (unless !== undefined) yield* pastIn(unless, asOfMs);
    }
    for (const { when } of policy.grants) if (when !== undefined) yield* pastIn(when, asOfMs);
  },
});

function* pastIn(
  condition: CheckedCondition,
  asOfMs: number,
): Iterable<{ readonly span: Span; readonly args: { readonly moment: string; readonly value: boolean } }> {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const operand of condition.operands) yield* pastIn(operand, asOfMs);
      return;
    case "not":
      yield* pastIn(condition.operand, asOfMs);
      return;
    case "quantified":
      if (condition.where !== undefined) yield* pastIn(condition.where, asOfMs);
      yield* pastIn(condition.body, asOfMs);
      return;
    case "compare": {
      const { left, operator, right, span } = condition;
      if (!isNow(left) || right.kind !== "literal" || right.literal.kind !== "timestamp") return;
      const { ms } = right.literal;
      if (ms < asOfMs) yield { span, args: { moment: formatTimestamp(ms), value: operator.startsWith(">") } };
      return;
    }
    default:
  }
}

const isNow = (operand: Operand<unknown>): boolean =>
  operand.kind === "path" && operand.root === "at" && operand.segments.length === 0;
