import { example } from "../example.ts";
import { defineRule } from "../rule.ts";

export const grantOfEverything = defineRule<{ grant: string; count: number }>({
  code: "grant-of-everything",
  severity: "warning",
  why: "A grant of every tool grows with every tool somebody adds to the catalogue. Least privilege names what is needed.",
  bad: example(
    "grant all { to agent clerk  tools *  while task max 8h }\ngate g on pay, wipe { require approval by role finance }\n",
  ),
  good: example("grant some { to agent clerk  tools look  while task max 8h }\n"),
  message: ({ grant, count }) => `grant \`${grant}\` covers every tool: ${count} now, and each one added later`,
  help: () => "name the tools, or a family of them such as `crm.get_*`",
  *find({ policy }) {
    for (const grant of policy.grants) {
      for (const { span, pattern, tools } of grant.patterns) {
        if (pattern === "*" || pattern === "**") yield { span, args: { grant: grant.name, count: tools.length } };
      }
    }
  },
});
