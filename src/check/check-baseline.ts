import type { DriftClause } from "../ast/parsed-drift.ts";
import { baselineDigest, baselineNotFound, driftNumber } from "../diagnostics/drift.ts";
import type { SourceText } from "../source/span.ts";
import { compareDecimals, formatDecimal, parseDecimal, zero } from "../value/decimal.ts";
import { type Baseline, readBaseline } from "./read-baseline.ts";
import type { Report } from "./report.ts";

/** A baseline, and the least deviation that the policy counts with. */
export interface PinnedBaseline extends Baseline {
  readonly minDeviation: string | undefined;
}

/** The baseline that the clause names, if it is the one that the clause pins; undefined after an error. */
export function checkBaseline(
  clause: Extract<DriftClause, { readonly kind: "baseline" }>,
  report: Report,
  read: (fromFile: string, path: string) => SourceText | undefined,
): PinnedBaseline | undefined {
  const { path, sha256, minDeviation } = clause;
  const least = minDeviation === undefined ? undefined : readLeast(minDeviation.digits);
  if (minDeviation !== undefined && least === undefined)
    report.add(driftNumber.at(minDeviation.span, { clause: "min_deviation" }));
  const source = read(path.span.file, path.text);
  if (source === undefined) {
    report.add(baselineNotFound.at(path.span, { path: path.text }));
    return undefined;
  }
  const baseline = readBaseline(source, path.span, report);
  if (baseline === undefined) return undefined;
  const { digest } = baseline;
  if (sha256?.text !== digest) {
    const { file, start, end } = sha256?.span ?? { ...path.span, start: path.span.end };
    const text = sha256 === undefined ? ` sha256 "${digest}"` : `"${digest}"`;
    const fix = { title: `pin \`${digest.slice(0, 12)}…\``, safe: false, edits: [{ file, start, end, text }] };
    const args = { path: path.text, digest, pinned: sha256 !== undefined };
    report.add(baselineDigest.at(sha256?.span ?? path.span, args, { fixes: [fix] }));
    return undefined;
  }
  return minDeviation !== undefined && least === undefined ? undefined : { ...baseline, minDeviation: least };
}

/** Above zero, and short enough that its product with a number of sigmas is exact. */
function readLeast(digits: string): string | undefined {
  const least = /^\d{1,15}(\.\d{1,9})?$/.test(digits) ? parseDecimal(digits) : undefined;
  return least === undefined || compareDecimals(least, zero) <= 0 ? undefined : formatDecimal(least);
}
