import type { CheckedPolicy } from "../../ast/checked.ts";
import type { CheckedCondition } from "../../ast/checked-condition.ts";
import { allOperands, conditionsOf } from "../../ast/walk-condition.ts";
import type { Span } from "../../source/span.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const unusedDeclaration = defineRule<{ kind: string; name: string }>({
  code: "unused-declaration",
  severity: "warning",
  why: "A name that nothing uses is a leftover, or the rule that should use it is missing or misspelt.",
  bad: example(`${guarded}role nobody_asks\n`),
  good: example(guarded),
  message: ({ kind, name }) => `${kind} \`${name}\` is declared and never used`,
  help: ({ kind }) => (kind === "agent" ? "grant it something, or remove it" : "use it, or remove it"),
  *find({ policy }) {
    const uses = collectUses(policy);
    const report = (kind: string, name: string, span: Span) => ({ span, args: { kind, name } });
    for (const { name, span } of unusedParams(policy)) yield report("parameter", name, span);
    for (const { name, span } of policy.roles) if (!uses.roles.has(name)) yield report("role", name, span);
    for (const { name, span, used } of policy.lets) if (!used && !uses.rules.has(name)) yield report("let", name, span);
    for (const { name, span } of policy.agents) if (!uses.agents.has(name)) yield report("agent", name, span);
    for (const { path, span } of policy.context) if (!uses.context.has(path)) yield report("context field", path, span);
    for (const { label, span } of policy.labels) if (!uses.labels.has(label)) yield report("label", label, span);
  },
});

/** A pack's rules may do nothing in this policy, so a parameter counts as used wherever its pack writes its name. */
function unusedParams(policy: CheckedPolicy): readonly { readonly name: string; readonly span: Span }[] {
  return policy.packs.flatMap(({ files }) => {
    const declared = files.flatMap((file) => file.declarations.map((one) => ({ file, one })));
    return declared.flatMap(({ one }) => {
      if (one.kind !== "param") return [];
      const word = new RegExp(`\\b${one.name.text}\\b`);
      const isUsed = declared.some(
        ({ file, one: other }) => other !== one && word.test(file.text.slice(other.span.start, other.span.end)),
      );
      return isUsed ? [] : [{ name: one.name.text, span: one.name.span }];
    });
  });
}

function collectUses(policy: CheckedPolicy) {
  const roles = new Set<string>();
  const rules = new Set<string>();
  const agents = new Set<string>();
  const context = new Set<string>();
  const labels = new Set<string>();
  const condition = (one: CheckedCondition | undefined): void => {
    if (one === undefined) return;
    for (const operand of allOperands(one)) {
      if (operand.kind === "path" && operand.root === "context") context.add(operand.segments.join("."));
    }
    for (const inner of conditionsOf(one)) {
      if (inner.kind === "contains" && inner.mode === "label") {
        for (const value of inner.values) {
          if (value.kind === "literal" && value.literal.kind === "text") labels.add(value.literal.text);
        }
      }
      if (inner.kind === "origin") {
        for (const source of inner.sources) if (source.kind === "agent") agents.add(source.agent);
      }
    }
  };
  const requirements = [
    ...policy.gates.flatMap((gate) => gate.requirements),
    ...policy.bands.flatMap((bands) =>
      bands.rows.flatMap(({ outcome }) => (typeof outcome === "string" ? [] : [outcome])),
    ),
    ...policy.connectors.flatMap(({ violation: { outcome } }) => (typeof outcome === "string" ? [] : [outcome])),
    ...policy.drifts
      .flatMap(({ rows, warmup }) => [...rows, ...(warmup === undefined ? [] : [warmup])])
      .flatMap(({ outcome }) => (typeof outcome === "string" ? [] : [outcome])),
    ...policy.claims.flatMap((claim) =>
      claim.kind === "always" && claim.demand.kind !== "at-least" ? [claim.demand] : [],
    ),
  ];
  for (const requirement of requirements) {
    if (requirement.kind === "approval") {
      roles.add(requirement.role);
      if (requirement.escalate !== undefined) roles.add(requirement.escalate.role);
    }
    if (requirement.kind === "verification")
      (requirement.by.kind === "agent" ? agents : rules).add(requirement.by.name);
  }
  for (const { setBy, clearedBy } of policy.killSwitches) {
    roles.add(setBy.role);
    roles.add(clearedBy.role);
  }
  for (const { approval } of policy.breakGlasses) roles.add(approval.role);
  for (const grant of policy.grants) {
    for (const { name } of grant.agents) agents.add(name);
    for (const { name } of grant.onBehalfOf ?? []) roles.add(name);
    condition(grant.when);
  }
  for (const agent of policy.agents) {
    for (const { name } of agent.mayMessage) agents.add(name);
    for (const { to } of agent.mayDelegate) agents.add(to);
  }
  for (const gate of policy.gates) {
    condition(gate.when);
    condition(gate.unless);
  }
  for (const rule of policy.labels) condition(rule.when);
  for (const claim of policy.claims) if (claim.kind === "never" || claim.kind === "always") condition(claim.with);
  return { roles, rules, agents, context, labels };
}
