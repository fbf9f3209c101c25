import type { CheckedMetric } from "../ast/checked-drift.ts";
import { type HistoryKey, type HistoryTerm, nameTerm } from "../ast/history.ts";
import type { Name } from "../ast/name.ts";
import type { DriftClause, DriftDeclaration } from "../ast/parsed-drift.ts";
import { duplicateName } from "../diagnostics/declarations.ts";
import {
  baselineOfOthers,
  baselineWithoutDeviation,
  driftMetric,
  invalidBaseline,
  metricWithoutBaseline,
} from "../diagnostics/drift.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { formatJsonPath } from "../json/json-path.ts";
import type { PinnedBaseline } from "./check-baseline.ts";
import { typeHistory } from "./history.ts";
import type { BaselineMetric, Usual } from "./read-baseline.ts";
import type { Checker, Scope } from "./scope.ts";
import { callSurfaces } from "./surfaces.ts";

type MetricClause = Extract<DriftClause, { readonly kind: "metric" }>;

/**
 * The metrics with what is usual for each, by name; undefined after an error in one, or where the baseline is of others.
 * While measuring, nothing is usual yet.
 */
export function checkMetrics(
  declaration: DriftDeclaration,
  per: HistoryKey,
  baseline: PinnedBaseline | "measuring" | undefined,
  scope: Scope,
): readonly CheckedMetric[] | undefined {
  const { report } = scope.checker;
  const clauses = new Map<string, MetricClause>();
  let sound = true;
  for (const clause of declaration.clauses) {
    if (clause.kind !== "metric") continue;
    const first = clauses.get(clause.name.text);
    if (first === undefined) clauses.set(clause.name.text, clause);
    else {
      sound = false;
      const related = [{ span: first.name.span, label: "first declared here" }];
      report.add(duplicateName.at(clause.name.span, { kind: "metric", name: clause.name.text }, { related }));
    }
  }
  const own = baseline === "measuring" || baseline?.per === per ? baseline : undefined;
  if (baseline !== undefined && baseline !== "measuring" && own === undefined)
    report.add(baselineOfOthers.at(declaration.per.span, { per, measured: baseline.per }));
  const metrics = [...clauses.values()].map((clause) => checkMetric(clause, declaration.per, own, scope));
  if (own === undefined) return undefined;
  if (own !== "measuring" && reportForeign(own, clauses, declaration, scope)) sound = false;
  const known = metrics.filter((metric) => metric !== undefined);
  return sound && known.length === metrics.length
    ? known.sort((left, right) => (left.name < right.name ? -1 : 1))
    : undefined;
}

/** Whether the baseline has metrics that the drift lacks, which are reported. */
function reportForeign(
  baseline: PinnedBaseline,
  clauses: ReadonlyMap<string, MetricClause>,
  { name: drift }: DriftDeclaration,
  { checker }: Scope,
): boolean {
  const foreign = [...baseline.metrics.keys()].filter((name) => !clauses.has(name));
  for (const name of foreign) {
    const near = nearMiss(name, clauses.keys());
    const problem = `${drift.text} has no metric \`${name}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`;
    const path = ["metrics", name];
    checker.report.add(invalidBaseline.at(baseline.spanOf(path), { path: formatJsonPath(path), problem }));
  }
  return foreign.length > 0;
}

function checkMetric(
  { name, term: written }: MetricClause,
  per: Name,
  baseline: PinnedBaseline | "measuring" | undefined,
  scope: Scope,
): CheckedMetric | undefined {
  const { checker } = scope;
  if (written.kind !== "history") return undefined;
  const problem = problemOf(written);
  if (problem !== undefined) {
    checker.report.add(driftMetric.at(problem.span, { problem: problem.says }));
    return undefined;
  }
  const place = callSurfaces([...checker.names.tools.keys()], checker);
  const typed = typeHistory({ ...written, per }, { ...scope, place });
  if (typed.kind !== "value" || typed.operand.kind !== "history" || baseline === undefined) return undefined;
  if (baseline === "measuring") return unmeasured(name, checker.terms.get(typed.operand.term), checker);
  const measured = baseline.metrics.get(name.text);
  if (measured === undefined) {
    const near = nearMiss(name.text, baseline.metrics.keys());
    const known = [...baseline.metrics.keys()];
    checker.report.add(metricWithoutBaseline.at(name.span, { name: name.text, near, known }));
    return undefined;
  }
  const term = inUnit(checker.terms.get(typed.operand.term), measured.unit, checker);
  const path = ["metrics", name.text];
  const refuse = (member: readonly string[], says: string): undefined => {
    const at = [...path, ...member];
    const related = [{ span: name.span, label: "of this metric" }];
    checker.report.add(
      invalidBaseline.at(baseline.spanOf(at), { path: formatJsonPath(at), problem: says }, { related }),
    );
    return undefined;
  };
  if (term === "no-unit") return refuse([], 'amounts have a currency: add `"unit": "USD"`');
  if (term === "other-unit" || term === undefined) return refuse(["unit"], "the metric does not count this currency");
  if (term.name !== measured.term) return refuse(["term"], `the policy measures \`${term.name}\``);
  return usualOf(name, measured, term, baseline, refuse, checker);
}

