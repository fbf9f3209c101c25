import { formatTimestamp } from "../../value/timestamp.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const expiredGrant = defineRule<{ grant: string; until: string }>({
  code: "expired-grant",
  severity: "warning",
  why: "A grant whose date has passed allows nothing any more. Whoever reads the policy believes it does.",
  bad: example(`${guarded}grant old { to agent clerk  tools look  until 2020-01-31T00:00:00Z }\n`),
  good: example(guarded),
  message: ({ grant, until }) => `grant \`${grant}\` ended on ${until} and allows nothing any more`,
  help: () => "remove it, or decide again until when it is needed",
  *find({ policy, asOfMs }) {
    for (const { name, until } of policy.grants) {
      if (until === undefined || asOfMs < until.ms) continue;
      yield { span: until.span, args: { grant: name, until: formatTimestamp(until.ms).slice(0, 10) } };
    }
  },
});
