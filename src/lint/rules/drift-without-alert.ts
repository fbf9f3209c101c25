import { callsMetric, driftExample } from "../drift-example.ts";
import { guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const page = (row: string): string => driftExample(guarded, callsMetric, "./usual.json", row);

export const driftWithoutAlert = defineRule<{ drift: string }>({
  code: "drift-without-alert",
  severity: "warning",
  why: "Drift is a sign of something else: an injected prompt, a stolen token, a broken release. Stopping the call tells nobody.",
  bad: page("over 3 sigma -> deny"),
  good: page('over 3 sigma -> deny also alert "soc"'),
  message: ({ drift }) => `drift \`${drift}\` tells nobody`,
  help: () => 'write `also alert "…"` or `also notify "…"` behind a row',
  *find({ policy }) {
    for (const { name, nameSpan, rows } of policy.drifts) {
      const obligations = rows.flatMap((row) => row.obligations);
      if (!obligations.some(({ kind }) => kind === "alert" || kind === "notify"))
        yield { span: nameSpan, args: { drift: name } };
    }
  },
});
