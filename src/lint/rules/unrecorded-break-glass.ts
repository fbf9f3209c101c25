import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const flow = 'gate flow on pay { when args.total > 5.00 USD  deny  overridable  because "Too much" }\n';

export const unrecordedBreakGlass = defineRule<{ name: string }>({
  code: "unrecorded-break-glass",
  severity: "warning",
  why: "What happens while a rule is lifted is what everybody asks about afterwards. Without `also record full` only its summary is kept.",
  bad: example(`${guarded}${flow}break_glass outage { gates flow  approval by role finance, count 2  max 30m }\n`),
  good: example(
    `${guarded}${flow}break_glass outage { gates flow  approval by role finance, count 2  max 30m  also record full }\n`,
  ),
  message: ({ name }) => `break glass \`${name}\` lifts gates and does not record in full what then happens`,
  help: () => "add `also record full`",
  *find({ policy }) {
    for (const { name, nameSpan, obligations } of policy.breakGlasses) {
      if (!obligations.some(({ kind }) => kind === "record-full")) yield { span: nameSpan, args: { name } };
    }
  },
});
