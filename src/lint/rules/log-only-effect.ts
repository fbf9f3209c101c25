import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const logOnlyEffect = defineRule<{ tool: string; effect: string; gate: string }>({
  code: "log-only-effect",
  severity: "warning",
  why: "A log tells afterwards. For what cannot be undone, afterwards is too late.",
  bad: example("grant daily { to agent clerk  tools wipe  while task max 8h }\ngate note on wipe { log }\n"),
  good: example(guarded),
  message: ({ tool, effect, gate }) => `\`${tool}\` ${effect}, and gate \`${gate}\`, the only one on it, just logs`,
  help: () => "demand a confirmation or an approval, or deny under a condition",
  *find({ policy, tool, granted, gatesOn, banded }) {
    for (const { name, span } of policy.tools) {
      const effect = tool(name)?.effects.find((one) => one === "deletes" || one === "pays");
      const gates = gatesOn(name);
      const [first] = gates;
      if (effect === undefined || first === undefined || !granted.has(name) || banded(name)) continue;
      const onlyLogs = gates.every(
        ({ outcomes, requirements }) => requirements.length === 0 && !outcomes.includes("deny"),
      );
      if (onlyLogs) yield { span, args: { tool: name, effect, gate: first.name } };
    }
  },
});
