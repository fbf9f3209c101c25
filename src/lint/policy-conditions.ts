import type { CheckedPolicy } from "../ast/checked.ts";
import type { CheckedCondition } from "../ast/checked-condition.ts";

/** Every condition that a policy writes, whole, wherever a clause takes one. What a `let` holds shows where it is used. */
export function policyConditions(policy: CheckedPolicy): readonly CheckedCondition[] {
  const ofControls = policy.controls.flatMap(({ failWhen, require, partial, notApplicable, attestedBy }) => [
    ...[...failWhen, ...require, ...partial, ...notApplicable].map(({ condition }) => condition),
    ...attestedBy.map(({ when }) => when),
  ]);
  const conditions = [
    ...policy.gates.flatMap(({ when, unless }) => [when, unless]),
    ...policy.grants.map(({ when }) => when),
    ...policy.labels.map(({ when }) => when),
    ...policy.claims.map((claim) => (claim.kind === "never" || claim.kind === "always" ? claim.with : undefined)),
    ...ofControls,
  ];
  return conditions.filter((condition) => condition !== undefined);
}
