import type { CheckedDrift, CheckedDriftRow } from "../ast/checked-drift.ts";
import { type HistoryKey, nameTerm } from "../ast/history.ts";
import type { DriftClause, DriftDeclaration, DriftRow } from "../ast/parsed-drift.ts";
import { countTooSmall } from "../diagnostics/declarations.ts";
import { driftLevelFalls, driftNotAscending, driftNumber, incompleteDrift } from "../diagnostics/drift.ts";
import type { SourceText } from "../source/span.ts";
import { compareDecimals, formatDecimal, parseDecimal, zero } from "../value/decimal.ts";
import { checkBaseline } from "./check-baseline.ts";
import { checkMetrics } from "./check-metrics.ts";
import { checkObligation, checkRequirement } from "./check-outcome.ts";
import { ruleScope } from "./expressions.ts";
import { resolveHistoryKey } from "./history.ts";
import type { Checker, Scope } from "./scope.ts";
import { targetSurfaces } from "./surfaces.ts";

type ClauseOf<K extends DriftClause["kind"]> = Extract<DriftClause, { readonly kind: K }>;
type CheckedRow = CheckedDrift["rows"][number];

/** A key is known to be usual only after this many of its events; they never leave the window. */
const warmupWindowMs = 36_500 * 86_400_000;

/**
 * A drift with its metrics, its baseline and its rows; undefined after an error in any of its clauses. Without `read` it is
 * to be measured: there is no baseline yet, and no row acts.
 */
export function checkDrift(
  declaration: DriftDeclaration,
  checker: Checker,
  read: ((fromFile: string, path: string) => SourceText | undefined) | undefined,
): CheckedDrift | undefined {
  const { name, span, clauses } = declaration;
  const ofKind = <K extends DriftClause["kind"]>(kind: K): readonly ClauseOf<K>[] =>
    clauses.filter((clause): clause is ClauseOf<K> => clause.kind === kind);
  const [metricClauses, overClauses] = [ofKind("metric"), ofKind("over")];
  const [baselineClause] = ofKind("baseline");
  const [warmupClause] = ofKind("warmup");
  const missing = [
    ...(metricClauses.length === 0 ? (["metric"] as const) : []),
    ...(baselineClause === undefined ? (["baseline"] as const) : []),
    ...(overClauses.length === 0 ? (["over"] as const) : []),
  ];
  if (missing.length > 0) checker.report.add(incompleteDrift.at(name.span, { name: name.text, missing }));
  const per = resolveHistoryKey(declaration.per, checker);
  const tools = [...checker.names.tools.keys()].sort();
  const surfaces = targetSurfaces(
    [
      { kind: "call", span, written: "*", tools },
      { kind: "message", span, to: undefined },
    ],
    checker,
  );
  const scope = ruleScope(checker, surfaces, span);
  const rows = overClauses.map((clause) => checkOver(clause, scope));
  reportOrder(overClauses, checker);
  const warmup = warmupClause === undefined ? undefined : checkWarmup(warmupClause, tools, per, scope);
  const baseline =
    read === undefined
      ? "measuring"
      : baselineClause === undefined
        ? undefined
        : checkBaseline(baselineClause, checker.report, read);
  const metrics = per === undefined ? undefined : checkMetrics(declaration, per, baseline, scope);
  const known = rows.filter((row) => row !== undefined);
  if (baselineClause === undefined || baseline === undefined || metrics === undefined || per === undefined)
    return undefined;
  if (missing.length > 0 || known.length < rows.length || (warmupClause !== undefined && warmup === undefined))
    return undefined;
  const isMeasured = baseline === "measuring";
  return {
    name: name.text,
    span,
    nameSpan: name.span,
    per,
    baseline: {
      span: baselineClause.span,
      path: baselineClause.path.text,
      digest: isMeasured ? "" : baseline.digest,
      minDeviation: isMeasured ? undefined : baseline.minDeviation,
    },
    metrics,
    warmup: isMeasured ? undefined : warmup,
    rows: isMeasured ? [] : known,
    because: ofKind("because")[0]?.text.text,
  };
}

function checkOver(clause: ClauseOf<"over">, scope: Scope): CheckedRow | undefined {
  const sigmas = parseDecimal(clause.sigmas.digits);
  const isFit =
    sigmas !== undefined && compareDecimals(sigmas, zero) > 0 && /^\d{1,3}(\.\d{1,3})?$/.test(clause.sigmas.digits);
  if (!isFit) scope.checker.report.add(driftNumber.at(clause.sigmas.span, { clause: "over" }));
  const row = checkRow(clause, scope);
  return row === undefined || !isFit || sigmas === undefined ? undefined : { ...row, sigmas: formatDecimal(sigmas) };
}

function checkWarmup(
  clause: ClauseOf<"warmup">,
  tools: readonly string[],
  per: HistoryKey | undefined,
  scope: Scope,
): CheckedDrift["warmup"] {
  if (clause.events < 1) scope.checker.report.add(countTooSmall.at(clause.span, { clause: "warmup" }));
  const row = checkRow(clause, scope);
  if (row === undefined || per === undefined || clause.events < 1) return undefined;
  const event = { phase: "attempted", patterns: ["*"], tools, messages: true, with: [] } as const;
  const term = nameTerm({ kind: "count", event, withinMs: warmupWindowMs, per });
  scope.checker.terms.set(term.name, term);
  return { ...row, events: clause.events, term };
}

function checkRow({ span, outcome, also }: DriftRow, scope: Scope): CheckedDriftRow | undefined {
  const obligations = also.map((one) => checkObligation(one, scope));
  const known = obligations.filter((obligation) => obligation !== undefined);
  const isLevel = outcome.kind === "log" || outcome.kind === "deny";
  const checked = isLevel ? outcome.kind : checkRequirement(outcome, scope);
  if (checked === undefined || known.length < obligations.length) return undefined;
  return { span, outcome: checked, obligations: known };
}

const ranks = { allow: 0, log: 1, verification: 2, confirmation: 3, approval: 4, deny: 5 } as const;

/** Further from the usual is never laxer. */
function reportOrder(rows: readonly ClauseOf<"over">[], checker: Checker): void {
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (before === undefined) continue;
    const [lower, upper] = [parseDecimal(before.sigmas.digits), parseDecimal(row.sigmas.digits)];
    if (lower !== undefined && upper !== undefined && compareDecimals(lower, upper) >= 0) {
      const related = [{ span: before.sigmas.span, label: "the row before" }];
      checker.report.add(driftNotAscending.at(row.sigmas.span, {}, { related }));
    }
    if (ranks[row.outcome.kind] < ranks[before.outcome.kind]) {
      const related = [{ span: before.outcome.span, label: "stricter nearer to the usual" }];
      checker.report.add(driftLevelFalls.at(row.outcome.span, {}, { related }));
    }
  }
}
