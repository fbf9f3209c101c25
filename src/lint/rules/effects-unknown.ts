import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const effectsUnknown = defineRule<{ tool: string; gates: number; guarded: boolean }>({
  code: "effects-unknown",
  severity: "warning",
  why: "A gate `on effect [..]` covers the tools whose effects are stated. A granted tool that states none slips past all of them, and past every rule here about what pays or deletes.",
  bad: example(
    `tool ship { args.id is string }\n${guarded}grant more { to agent clerk  tools ship  while task max 8h }\ngate out on effect [pays] { log }\n`,
  ),
  good: example(
    `tool ship { args.id is string  effect writes }\n${guarded}grant more { to agent clerk  tools ship  while task max 8h }\ngate out on effect [pays] { log }\n`,
  ),
  message: ({ tool, gates, guarded }) =>
    gates > 0
      ? `nobody says what \`${tool}\` does, so ${gates === 1 ? "the gate" : `the ${gates} gates`} on effects cannot cover it`
      : guarded
        ? `nobody says what \`${tool}\` does`
        : `nobody says what \`${tool}\` does, it is granted, and no gate looks at it`,
  help: ({ tool }) =>
    `declare it: \`tool ${tool} { effect reads }\` (or writes, deletes, pays, sends, shares, executes)`,
  *find({ policy, granted, gatesOn, banded }) {
    const gates = [...policy.gates, ...policy.bands].filter(({ on }) =>
      on.some((target) => target.kind === "call" && target.written.startsWith("effect")),
    ).length;
    for (const { name, span, effectsFrom } of policy.tools) {
      const guarded = gatesOn(name).length > 0 || banded(name);
      if (effectsFrom !== "none" || !granted.has(name) || (gates === 0 && guarded)) continue;
      yield { span, args: { tool: name, gates, guarded } };
    }
  },
});
