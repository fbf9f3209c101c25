import type { CheckedGrant, CheckedPolicy, CheckedTool } from "../ast/checked.ts";
import type { CheckedGate, CheckedObligation, CheckedRequirement, CheckedTarget } from "../ast/checked-gate.ts";
import type { CheckedBreakGlass } from "../ast/checked-switch.ts";
import type { HistoryTerm } from "../ast/history.ts";
import { stripSpans } from "../ast/strip-spans.ts";
import { toolsOfAll } from "../ast/tools-of-all.ts";
import { allOperands } from "../ast/walk-condition.ts";
import { effects, type Tool } from "../event/catalogue.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { assertNever } from "../source/assert-never.ts";
import { requirementLevel } from "./assemble-decision.ts";
import type { Level, Obligation, Requirement } from "./decision.ts";
import type {
  IrBreakGlass,
  IrCondition,
  IrEndorsement,
  IrGate,
  IrGrant,
  IrLabelRule,
  IrTarget,
  PolicyIr,
} from "./ir.ts";
import { lowerAgent, lowerAgentGates } from "./lower-agents.ts";
import { lowerBands } from "./lower-bands.ts";
import { lowerConnector } from "./lower-connectors.ts";
import { lowerDrift } from "./lower-drift.ts";
import { lowerKillGate, lowerKillSwitch, lowerQuorum } from "./lower-kill-switches.ts";
import { strictest, uniteByContent } from "./reason.ts";

/**
 * The compiled policy (`ir.ts`) of a checked one. Cannot fail. Everything is sorted by name and content, so policies
 * that differ in the order of their declarations, clauses or names only have the same IR.
 */
export function lowerPolicy(policy: CheckedPolicy): PolicyIr {
  const tools = policy.tools.map(({ name }) => name).sort();
  const grants = policy.grants.map(lowerGrant).sort(byName);
  const gates = [
    ...policy.gates.map(lowerGate),
    ...policy.agents.flatMap((agent) => lowerAgentGates(agent, tools, policy.agents)),
    ...policy.connectors.flatMap((connector) =>
      lowerConnector(connector, policy.tools, { lowerRequirement, lowerObligation }),
    ),
    ...lowerBands(
      policy.bands.map(({ on, rows }) => ({ on: lowerTargets(on), rows })),
      lowerRequirement,
    ),
    ...policy.drifts.flatMap((one) => lowerDrift(one, tools, { lowerRequirement, lowerObligation })),
    ...policy.killSwitches.map((one) => lowerKillGate(one, tools)),
  ].sort(byName);
  const labels = sortByContent(policy.labels.map(lowerLabel));
  return {
    ir: 1,
    policy: policy.name,
    version: policy.version,
    language: policy.language,
    catalogue: {
      tools: recordOf(policy.tools.map((tool) => [tool.name, lowerTool(tool)])),
      context: recordOf(policy.context.map(({ path, type, from }) => [path, { type, from }])),
      ...(policy.schemas.length === 0 ? {} : { schemas: recordOf(policy.schemas) }),
    },
    agents: policy.agents.map(lowerAgent).sort(byName),
    grants,
    gates,
    labels,
    terms: lowerTerms(
      policy.terms,
      [
        ...grants.map(({ when }) => when),
        ...gates.flatMap(({ when, unless }) => [when, unless]),
        ...labels.map(({ when }) => when),
      ],
      policy.drifts.filter((drift) => !isActing(drift)).flatMap(({ metrics }) => metrics.map(({ term }) => term.name)),
    ),
    endorsements: sortByContent(policy.endorsements.map(lowerEndorsement)),
    drifts: policy.drifts
      .filter(isActing)
      .map(({ name, per, baseline }) => ({ name, per, baseline: baseline.digest }))
      .sort(byName),
    killSwitches: policy.killSwitches.map(lowerKillSwitch).sort(byName),
    breakGlasses: policy.breakGlasses.map(lowerBreakGlass).sort(byName),
  };
}

function lowerTool(tool: CheckedTool): Tool {
  return {
    name: tool.name,
    args: tool.args,
    result: tool.result,
    ...(tool.resultFormat === undefined ? {} : { resultFormat: tool.resultFormat }),
    effects: effects.filter((effect) => tool.effects.includes(effect)),
    returns: sorted(tool.returns),
    trusted: sorted(tool.trusted),
    untrusted: sorted(tool.untrusted),
    ...(tool.undo === undefined ? {} : { undo: tool.undo }),
    ...(tool.irreversible ? { irreversible: true } : {}),
    schemaDigest: tool.schemaDigest,
  };
}

function lowerGrant(grant: CheckedGrant): IrGrant {
  const { whileTask } = grant;
  return {
    name: grant.name,
    agents: sorted(grant.agents.map(({ name }) => name)),
    tools: sorted(toolsOfAll(grant.patterns)),
    ...(grant.when === undefined ? {} : { when: stripSpans(grant.when) }),
    ...(grant.purposes === undefined ? {} : { purposes: sorted(grant.purposes) }),
    ...(grant.onBehalfOf === undefined ? {} : { onBehalfOf: sorted(grant.onBehalfOf.map(({ name }) => name)) }),
    ...(grant.until === undefined ? {} : { untilMs: grant.until.ms }),
    ...(whileTask === undefined ? {} : { whileTask: whileTask.maxMs === undefined ? {} : { maxMs: whileTask.maxMs } }),
  };
}

