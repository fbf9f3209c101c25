import { conditionsOf } from "../../ast/walk-condition.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const literalPattern = defineRule<{ pattern: string }>({
  code: "literal-pattern",
  severity: "warning",
  why: "`matches` asks about the whole text. A pattern without any special character matches that one text alone, which is seldom meant.",
  bad: example(`${guarded}gate words on look { when args.query matches "password"  deny }\n`),
  good: example(`${guarded}gate words on look { when args.query contains "password"  deny }\n`),
  message: ({ pattern }) => `\`matches "${pattern}"\` holds only where the whole text is \`${pattern}\``,
  help: ({ pattern }) => `write \`contains "${pattern}"\` for a part of the text, or \`== "${pattern}"\` for all of it`,
  *find({ policy }) {
    for (const gate of policy.gates) {
      for (const condition of [gate.when, gate.unless]) {
        if (condition === undefined) continue;
        for (const inner of conditionsOf(condition)) {
          if (inner.kind !== "matches" || /[\\^$.|?*+()[\]{}]/.test(inner.pattern)) continue;
          yield { span: inner.span, args: { pattern: inner.pattern } };
        }
      }
    }
  },
});
