import { callsMetric, driftExample } from "../drift-example.ts";
import { guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const page = (...rows: readonly string[]): string => driftExample(guarded, callsMetric, "./usual.json", ...rows);

export const driftOnlyLogs = defineRule<{ drift: string }>({
  code: "drift-only-logs",
  severity: "warning",
  why: "An agent that behaves as it never did goes on doing so while somebody reads the log.",
  bad: page('over 3 sigma -> log also alert "soc"'),
  good: page('over 2 sigma -> log also alert "soc"', "over 3 sigma -> require approval by role finance"),
  message: ({ drift }) => `drift \`${drift}\` logs whatever happens, and stops nothing`,
  help: () => "add a row that asks somebody: `over 3 sigma -> require approval by role …`",
  *find({ policy }) {
    for (const { name, nameSpan, rows } of policy.drifts) {
      if (rows.every(({ outcome }) => outcome === "log")) yield { span: nameSpan, args: { drift: name } };
    }
  },
});
