import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const gateWithoutReason = defineRule<{ gate: string }>({
  code: "gate-without-reason",
  severity: "info",
  why: "The text of `because` is what the person sees who is stopped, and what an auditor reads a year later.",
  bad: example(guarded),
  good: example("grant daily { to agent clerk  tools look }\n"),
  message: ({ gate }) => `gate \`${gate}\` does not say why it exists`,
  help: () => 'add `because "…"`: one sentence for the person it stops',
  *find({ policy }) {
    for (const { name, nameSpan, because } of policy.gates) {
      if (because === undefined) yield { span: nameSpan, args: { gate: name } };
    }
  },
});