function lowerGate(gate: CheckedGate): IrGate {
  const requirements = uniteByContent(gate.requirements.map(lowerRequirement));
  const levels: readonly Exclude<Level, "allow">[] = [...gate.outcomes, ...requirements.map(requirementLevel)];
  return {
    name: gate.name,
    builtIn: false,
    on: lowerTargets(gate.on),
    ...(gate.when === undefined ? {} : { when: stripSpans(gate.when) }),
    ...(gate.unless === undefined ? {} : { unless: stripSpans(gate.unless) }),
    // The checker demands an outcome; without one a gate would at least be seen.
    level: levels.reduce((left, right) => (strictest(left, right) === left ? left : right), "log"),
    requirements,
    obligations: uniteByContent(gate.obligations.map(lowerObligation)),
    overridable: gate.overridable,
    ...(gate.observe === undefined ? {} : { observe: { untilMs: gate.observe.untilMs, owner: gate.observe.owner } }),
    ...(gate.because === undefined ? {} : { because: gate.because }),
    tags: sorted(gate.tags),
  };
}

type TargetOfTools = Extract<CheckedTarget, { readonly tools: readonly string[] }>;

/** One target a kind (and recipient): the tools of several patterns are one list. */
function lowerTargets(targets: readonly CheckedTarget[]): readonly IrTarget[] {
  const toolsOf = (kind: "call" | "result"): readonly string[] =>
    sorted(toolsOfAll(targets.filter((target): target is TargetOfTools => target.kind === kind)));
  const lowered = targets.map((target): IrTarget => {
    switch (target.kind) {
      case "call":
      case "result":
        return { kind: target.kind, tools: toolsOf(target.kind) };
      case "message":
        return target.to === undefined ? { kind: "message" } : { kind: "message", to: target.to };
      case "prompt":
      case "output":
        return { kind: target.kind };
      default:
        return assertNever(target);
    }
  });
  return uniteByContent(lowered);
}

function lowerRequirement(requirement: CheckedRequirement): Requirement {
  switch (requirement.kind) {
    case "verification":
      return { kind: "verification", by: { kind: requirement.by.kind, name: requirement.by.name } };
    case "confirmation":
      return { kind: "confirmation", by: "user" };
    case "approval": {
      const { role, count, validMs, reusable, escalate } = requirement;
      return {
        kind: "approval",
        role,
        count,
        ...(validMs === undefined ? {} : { validMs }),
        ...(reusable === undefined ? {} : { reusable }),
        ...(escalate === undefined ? {} : { escalate: { afterMs: escalate.afterMs, role: escalate.role } }),
      };
    }
    default:
      return assertNever(requirement);
  }
}

function lowerObligation(obligation: CheckedObligation): Obligation {
  switch (obligation.kind) {
    case "redact": {
      const { path, by } = obligation;
      return { kind: "redact", recognisers: sorted(obligation.recognisers), path, by };
    }
    case "record-full":
      return { kind: "record-full" };
    case "alert":
    case "notify":
      return { kind: obligation.kind, target: obligation.target };
    default:
      return assertNever(obligation);
  }
}

/** The word of one person counts for as long as what it opens, unless the policy says otherwise. */
const lowerBreakGlass = ({ name, gates, approval, maxMs, obligations, because }: CheckedBreakGlass): IrBreakGlass => ({
  name,
  gates: sorted(gates.map((gate) => gate.name)),
  approval: { validMs: maxMs, ...lowerQuorum(approval) },
  maxMs,
  obligations: uniteByContent(obligations.map(lowerObligation)),
  ...(because === undefined ? {} : { because }),
});

function lowerLabel({ label, tools, when }: CheckedPolicy["labels"][number]): IrLabelRule {
  return { label, tools: sorted(tools), ...(when === undefined ? {} : { when: stripSpans(when) }) };
}

/** A drift that is being measured has no rows yet. */
const isActing = ({ rows }: CheckedPolicy["drifts"][number]): boolean => rows.length > 0;

/** The terms that these conditions read, and those that are measured, by name: a `let` that no rule uses keeps no register. */
function lowerTerms(
  terms: readonly HistoryTerm[],
  conditions: readonly (IrCondition | undefined)[],
  measured: readonly string[],
): readonly HistoryTerm[] {
  if (terms.length === 0) return [];
  const read = new Set<string>(measured);
  for (const condition of conditions) {
    if (condition === undefined) continue;
    for (const operand of allOperands<unknown>(condition)) if (operand.kind === "history") read.add(operand.term);
  }
  return [...new Map(terms.map((term) => [term.name, term])).values()]
    .filter(({ name }) => read.has(name))
    .sort(byName);
}
const lowerEndorsement = ({ tool, labels }: CheckedPolicy["endorsements"][number]): IrEndorsement => ({
  tool,
  labels: sorted(labels),
});

/** Each once, by UTF-16 code units. */
const sorted = (names: readonly string[]): readonly string[] =>
  isAscending(names) ? names : [...new Set(names)].sort();

function isAscending(names: readonly string[]): boolean {
  for (let index = 1; index < names.length; index += 1) {
    if ((names[index - 1] ?? "") >= (names[index] ?? "")) return false;
  }
  return true;
}

const byName = (left: { readonly name: string }, right: { readonly name: string }): number =>
  left.name < right.name ? -1 : left.name > right.name ? 1 : 0;

function sortByContent<T extends object>(items: readonly T[]): readonly T[] {
  const keyed = items.map((item) => ({ item, key: canonicalJson(item) }));
  return keyed.sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ item }) => item);
}

/** In code-unit order of the names; readers of it ask `hasOwn`, because names come from outside. */
const recordOf = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
