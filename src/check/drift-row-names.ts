import type { DriftDeclaration } from "../ast/parsed-drift.ts";
import { formatDecimal, parseDecimal } from "../value/decimal.ts";

/** The built-in gates of a drift, as a test names them: `drift:usual:over_2`, `drift:usual:warmup`. */
export function driftRowNames({ name, clauses }: DriftDeclaration): readonly string[] {
  return clauses.flatMap((clause) => {
    if (clause.kind === "warmup") return [`drift:${name.text}:warmup`];
    const sigmas = clause.kind === "over" ? parseDecimal(clause.sigmas.digits) : undefined;
    return sigmas === undefined ? [] : [`drift:${name.text}:over_${formatDecimal(sigmas)}`];
  });
}
