import { type PastEvent, printPastEvent } from "../../ast/history.ts";
import { allOperands, conditionsOf } from "../../ast/walk-condition.ts";
import type { IrCondition, PolicyIr } from "../ir.ts";

/**
 * Whether adding a gate can only make a whole trace stricter. For a single decision it always does. On a trace it does
 * unless the policy reads what was decided, or what only happened because of it: then a stricter gate can keep down the
 * count, or keep away the label, at which another would have acted.
 */
export interface TraceMonotone {
  readonly holds: boolean;
  /** What stands in the way, each once, in code-unit order. */
  readonly because: readonly string[];
}

export function traceMonotone({ terms, grants, gates, labels }: PolicyIr): TraceMonotone {
  const events = terms.flatMap((term) => (term.kind === "since" ? [term.event, term.after] : [term.event]));
  const decided = events
    .filter(({ phase }) => phase !== "attempted")
    .map((event) => `\`${withoutValues(event)}\` depends on what was decided`);
  const conditions = [...grants, ...gates, ...labels].flatMap((rule) => [
    rule.when,
    "unless" in rule ? rule.unless : undefined,
  ]);
  const seen = conditions.flatMap((condition) => (condition === undefined ? [] : followsResults(condition)));
  const because = [...new Set([...decided, ...seen])].sort();
  return { holds: because.length === 0, because };
}

const withoutValues = (event: PastEvent): string => printPastEvent({ ...event, with: [] });

/** Labels and origins come from results, which a call that was stopped does not have. */
function followsResults(condition: IrCondition): readonly string[] {
  const found: string[] = [];
  for (const { kind } of conditionsOf<unknown>(condition)) {
    if (kind === "origin") found.push("`origin` follows from what was executed");
  }
  for (const operand of allOperands<unknown>(condition)) {
    if (operand.kind === "path" && operand.root === "labels") found.push("`labels` follow from what was started");
  }
  return found;
}
