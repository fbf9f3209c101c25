import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const effectsUnknown = defineRule<{ tool: string; gates: number }>({
  code: "effects-unknown",
  severity: "warning",
  why: "A gate `on effect [..]` covers the tools whose effects are stated. A granted tool that states none slips past all of them.",
  bad: example(
    `tool ship { args.id is string }\n${guarded}grant more { to agent clerk  tools ship  while task max 8h }\ngate out on effect [pays] { log }\n`,
  ),
  good: example(
    `tool ship { args.id is string  effect writes }\n${guarded}grant more { to agent clerk  tools ship  while task max 8h }\ngate out on effect [pays] { log }\n`,
  ),
  message: ({ tool, gates }) =>
    `nobody says what \`${tool}\` does, so ${gates === 1 ? "the gate" : `the ${gates} gates`} on effects cannot cover it`,
  help: ({ tool }) =>
    `declare it: \`tool ${tool} { effect reads }\` (or writes, deletes, pays, sends, shares, executes)`,
  *find({ policy, granted }) {
    const gates = [...policy.gates, ...policy.bands].filter(({ on }) =>
      on.some((target) => target.kind === "call" && target.written.startsWith("effect")),
    ).length;
    if (gates === 0) return;
    for (const { name, span, effectsFrom } of policy.tools) {
      if (effectsFrom === "none" && granted.has(name)) yield { span, args: { tool: name, gates } };
    }
  },
});
