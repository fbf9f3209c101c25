import type { CheckedBands, CheckedRequirement } from "../ast/checked-gate.ts";
import type { BandRow, BandsDeclaration, ParsedOutcome } from "../ast/parsed-gate.ts";
import { bandLevelFalls, bandNotDescending, bandRowsOpen } from "../diagnostics/gates.ts";
import { unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { compareDecimals, type Decimal, parseDecimal } from "../value/decimal.ts";
import { checkRequirement } from "./check-outcome.ts";
import { isWithinConfidence } from "./confidence-range.ts";
import { ruleScope } from "./expressions.ts";
import { fitValue } from "./fit-value.ts";
import { resolveTargets } from "./resolve-tools.ts";
import type { Checker, Scope } from "./scope.ts";
import { targetSurfaces } from "./surfaces.ts";

type CheckedRow = CheckedBands["rows"][number];

/** Confidence bands: thresholds strictly descend, levels never fall, and the last row takes the rest. */
export function checkBands(declaration: BandsDeclaration, checker: Checker): CheckedBands | undefined {
  const { subject, rows } = declaration;
  const { report } = checker;
  if (subject.text !== "confidence") {
    const known = ["confidence"];
    report.add(unknownWord.at(subject.span, { word: subject.text, near: nearMiss(subject.text, known), known }));
  }
  const on = resolveTargets(declaration.on, checker);
  if (on === undefined) return undefined;
  const scope = ruleScope(checker, targetSurfaces(on, checker), subject.span);
  const last = rows.at(-1);
  const open = rows.findIndex((row) => row.bound.kind === "otherwise");
  if (last?.bound.kind !== "otherwise") {
    report.add(bandRowsOpen.at(last?.span ?? subject.span, { problem: "missing" }));
  } else if (open < rows.length - 1) {
    report.add(bandRowsOpen.at(rows[open]?.span ?? subject.span, { problem: "early" }));
  }
  const checked = rows.map((row) => checkRow(row, scope));
  reportOrder(rows, checked, checker);
  const complete = checked.filter((row) => row !== undefined);
  if (complete.length < rows.length || subject.text !== "confidence") return undefined;
  return { span: declaration.span, subject: "confidence", on, rows: complete };
}

function checkRow(row: BandRow, scope: Scope): CheckedRow | undefined {
  const bound = row.bound.kind === "otherwise" ? undefined : checkBound(row.bound, scope);
  const outcome = checkBandOutcome(row.outcome, scope);
  if (outcome === undefined || (row.bound.kind !== "otherwise" && bound === undefined)) return undefined;
  return { span: row.span, bound, outcome };
}

function checkBound(
  bound: Extract<BandRow["bound"], { readonly kind: "above" | "from" }>,
  scope: Scope,
): CheckedRow["bound"] {
  const typed = scope.typist.type(bound.value, scope);
  const type = { kind: "percent" } as const;
  const expected = { type, vocabulary: false, written: "confidence", asks: "ordering" } as const;
  const operand = fitValue(typed, expected, scope);
  if (operand === undefined) return undefined;
  const path = { kind: "path", span: bound.value.span, root: "confidence", segments: [], type } as const;
  const confidence = { kind: "value", operand: path, type, vocabulary: false } as const;
  // A threshold that no confidence can reach would be a row that never acts.
  if (!isWithinConfidence(confidence, operand, bound.kind === "above" ? ">" : ">=", scope)) return undefined;
  if (operand.kind === "literal" && operand.literal.kind === "number")
    return { kind: bound.kind, fraction: operand.literal.digits };
  scope.checker.report.add(bandNotDescending.at(bound.value.span, { problem: "a threshold is a literal percentage" }));
  return undefined;
}

function checkBandOutcome(
  outcome: ParsedOutcome,
  scope: Scope,
): "allow" | "log" | "deny" | CheckedRequirement | undefined {
  return outcome.kind === "allow" || outcome.kind === "log" || outcome.kind === "deny"
    ? outcome.kind
    : checkRequirement(outcome, scope);
}

const ranks = { allow: 0, log: 1, verification: 2, confirmation: 3, approval: 4, deny: 5 } as const;

function reportOrder(rows: readonly BandRow[], checked: readonly (CheckedRow | undefined)[], checker: Checker): void {
  for (const [index, row] of rows.entries()) {
    const above = rows[index - 1];
    if (above === undefined) continue;
    const [upper, lower] = [thresholdOf(checked[index - 1]), thresholdOf(checked[index])];
    if (upper !== undefined && lower !== undefined && !descends(upper, lower)) {
      checker.report.add(
        bandNotDescending.at(
          row.span,
          { problem: "this threshold is not below the one before" },
          { related: [{ span: above.span, label: "the row before" }] },
        ),
      );
    }
    if (ranks[row.outcome.kind] < ranks[above.outcome.kind]) {
      checker.report.add(
        bandLevelFalls.at(row.span, {}, { related: [{ span: above.span, label: "stricter at a higher confidence" }] }),
      );
    }
  }
}

interface Threshold {
  readonly kind: "above" | "from";
  readonly fraction: Decimal;
}

function thresholdOf(row: CheckedRow | undefined): Threshold | undefined {
  const fraction = row?.bound === undefined ? undefined : parseDecimal(row.bound.fraction);
  return row?.bound === undefined || fraction === undefined ? undefined : { kind: row.bound.kind, fraction };
}

/** `from 90%` below `above 90%` is a row too: it takes exactly 90%. */
function descends(upper: Threshold, lower: Threshold): boolean {
  const order = compareDecimals(upper.fraction, lower.fraction);
  return order > 0 || (order === 0 && upper.kind === "above" && lower.kind === "from");
}
