import type { HistoryTerm, PastEvent, PastPhase } from "../../ast/history.ts";
import type { Event, EventFields } from "../../event/event.ts";
import type { Layout } from "../../event/layout.ts";
import { matchToolPattern } from "../../value/pattern-name.ts";
import { currencyOf } from "./carried.ts";
import { trackingOf } from "./history.ts";

/** A term that an event of some phase may concern, and as which of its events. */
export interface TermEntry {
  readonly term: HistoryTerm;
  /** Of the term among all. */
  readonly place: number;
  readonly role: "event" | "after";
  readonly pastEvent: PastEvent;
  readonly tools: ReadonlySet<string>;
  /** Entries that an event brings the same share it. */
  readonly carries: string;
}

/** What an event is, as far as terms select by it. */
export interface Concerned {
  readonly event: Event;
  readonly tool: string | undefined;
}

export interface Concern {
  readonly entry: TermEntry;
  /** False: the event may be none of the term's. */
  readonly sure: boolean;
  /** Concerns of one event to which it brings the same have one number, counted from 0; those that also happen alike, another. */
  readonly brings: number;
  readonly happens: number;
  /** Where the rows of the event's tool have what it brings; undefined where only its fields say it. */
  readonly slot: number | undefined;
}

/** A term and its place among all. */
export interface PlacedTerm {
  readonly term: HistoryTerm;
  readonly place: number;
  /** Of a sum of money. */
  readonly currency: string | undefined;
}

/** The terms of a policy, found by name and by what happens. */
export interface HistoryIndex {
  readonly terms: readonly HistoryTerm[];
  readonly tracking: string;
  readonly byName: ReadonlyMap<string, PlacedTerm>;
  readonly phases: readonly PastPhase[];
  readonly concerned: (phase: PastPhase, occurrence: Concerned) => readonly Concern[];
  readonly keyBudget: number;
  /** Of the rows that `slot` is of. */
  readonly layout: Layout | undefined;
  /** False: events of other sessions may have come before or after, so only one's own session is in order. */
  readonly ordered: boolean;
}

/** With a layout, what calls bring is read from their rows where those have it; without one, from their fields. */
export function indexHistory(
  terms: readonly HistoryTerm[],
  keyBudget: number,
  ordered: boolean,
  layout?: Layout,
): HistoryIndex {
  const byPhase = new Map<PastPhase, TermEntry[]>();
  for (const [place, term] of terms.entries()) {
    const add = (role: "event" | "after", pastEvent: PastEvent): void => {
      const entries = byPhase.get(pastEvent.phase) ?? [];
      byPhase.set(pastEvent.phase, entries);
      entries.push({ term, place, role, pastEvent, tools: new Set(pastEvent.tools), carries: carriesOf(term) });
    };
    add("event", term.event);
    if (term.kind === "since") add("after", term.after);
  }
  const currencyIn = (term: HistoryTerm) => (term.kind === "sum" ? currencyOf(term) : undefined);
  const byName = new Map(terms.map((term, place) => [term.name, { term, place, currency: currencyIn(term) }]));
  const concerned = concernedBy(byPhase, layout);
  const phases = [...byPhase.keys()];
  return { terms, tracking: trackingOf(terms), byName, phases, concerned, keyBudget, layout, ordered };
}

/** Worked out once for each tool that a term names; any other tool, of which there is no end, each time. */
function concernedBy(
  byPhase: ReadonlyMap<PastPhase, readonly TermEntry[]>,
  layout: Layout | undefined,
): HistoryIndex["concerned"] {
  const named = new Set([...byPhase.values()].flatMap((entries) => entries.flatMap(({ tools }) => [...tools])));
  const known = new Map<PastPhase, Map<string, readonly Concern[]>>();
  return (phase, occurrence) => {
    const found = (): readonly Concern[] => {
      const brings = numbering();
      const happens = numbering();
      return (byPhase.get(phase) ?? []).flatMap((entry) => {
        const about = concerns(entry, occurrence);
        if (about === "no") return [];
        const { carries, role } = entry;
        return [
          {
            entry,
            sure: about === "yes",
            brings: brings(carries),
            happens: happens([carries, role, about].join()),
            slot: slotOf(entry.term, occurrence.tool, layout),
          },
        ];
      });
    };
    const { event, tool } = occurrence;
    if (event.kind === "message" || tool === undefined || !named.has(tool)) return found();
    const ofPhase = known.get(phase) ?? new Map<string, readonly Concern[]>();
    known.set(phase, ofPhase);
    const concern = ofPhase.get(tool) ?? found();
    ofPhase.set(tool, concern);
    return concern;
  };
}

function slotOf(term: HistoryTerm, tool: string | undefined, layout: Layout | undefined): number | undefined {
  if ((term.kind !== "sum" && term.kind !== "distinct") || tool === undefined) return undefined;
  const { root, segments } = term.path;
  if (layout?.placesOf(tool) === undefined) return undefined;
  return layout.slotOf(root as keyof EventFields, segments, [tool]);
}

/** Numbers keys as they come, from 0, each once. */
function numbering(): (key: string) => number {
  const numbers = new Map<string, number>();
  return (key) => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  };
}

function carriesOf(term: HistoryTerm): string {
  switch (term.kind) {
    case "count":
    case "previously":
    case "since":
      return "one";
    case "sum":
      return JSON.stringify([term.kind, term.path.root, term.path.segments, currencyOf(term)]);
    case "distinct":
    case "last":
      return JSON.stringify([term.kind, term.path.root, term.path.segments]);
  }
}

/** A tool outside the catalogue is denied, and counted by a pattern that names it; an unknown one may be any. */
function concerns({ tools, pastEvent }: TermEntry, { event, tool }: Concerned): "yes" | "no" | "maybe" {
  if (event.kind === "message") return pastEvent.messages === undefined ? "no" : "yes";
  if (tools.size === 0 && pastEvent.patterns.length === 0) return "no";
  if (tool === undefined) return "maybe";
  return tools.has(tool) || pastEvent.patterns.some((pattern) => matchToolPattern(pattern, tool)) ? "yes" : "no";
}
