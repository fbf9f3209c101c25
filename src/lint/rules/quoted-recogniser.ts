import type { CheckedCondition } from "../../ast/checked-condition.ts";
import { conditionsOf } from "../../ast/walk-condition.ts";
import { isRecogniserName } from "../../value/recognise.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const quotedRecogniser = defineRule<{ word: string }>({
  code: "quoted-recogniser",
  severity: "warning",
  why: "Quoted, the name of a recogniser is just a text: the condition looks for those letters, and a card number or key passes.",
  bad: example(`${guarded}gate keys on look { when text contains any ["secret"]  deny }\n`),
  good: example(`${guarded}gate keys on look { when text contains any [secret]  deny }\n`),
  message: ({ word }) => `this looks for the letters \`${word}\`, not for what the recogniser ${word} finds`,
  help: ({ word }) => `write \`${word}\` without quotes`,
  *find({ policy }) {
    const conditions = [
      ...policy.gates.flatMap(({ when, unless }) => [when, unless]),
      ...policy.grants.map(({ when }) => when),
    ];
    for (const condition of conditions) yield* quotedNames(condition);
  },
});

function* quotedNames(condition: CheckedCondition | undefined) {
  if (condition === undefined) return;
  for (const inner of conditionsOf(condition)) {
    if (inner.kind !== "contains" || inner.mode !== "substring") continue;
    for (const value of inner.values) {
      if (value.kind !== "literal" || value.literal.kind !== "text" || !isRecogniserName(value.literal.text)) continue;
      yield { span: value.span, args: { word: value.literal.text } };
    }
  }
}
