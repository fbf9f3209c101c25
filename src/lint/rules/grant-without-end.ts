import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const grantWithoutEnd = defineRule<{ grant: string; tool: string; effects: string }>({
  code: "grant-without-end",
  severity: "warning",
  why: "A standing permission to change the world outlives the task it was given for, and a stolen agent inherits it.",
  bad: example("grant forever { to agent clerk  tools pay }\ngate money on pay { require approval by role finance }\n"),
  good: example(guarded),
  message: ({ grant, tool, effects }) => `grant \`${grant}\` never ends, and \`${tool}\` ${effects}`,
  help: () => "add `while task max 8h`, or `until` a date",
  *find({ policy, tool }) {
    for (const grant of policy.grants) {
      if (grant.until !== undefined || grant.whileTask !== undefined) continue;
      const risky = grant.patterns
        .flatMap(({ tools }) => tools)
        .map((name) => ({
          name,
          effects: (tool(name)?.effects ?? []).filter((effect) =>
            ["pays", "deletes", "sends", "shares"].includes(effect),
          ),
        }))
        .find(({ effects }) => effects.length > 0);
      if (risky === undefined) continue;
      yield { span: grant.span, args: { grant: grant.name, tool: risky.name, effects: risky.effects.join(", ") } };
    }
  },
});
