import type { CheckedPolicy } from "../../ast/checked.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const leak = "gate leak on pay { when labels contains pii  deny }\n";

export const labelWithoutSource = defineRule<{ label: string }>({
  code: "label-without-source",
  severity: "warning",
  why: "A call has the labels that the results before it have brought. A rule on a label that no tool returns waits for something that never comes, unless the host puts it on events itself.",
  bad: example(guarded + leak),
  good: example(`${guarded}tool customer { args.id is string  effect reads  returns [pii] }\n${leak}`),
  message: ({ label }) => `no result brings \`${label}\`, so no call ever has it`,
  help: ({ label }) =>
    `state it for the tools whose results hold such data: \`returns [${label}]\`; what \`endorse\` clears is gone`,
  *find({ policy, conditions }) {
    const brought = broughtLabels(policy);
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

/** By a result of some tool, of those that no endorsement clears. */
function broughtLabels({ tools, labels, endorsements }: CheckedPolicy): ReadonlySet<string> {
  const isCleared = (tool: string, label: string): boolean =>
    endorsements.some((endorsement) => endorsement.tool === tool && endorsement.labels.includes(label));
  return new Set([
    ...tools.flatMap(({ name, returns }) => ["untrusted", ...returns].filter((label) => !isCleared(name, label))),
    ...labels.flatMap(({ label, tools: from }) => (from.every((tool) => isCleared(tool, label)) ? [] : [label])),
  ]);
}
