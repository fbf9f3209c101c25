import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const gateWithoutGrant = defineRule<{ gate: string; missing: string; help: string }>({
  code: "gate-without-grant",
  severity: "warning",
  why: "A gate on a tool that nobody may call never acts. Either the grant is missing, or the gate guards the wrong tool.",
  bad: example("grant daily { to agent clerk  tools look }\ngate money on pay { deny }\n"),
  good: example(guarded),
  message: ({ gate, missing }) => `gate \`${gate}\` can never act: ${missing}`,
  help: ({ help }) => help,
  *find({ policy, granted }) {
    const receivers = new Set(policy.agents.flatMap(({ mayMessage }) => mayMessage.map(({ name }) => name)));
    const isSent = (to: string | undefined): boolean => (to === undefined ? receivers.size > 0 : receivers.has(to));
    for (const { name: gate, nameSpan: span, on } of policy.gates) {
      const tools = new Set<string>();
      const to = new Set<string | undefined>();
      for (const target of on) {
        if (target.kind === "message") to.add(target.to);
        else if (target.kind !== "prompt" && target.kind !== "output") for (const tool of target.tools) tools.add(tool);
      }
      const others = on.some(({ kind }) => kind === "prompt" || kind === "output");
      if (others || [...tools].some((tool) => granted.has(tool)) || [...to].some(isSent)) continue;
      if (tools.size > 0) {
        const [first] = tools;
        const missing = `no grant covers ${tools.size === 1 ? `\`${first}\`` : `any of its ${tools.size} tools`}`;
        yield {
          span,
          args: { gate, missing, help: "grant the tool to an agent, or point the gate at the tool you mean" },
        };
      } else {
        const [first] = to;
        const missing = `no agent may message ${first === undefined ? "another one" : `\`${first}\``}`;
        yield { span, args: { gate, missing, help: "write `may message` for an agent, or correct the receiver" } };
      }
    }
  },
});
