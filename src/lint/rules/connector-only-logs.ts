import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const connector = (outcome: string): string =>
  `connector bank for pay {\n  egress to ["bank.example"]\n  on violation ${outcome}\n}\n`;

export const connectorOnlyLogs = defineRule<{ connector: string }>({
  code: "connector-only-logs",
  severity: "warning",
  why: "What a connector limits has left the house when it is logged: the data was sent, the rate was exceeded.",
  bad: example(`${guarded}${connector("log")}`),
  good: example(`${guarded}${connector('deny also alert "soc"')}`),
  message: ({ connector: name }) => `violations of connector \`${name}\` are logged and let through`,
  help: () => "write `on violation deny`, or ask a person: `on violation require approval by role …`",
  *find({ policy }) {
    for (const { name, span, violation } of policy.connectors) {
      if (violation.outcome === "log") yield { span: violation.span ?? span, args: { connector: name } };
    }
  },
});
