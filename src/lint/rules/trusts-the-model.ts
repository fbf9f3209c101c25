import type { CheckedCondition } from "../../ast/checked-condition.ts";
import { allOperands } from "../../ast/walk-condition.ts";
import { example, guarded } from "../example.ts";
import { defineRule, type LintContext } from "../rule.ts";

export const trustsTheModel = defineRule<{ owner: string; field: string }>({
  code: "trusts-the-model",
  severity: "warning",
  why: "A field that the model fills in says what an attacker makes the model say. It may restrict, but it must not permit or exempt.",
  bad: example(
    `context { ticket.ok is bool from model }\n${guarded}grant more { to agent clerk  tools look  when context.ticket.ok }\n`,
  ),
  good: example(
    `context { ticket.ok is bool from host }\n${guarded}grant more { to agent clerk  tools look  when context.ticket.ok }\n`,
  ),
  message: ({ owner, field }) => `${owner} rests on \`${field}\`, which only the model vouches for`,
  help: ({ field }) => `take \`${field}\` from the host or a verified token, or use it in a gate's \`when\` instead`,
  *find(context) {
    for (const grant of context.policy.grants) {
      yield* modelFields(context, grant.when, `grant \`${grant.name}\``);
    }
    for (const gate of context.policy.gates) {
      yield* modelFields(context, gate.unless, `the exemption of gate \`${gate.name}\``);
    }
  },
});

function* modelFields({ policy }: LintContext, condition: CheckedCondition | undefined, owner: string) {
  if (condition === undefined) return;
  for (const operand of allOperands(condition)) {
    if (operand.kind !== "path" || operand.root !== "context") continue;
    const path = operand.segments.join(".");
    const field = policy.context.find((declared) => declared.path === path);
    if (field?.from !== "model") continue;
    yield {
      span: operand.span,
      args: { owner, field: `context.${path}` },
      details: { related: [{ span: field.span, label: "declared as coming from the model" }] },
    };
  }
}
