import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const flow = 'gate flow on pay { when args.total > 5.00 USD  deny  overridable  because "Too much" }\n';

export const overridableByNothing = defineRule<{ gate: string }>({
  code: "overridable-by-nothing",
  severity: "warning",
  why: "`overridable` only allows a break glass to name the gate. Without one nothing lifts it in an emergency, whatever its readers expect.",
  bad: example(`${guarded}${flow}`),
  good: example(
    `${guarded}${flow}break_glass outage { gates flow  approval by role finance, count 2  max 30m  also record full }\n`,
  ),
  message: ({ gate }) => `gate \`${gate}\` is \`overridable\`, and no break glass names it`,
  help: ({ gate }) => `name it in a \`break_glass NAME { gates ${gate} … }\`, or remove \`overridable\``,
  *find({ policy }) {
    const named = new Set(policy.breakGlasses.flatMap(({ gates }) => gates.map(({ name }) => name)));
    for (const { name, nameSpan, overridable } of policy.gates) {
      if (overridable && !named.has(name)) yield { span: nameSpan, args: { gate: name } };
    }
  },
});
