import type { HistoryTerm, PastEvent, PastPhase } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import { matchToolPattern } from "../../value/pattern-name.ts";
import { trackingOf } from "./history.ts";

/** A term that an event of some phase may concern, and as which of its events. */
export interface TermEntry {
  readonly term: HistoryTerm;
  readonly role: "event" | "after";
  readonly pastEvent: PastEvent;
  readonly tools: ReadonlySet<string>;
}

/** The terms of a policy, found by name and by phase. */
export interface HistoryIndex {
  readonly terms: readonly HistoryTerm[];
  readonly tracking: string;
  readonly byName: ReadonlyMap<string, HistoryTerm>;
  readonly byPhase: ReadonlyMap<PastPhase, readonly TermEntry[]>;
  readonly keyBudget: number;
  /** False: events of other sessions may have come before or after, so only one's own session is in order. */
  readonly ordered: boolean;
}

export function indexHistory(terms: readonly HistoryTerm[], keyBudget: number, ordered: boolean): HistoryIndex {
  const byPhase = new Map<PastPhase, TermEntry[]>();
  const add = (term: HistoryTerm, role: "event" | "after", pastEvent: PastEvent): void => {
    const entries = byPhase.get(pastEvent.phase) ?? [];
    byPhase.set(pastEvent.phase, [...entries, { term, role, pastEvent, tools: new Set(pastEvent.tools) }]);
  };
  for (const term of terms) {
    add(term, "event", term.event);
    if (term.kind === "since") add(term, "after", term.after);
  }
  const byName = new Map(terms.map((term) => [term.name, term]));
  return { terms, tracking: trackingOf(terms), byName, byPhase, keyBudget, ordered };
}

/** A tool outside the catalogue is denied, and counted by a pattern that names it; an unknown one may be any. */
export function concerns(
  { tools, pastEvent }: TermEntry,
  { event, tool }: { readonly event: Event; readonly tool: string | undefined },
): "yes" | "no" | "maybe" {
  if (event.kind === "message") return pastEvent.messages === undefined ? "no" : "yes";
  if (tools.size === 0 && pastEvent.patterns.length === 0) return "no";
  if (tool === undefined) return "maybe";
  return tools.has(tool) || pastEvent.patterns.some((pattern) => matchToolPattern(pattern, tool)) ? "yes" : "no";
}
