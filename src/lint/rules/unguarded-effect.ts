import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const unguardedEffect = defineRule<{ grant: string; tool: string; effect: string }>({
  code: "unguarded-effect",
  severity: "warning",
  why: "What pays or deletes cannot be taken back by an apology. Some gate should look before it happens.",
  bad: example("grant daily { to agent clerk  tools wipe  while task max 8h }\n"),
  good: example(guarded),
  message: ({ grant, tool, effect }) => `\`${tool}\` ${effect}, grant \`${grant}\` allows it, and no gate looks at it`,
  help: ({ tool }) =>
    `add \`gate NAME on ${tool} { require approval by role … }\`, or a condition under which it is denied`,
  *find({ policy, tool, gatesOn, banded }) {
    for (const grant of policy.grants) {
      for (const { span, tools } of grant.patterns) {
        for (const name of tools) {
          const effect = tool(name)?.effects.find((one) => one === "deletes" || one === "pays");
          if (effect === undefined || gatesOn(name).length > 0 || banded(name)) continue;
          yield { span, args: { grant: grant.name, tool: name, effect } };
        }
      }
    }
  },
});
