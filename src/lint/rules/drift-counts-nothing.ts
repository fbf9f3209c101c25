import { printPastEvent } from "../../ast/history.ts";
import { driftExample } from "../drift-example.ts";
import { guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const page = (grants: string): string =>
  driftExample(
    grants,
    "wipes = count(executed wipe) within 1d",
    "./wipes.json",
    'over 3 sigma -> deny also alert "soc"',
  );

export const driftCountsNothing = defineRule<{ drift: string; metric: string; event: string }>({
  code: "drift-counts-nothing",
  severity: "warning",
  why: "What nobody may call is neither started nor executed, so such a metric stays at nothing and its drift is asleep, or always awake.",
  bad: page("grant daily { to agent clerk  tools look  while task max 8h }\n"),
  good: page(guarded),
  message: ({ drift, metric, event }) =>
    `metric \`${metric}\` of drift \`${drift}\` counts nothing: no grant covers \`${event}\``,
  help: () => "grant the tools to an agent, or measure what is `attempted` or `denied`",
  *find({ policy, granted }) {
    for (const drift of policy.drifts) {
      for (const { name, span, term } of drift.metrics) {
        const { event } = term;
        // What is not granted is attempted and denied all the same.
        if (event.phase === "attempted" || event.phase === "denied" || event.tools.some((tool) => granted.has(tool)))
          continue;
        yield { span, args: { drift: drift.name, metric: name, event: printPastEvent(event) } };
      }
    }
  },
});
