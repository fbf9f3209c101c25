import type { CheckedPolicy } from "../ast/checked.ts";
import type { CheckedGate } from "../ast/checked-gate.ts";
import { conditionsOf } from "../ast/walk-condition.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { once } from "../engine/once.ts";
import { policyConditions } from "./policy-conditions.ts";
import type { LintContext } from "./rule.ts";
import { lintRules } from "./rules/index.ts";
import { applySuppressions, type Suppressed } from "./suppressions.ts";

export interface LintSettings {
  /** Milliseconds since the epoch: what `until` in an ignore is compared with. */
  readonly asOfMs: number;
  /** Codes known besides the lint rules' own, for `unknown-ignore`. */
  readonly otherCodes: readonly string[];
}

/** Runs every rule over a checked policy; ignores in comments are applied, and unused, expired or unknown ones reported. */
export const lintPolicy = (policy: CheckedPolicy, settings: LintSettings): readonly Diagnostic[] =>
  lintWithIgnored(policy, settings).found;

/** The same, with the findings that are ignored. */
export function lintWithIgnored(policy: CheckedPolicy, settings: LintSettings): Suppressed {
  const context = lintContext(policy, settings.asOfMs);
  const found = lintRules.flatMap((rule) => rule.check(context));
  const known = new Set([...lintRules.map(({ code }) => code), ...settings.otherCodes]);
  const packFiles = new Map(policy.packs.flatMap(({ files }) => files.map((file) => [file.file, file] as const)));
  return applySuppressions([...policy.files, ...packFiles.values()], found, known, settings.asOfMs);
}

export function lintContext(policy: CheckedPolicy, asOfMs: number): LintContext {
  const tools = new Map(policy.tools.map((tool) => [tool.name, tool]));
  const gates = new Map<string, CheckedGate[]>();
  for (const gate of policy.gates) {
    if (gate.observe !== undefined) continue;
    for (const tool of new Set(gate.on.flatMap((target) => (target.kind === "call" ? target.tools : [])))) {
      gates.set(tool, [...(gates.get(tool) ?? []), gate]);
    }
  }
  const banded = new Set(
    policy.bands.flatMap((bands) => bands.on.flatMap((target) => (target.kind === "call" ? target.tools : []))),
  );
  return {
    policy,
    asOfMs,
    tool: (name) => tools.get(name),
    granted: new Set(policy.grants.flatMap((grant) => grant.patterns.flatMap((pattern) => pattern.tools))),
    gatesOn: (tool) => gates.get(tool) ?? [],
    conditions: once(() => policyConditions(policy).flatMap(conditionsOf)),
    banded: (tool) => banded.has(tool),
  };
}
