import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const mootRequirement = defineRule<{ gate: string }>({
  code: "moot-requirement",
  severity: "warning",
  why: "A gate that denies denies whatever is approved, confirmed or verified. Somebody who reads the requirement beside it waits for an answer that changes nothing.",
  bad: example(`${guarded}gate large on pay { when args.total > 500 USD  deny  require approval by role finance }\n`),
  good: example(
    `${guarded}gate large on pay { when args.total > 500 USD  require approval by role finance, count 2 }\n`,
  ),
  message: ({ gate }) => `gate \`${gate}\` denies, so what it requires lets nothing pass`,
  help: () => "remove `deny`, so that the answer counts, or remove the requirement; two conditions are two gates",
  *find({ policy }) {
    for (const { name, outcomes, requirements } of policy.gates) {
      const [first] = requirements;
      if (outcomes.includes("deny") && first !== undefined) yield { span: first.span, args: { gate: name } };
    }
  },
});
