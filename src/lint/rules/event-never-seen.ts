import type { CheckedPolicy } from "../../ast/checked.ts";
import { type HistoryTerm, type PastEvent, printPastEvent } from "../../ast/history.ts";
import { operandsOf } from "../../ast/walk-condition.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const eventNeverSeen = defineRule<{ event: string; why: string }>({
  code: "event-never-seen",
  severity: "warning",
  why: "A limit on calls that nobody may make, or on approvals that nothing asks for, counts to zero for ever, and its gate never acts.",
  bad: example(`${guarded}gate calm on pay { when count(approved look) within 1h per agent > 3  deny }\n`),
  good: example(`${guarded}gate calm on pay { when count(approved pay) within 1h per agent > 3  deny }\n`),
  message: ({ event, why }) => `\`${event}\` never happens: ${why}`,
  help: () => "name the tools that were meant, or another phase such as `attempted`",
  *find({ policy, granted, conditions }) {
    const terms = new Map(policy.terms.map((term) => [term.name, term]));
    const approvable = approvableTools(policy);
    for (const condition of terms.size === 0 ? [] : conditions()) {
      for (const operand of operandsOf(condition)) {
        const term = operand.kind === "history" ? terms.get(operand.term) : undefined;
        const args = term === undefined ? undefined : neverSeen(term, granted, approvable);
        if (args !== undefined) yield { span: operand.span, args };
      }
    }
  },
});

function neverSeen(
  term: HistoryTerm,
  granted: ReadonlySet<string>,
  approvable: ReadonlySet<string> | "all",
): { readonly event: string; readonly why: string } | undefined {
  const { event } = term;
  const isPast = ({ phase, tools, messages }: PastEvent): boolean =>
    phase === "attempted" || phase === "denied" || messages !== undefined || tools.some((tool) => granted.has(tool));
  if (!isPast(event)) return { event: printPastEvent(event), why: "no grant covers its tools" };
  if (event.phase === "approved" && approvable !== "all" && !event.tools.some((tool) => approvable.has(tool)))
    return { event: printPastEvent(event), why: "nothing requires an approval of its tools" };
  if (term.kind !== "since") return undefined;
  // The later event would have to come after the last of its own kind.
  const one = printPastEvent(event);
  return one === printPastEvent(term.after)
    ? { event: `since(${one}, ${one})`, why: "the last such event has none of its own kind behind it" }
    : undefined;
}

/** The tools of whose calls something can ask an approval; bands, drifts and connectors are taken to ask it of all. */
function approvableTools({ gates, bands, connectors, drifts }: CheckedPolicy): ReadonlySet<string> | "all" {
  if (bands.length + connectors.length + drifts.length > 0) return "all";
  const asking = gates.filter(({ requirements }) => requirements.some(({ kind }) => kind === "approval"));
  return new Set(asking.flatMap(({ on }) => on.flatMap((target) => (target.kind === "call" ? target.tools : []))));
}
