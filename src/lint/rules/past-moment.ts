import type { Operand } from "../../ast/condition.ts";
import { conditionsOf } from "../../ast/walk-condition.ts";
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
    const conditions = [
      ...policy.gates.flatMap(({ when, unless }) => [when, unless]),
      ...policy.grants.map(({ when }) => when),
    ];
    for (const condition of conditions) {
      if (condition === undefined) continue;
      for (const inner of conditionsOf(condition)) {
        if (inner.kind !== "compare" || !isNow(inner.left)) continue;
        const { operator, right, span } = inner;
        if (right.kind !== "literal" || right.literal.kind !== "timestamp") continue;
        const { ms } = right.literal;
        if (ms < asOfMs) yield { span, args: { moment: formatTimestamp(ms), value: operator.startsWith(">") } };
      }
    }
  },
});

const isNow = (operand: Operand<unknown>): boolean =>
  operand.kind === "path" && operand.root === "at" && operand.segments.length === 0;
