import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const connector = 'connector bank for pay { egress to ["bank.example"] }\n';

export const connectorNeverActs = defineRule<{ connector: string; tools: readonly string[] }>({
  code: "connector-never-acts",
  severity: "warning",
  why: "A connector over tools that nobody may call never acts. Either the grant is missing, or the connector is about other tools than meant.",
  bad: example(`grant daily { to agent clerk  tools look  while task max 8h }\n${connector}`),
  good: example(`${guarded}${connector}`),
  message: ({ connector: name, tools }) =>
    `connector \`${name}\` can never act: no grant covers ${tools.length === 1 ? `\`${tools[0]}\`` : `any of its ${tools.length} tools`}`,
  help: () => "grant the tools to an agent, or name those that you mean",
  *find({ policy, granted }) {
    for (const { name, nameSpan, tools } of policy.connectors) {
      if (!tools.some((tool) => granted.has(tool))) yield { span: nameSpan, args: { connector: name, tools } };
    }
  },
});
