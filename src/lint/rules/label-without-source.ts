import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const leak = "gate leak on pay { when labels contains pii  deny }\n";

export const labelWithoutSource = defineRule<{ label: string }>({
  code: "label-without-source",
  severity: "warning",
  why: "A call has the labels that the results before it have brought. A rule on a label that no tool returns waits for something that never comes, unless the host puts it on events itself.",
  bad: example(guarded + leak),
  good: example(`${guarded}tool customer { args.id is string  effect reads  returns [pii] }\n${leak}`),
  message: ({ label }) => `no tool returns \`${label}\` and no \`label\` rule brings it, so no call ever has it`,
  help: ({ label }) => `state it for the tools whose results hold such data: \`returns [${label}]\``,
  *find({ policy, conditions }) {
    const brought = new Set([
      "untrusted",
      ...policy.tools.flatMap(({ returns }) => returns),
      ...policy.labels.map(({ label }) => label),
    ]);
    // A pack speaks of labels for whoever has them.
    const own = new Set(policy.files.map(({ file }) => file));
    for (const condition of conditions()) {
      if (condition.kind !== "contains" || condition.mode !== "label" || !own.has(condition.span.file)) continue;
      for (const value of condition.values) {
        if (value.kind !== "literal" || value.literal.kind !== "text" || brought.has(value.literal.text)) continue;
        yield { span: value.span, args: { label: value.literal.text } };
      }
    }
  },
});