/** To be measured: a sum over several currencies is no number. */
function unmeasured(name: Name, term: HistoryTerm | undefined, { report }: Checker): CheckedMetric | undefined {
  if (term?.kind === "sum" && term.type.kind === "money" && term.type.currency.kind !== "fixed") {
    const problem = "amounts of several currencies cannot be measured as one number";
    report.add(driftMetric.at(name.span, { problem }));
    return undefined;
  }
  return term && { name: name.text, span: name.span, term, all: undefined, agents: [] };
}

function usualOf(
  name: Name,
  { all, agents }: BaselineMetric,
  term: HistoryTerm,
  baseline: PinnedBaseline,
  refuse: (member: readonly string[], says: string) => undefined,
  { names, report }: Checker,
): CheckedMetric | undefined {
  if (agents.size > 0 && baseline.per !== "agent")
    return refuse(["agents"], `a drift per ${baseline.per} knows no agents: put what is usual under \`all\``);
  for (const agent of agents.keys()) {
    if (names.agents.has(agent)) continue;
    const near = nearMiss(agent, names.agents.keys());
    return refuse(["agents", agent], `no agent is called so${near === undefined ? "" : `; did you mean \`${near}\`?`}`);
  }
  const missing = [...names.agents.keys()].filter((agent) => !agents.has(agent)).sort();
  if (all === undefined && missing.length > 0)
    return refuse([], `nothing is said of agent ${missing.map((one) => `\`${one}\``).join(", ")}: add it, or \`all\``);
  const isFlat = (usual: Usual | undefined): boolean => usual !== undefined && /^[0.]*$/.test(usual.deviation);
  if (baseline.minDeviation === undefined && [all, ...agents.values()].some(isFlat)) {
    report.add(baselineWithoutDeviation.at(name.span, { name: name.text }));
    return undefined;
  }
  const sorted = [...agents].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    name: name.text,
    span: name.span,
    term,
    all: all === undefined ? undefined : plainUsual(all),
    agents: sorted.map(([agent, usual]) => ({ agent, ...plainUsual(usual) })),
  };
}

const plainUsual = ({ mean, deviation }: Usual) => ({ mean, deviation });

/** A sum of amounts is of the one currency that the baseline names. */
function inUnit(
  term: HistoryTerm | undefined,
  unit: string | undefined,
  { terms }: Checker,
): HistoryTerm | "no-unit" | "other-unit" | undefined {
  if (term?.kind !== "sum" || term.type.kind !== "money") return unit === undefined ? term : "other-unit";
  if (unit === undefined) return "no-unit";
  const { currency } = term.type;
  if (currency.kind === "fixed") return currency.code === unit ? term : "other-unit";
  const fixed = nameTerm({ ...term, currency: unit });
  terms.set(fixed.name, fixed);
  return fixed;
}

/** A metric is one number of one key's own past. */
function problemOf({ word, per, events }: Extract<MetricClause["term"], { readonly kind: "history" }>) {
  if (word.text !== "count" && word.text !== "sum" && word.text !== "distinct")
    return { span: word.span, says: `\`${word.text}\` is no number` };
  if (per !== undefined) return { span: per.span, says: "the key of a metric is that of its drift" };
  const compared = events.find((event) => event.with !== undefined)?.with;
  return compared === undefined
    ? undefined
    : { span: compared.span, says: "a metric compares nothing with `this` event" };
}
