import type { HistoryTerm, PastEvent, PastPhase } from "../../ast/history.ts";
import type { Event, EventFields } from "../../event/event.ts";
import type { Layout } from "../../event/layout.ts";
import { matchToolPattern } from "../../value/pattern-name.ts";
import { currencyOf } from "./carried.ts";
import { trackingOf } from "./history.ts";
import { type Keying, keyingOf } from "./history-key.ts";

/** A term that an event of some phase may concern, and as which of its events. */
interface TermEntry {
  readonly placed: PlacedTerm;
  readonly keying: Keying;
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

/** A term that an event concerns. */
export interface Concern {
  readonly term: HistoryTerm;
  /** Of the term among all. */
  readonly place: number;
  readonly withinMs: number;
  /** As which of the term's events. */
  readonly keying: Keying;
  /** False: the event may be none of the term's. */
  readonly sure: boolean;
  /** Concerns of one event to which it brings the same in the same way have one number, counted from 0. */
  readonly happens: number;
  /** Where the rows of the event's tool have what it brings; undefined where only its fields say it. */
  readonly slot: number | undefined;
}

/** The terms that an event concerns, in their order. */
export interface Concerns {
  readonly list: readonly Concern[];
  /** How many numbers there are in `happens`. */
  readonly alike: number;
}

/** A term and its place among all. What of it every read needs has one form here; terms have several. */
export interface PlacedTerm {
  readonly term: HistoryTerm;
  readonly kind: HistoryTerm["kind"];
  readonly place: number;
  readonly withinMs: number;
  readonly keying: Keying;
  /** Of the second event of `since`. */
  readonly keyingAfter: Keying | undefined;
  /** Of a sum of money. */
  readonly currency: string | undefined;
}

/** A term as a condition names it. Where it stands is found once. */
export interface TermReference {
  readonly name: string;
  found: PlacedTerm | undefined;
}

/** The terms of a policy, found by name and by what happens. */
export interface HistoryIndex {
  readonly terms: readonly HistoryTerm[];
  readonly tracking: string;
  readonly byName: ReadonlyMap<string, PlacedTerm>;
  readonly phases: readonly PastPhase[];
  readonly concerned: (phase: PastPhase, occurrence: Concerned) => Concerns;
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
  const placedTerms = terms.map(placedTerm);
  for (const placed of placedTerms) {
    const { term, keying, keyingAfter } = placed;
    const add = (of: Keying, pastEvent: PastEvent): void => {
      const entries = byPhase.get(pastEvent.phase) ?? [];
      byPhase.set(pastEvent.phase, entries);
      entries.push({ placed, keying: of, pastEvent, tools: new Set(pastEvent.tools), carries: carriesOf(term) });
    };
    add(keying, term.event);
    if (term.kind === "since" && keyingAfter !== undefined) add(keyingAfter, term.after);
  }
  const byName = new Map(placedTerms.map((placed) => [placed.term.name, placed]));
  const concerned = concernedBy(byPhase, layout);
  const phases = [...byPhase.keys()];
  return { terms, tracking: trackingOf(terms), byName, phases, concerned, keyBudget, layout, ordered };
}

const placedTerm = (term: HistoryTerm, place: number): PlacedTerm => ({
  term,
  kind: term.kind,
  place,
  withinMs: term.withinMs,
  keying: keyingOf(term, "event"),
  keyingAfter: term.kind === "since" ? keyingOf(term, "after") : undefined,
  currency: term.kind === "sum" ? currencyOf(term) : undefined,
});

/** Worked out once for each tool that a term names or the layout knows; any other, of which there is no end, each time. */
function concernedBy(
  byPhase: ReadonlyMap<PastPhase, readonly TermEntry[]>,
  layout: Layout | undefined,
): HistoryIndex["concerned"] {
  const phases = new Map(
    [...byPhase].map(([phase, entries]) => [phase, { entries, byTool: new Map<string, Concerns>() }] as const),
  );
  const named = new Set([...byPhase.values()].flatMap((entries) => entries.flatMap(({ tools }) => [...tools])));
  return (phase, acted) => {
    const found = phases.get(phase);
    if (found === undefined) return none;
    const { event, tool } = acted;
    if (event.kind === "message" || tool === undefined) return concernsOf(found.entries, acted, layout);
    const known = found.byTool.get(tool);
    if (known !== undefined) return known;
    const concerns = concernsOf(found.entries, acted, layout);
    if (named.has(tool) || layout?.placesOf(tool) !== undefined) found.byTool.set(tool, concerns);
    return concerns;
  };
}

function concernsOf(entries: readonly TermEntry[], acted: Concerned, layout: Layout | undefined): Concerns {
  const numbers = new Map<string, number>();
  const list = entries.flatMap((entry): readonly Concern[] => {
    const about = concerns(entry, acted);
    if (about === "no") return [];
    const { carries, keying, placed } = entry;
    const { term, place, withinMs } = placed;
    const brings = [carries, keying.role, about].join();
    const happens = numbers.get(brings) ?? numbers.size;
    numbers.set(brings, happens);
    return [{ term, place, withinMs, keying, sure: about === "yes", happens, slot: slotOf(term, acted.tool, layout) }];
  });
  return { list, alike: numbers.size };
}

const none: Concerns = { list: [], alike: 0 };

function slotOf(term: HistoryTerm, tool: string | undefined, layout: Layout | undefined): number | undefined {
  if ((term.kind !== "sum" && term.kind !== "distinct") || tool === undefined) return undefined;
  const { root, segments } = term.path;
  if (layout?.placesOf(tool) === undefined) return undefined;
  return layout.slotOf(root as keyof EventFields, segments, [tool]);
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
