import type { CheckedCondition } from "../../ast/checked-condition.ts";
import type { CheckedGate } from "../../ast/checked-gate.ts";
import { allOperands } from "../../ast/walk-condition.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const bands = "bands confidence on wipe { above 90% -> allow  otherwise -> require approval by role finance }\n";

export const confidenceOnly = defineRule<{ tool: string; effect: string }>({
  code: "confidence-only",
  severity: "warning",
  why: "Confidence is what the model says of itself. An attacker who steers the model steers its confidence too.",
  bad: example(`grant daily { to agent clerk  tools wipe  while task max 8h }\n${bands}`),
  good: example(`${guarded}${bands}`),
  message: ({ tool, effect }) => `\`${tool}\` ${effect}, and nothing but the model's own confidence protects it`,
  help: () => "add a gate whose condition the model cannot talk its way past",
  *find({ policy, tool, granted, gatesOn, banded }) {
    for (const { name, span } of policy.tools) {
      const effect = tool(name)?.effects.find((one) => ["pays", "deletes", "sends", "shares"].includes(one));
      if (effect === undefined || !granted.has(name)) continue;
      const gates = gatesOn(name);
      if (gates.length === 0 ? !banded(name) : !gates.every(restsOnConfidence)) continue;
      yield { span, args: { tool: name, effect } };
    }
  },
});

function restsOnConfidence(gate: CheckedGate): boolean {
  const operands = [gate.when, gate.unless].flatMap((condition: CheckedCondition | undefined) =>
    condition === undefined ? [] : [...allOperands(condition)],
  );
  const fields = operands.filter(({ kind }) => kind !== "literal");
  return fields.length > 0 && fields.every((operand) => operand.kind === "path" && operand.root === "confidence");
}
