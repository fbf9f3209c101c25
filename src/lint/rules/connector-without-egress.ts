import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const connectorWithoutEgress = defineRule<{ connector: string }>({
  code: "connector-without-egress",
  severity: "warning",
  why: "Limits on how much is sent say nothing of where it goes. A tool that is tricked into another host keeps every limit.",
  bad: example(`${guarded}connector bank for pay { rate 60 per 1m per agent }\n`),
  good: example(`${guarded}connector bank for pay {\n  egress to ["bank.example"]\n  rate 60 per 1m per agent\n}\n`),
  message: ({ connector }) => `connector \`${connector}\` does not say where its tools may connect to`,
  help: () => 'add `egress to ["api.example.com"]`',
  *find({ policy }) {
    for (const { name, nameSpan, egress } of policy.connectors) {
      if (egress === undefined) yield { span: nameSpan, args: { connector: name } };
    }
  },
});
