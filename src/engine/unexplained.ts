import type { Decision } from "./decision.ts";

/** The decision without what its reasons rest on, unless that was asked for. */
export function unexplained(decision: Decision, explain: boolean): Decision {
  if (explain || decision.reasons.every(({ unknowns, support }) => unknowns.length + support.length === 0)) {
    return decision;
  }
  return { ...decision, reasons: decision.reasons.map((reason) => ({ ...reason, unknowns: [], support: [] })) };
}
