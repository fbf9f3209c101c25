import type { CheckedQuorum } from "../ast/checked-switch.ts";
import type { ParsedQuorum } from "../ast/parsed-switch.ts";
import { countTooSmall } from "../diagnostics/declarations.ts";
import { resolveRole } from "./resolve-role.ts";
import type { Checker } from "./scope.ts";

/** How many persons of which role, for how long; undefined after an error. */
export function checkQuorum({ span, role, count, valid }: ParsedQuorum, checker: Checker): CheckedQuorum | undefined {
  const known = resolveRole(role, checker);
  let sound = true;
  for (const [clause, number, at] of [
    ["count", count, span],
    ["valid", valid?.ms, valid?.span ?? span],
  ] as const) {
    if (number === undefined || number >= 1) continue;
    sound = false;
    checker.report.add(countTooSmall.at(at, { clause }));
  }
  if (known === undefined || !sound) return undefined;
  return { span, role: known, count: count ?? 1, validMs: valid?.ms };
}
