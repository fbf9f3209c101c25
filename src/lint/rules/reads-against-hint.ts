import { defineRule } from "../rule.ts";

const header = "policy desk version 1 language 1\n";
const rest = `agent clerk { subject "spiffe://desk.example/clerk" }
grant daily { to agent clerk  tools erase  while task max 8h }
`;

export const readsAgainstHint = defineRule<{ tool: string; hinted: readonly string[] }>({
  code: "reads-against-hint",
  severity: "warning",
  why: "A `tool` block has the last word on effects. One that makes a mere reader of a tool whose own server says that it writes or deletes takes it out of every gate on those effects, in one line.",
  bad: `${header}use tools from "./tools.json"\ntool erase { effect reads }\n${rest}`,
  good: `${header}use tools from "./tools.json"\ntool erase { effect deletes }\n${rest}`,
  message: ({ tool, hinted }) =>
    `\`${tool}\` is said to read only, and its catalogue hints that it ${hinted.join(" and ")}`,
  help: ({ hinted }) => `state what it does: \`effect ${hinted.join(", ")}\``,
  *find({ policy }) {
    for (const { name, span, effects, effectsFrom, hinted } of policy.tools) {
      const changing = hinted.filter((effect) => effect !== "reads");
      if (effectsFrom !== "declared" || changing.length === 0 || !effects.every((effect) => effect === "reads"))
        continue;
      yield { span, args: { tool: name, hinted: changing } };
    }
  },
});
