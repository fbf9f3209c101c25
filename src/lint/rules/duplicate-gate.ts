import type { CheckedGate } from "../../ast/checked-gate.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const duplicateGate = defineRule<{ gate: string; other: string }>({
  code: "duplicate-gate",
  severity: "warning",
  why: "Two gates that say the same do no harm and hide which one somebody will edit. Usually one was meant for another tool.",
  bad: example(`${guarded}gate again on pay { require approval by role finance }\n`),
  good: example(guarded),
  message: ({ gate, other }) => `gate \`${gate}\` says exactly what gate \`${other}\` says`,
  help: () => "remove one of them, or correct the one that was meant differently",
  *find({ policy }) {
    const seen = new Map<string, CheckedGate>();
    for (const gate of policy.gates) {
      const key = meaningOf(gate);
      const other = seen.get(key);
      if (other === undefined) seen.set(key, gate);
      else {
        yield {
          span: gate.nameSpan,
          args: { gate: gate.name, other: other.name },
          details: { related: [{ span: other.nameSpan, label: "the other one" }] },
        };
      }
    }
  },
});

const meaningOf = ({
  on,
  when,
  unless,
  outcomes,
  requirements,
  obligations,
  overridable,
  observe,
}: CheckedGate): string =>
  JSON.stringify(
    { on, when, unless, outcomes, requirements, obligations, overridable, observe },
    (key, value: unknown) => (key === "span" || key === "written" ? undefined : value),
  );
