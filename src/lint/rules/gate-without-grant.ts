import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const gateWithoutGrant = defineRule<{ gate: string; tools: readonly string[] }>({
  code: "gate-without-grant",
  severity: "warning",
  why: "A gate on a tool that nobody may call never acts. Either the grant is missing, or the gate guards the wrong tool.",
  bad: example("grant daily { to agent clerk  tools look }\ngate money on pay { deny }\n"),
  good: example(guarded),
  message: ({ gate, tools }) =>
    `gate \`${gate}\` can never act: no grant covers ${tools.length === 1 ? `\`${tools[0]}\`` : `any of its ${tools.length} tools`}`,
  help: () => "grant the tool to an agent, or point the gate at the tool you mean",
  *find({ policy, granted }) {
    for (const gate of policy.gates) {
      const calls = gate.on.flatMap((target) => (target.kind === "call" || target.kind === "result" ? [target] : []));
      if (calls.length < gate.on.length || calls.length === 0) continue;
      const tools = [...new Set(calls.flatMap((target) => target.tools))];
      if (tools.some((tool) => granted.has(tool))) continue;
      yield { span: gate.nameSpan, args: { gate: gate.name, tools } };
    }
  },
});
