import type { PastPhase } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import { mapGet, mapSet, mapSize } from "../ordered-map.ts";
import { carriedBy } from "./carried.ts";
import type { Carried, Happening } from "./happening.ts";
import { type History, newTerm, type TermHistory } from "./history.ts";
import type { HistoryIndex, TermEntry } from "./history-index.ts";
import { anyKey, everyKey, type Place, placesOf, writtenTo } from "./history-key.ts";
import { addHappening, emptyRegister, isWindowFree, type Register, settleOwner, withdraw } from "./register.ts";
import { draftedAt, draftedTerms, draftTerms, putTerm, type TermDraft } from "./term-list.ts";

/** One thing that happened to a call: `event` has the call's fields, and the result's if there is one. */
export interface Occurrence {
  readonly phase: PastPhase;
  readonly event: Event;
  readonly tool: string | undefined;
  /** False: it may have happened. */
  readonly sure: boolean;
  /** The action that is decided without it; "" where none is any more. */
  readonly owner: string;
}

/** The history after it. What the owner brought to the same phase before is replaced. */
export function recordOccurrence(
  history: History,
  occurrence: Occurrence,
  at: number | undefined,
  index: HistoryIndex,
): History {
  const concerned = index.concerned(occurrence.phase, occurrence);
  if (concerned.length === 0) return history;
  const seq = history.seq + 1;
  const { tracking, clock, size, terms } = history;
  const draft = draftOf({ tracking, clock, seq, size, terms });
  const { event, owner } = occurrence;
  const time = at === undefined ? undefined : Math.max(at, history.clock ?? at);
  const from = time ?? (index.ordered ? history.clock : undefined);
  const placeOf = placesOf(event, "past", !index.ordered);
  const brought: Carried[] = [];
  const happened: Happening[] = [];
  const made: Change[] = [];
  let known: Place | undefined;
  let names: readonly string[] = [];
  for (const { entry, sure, brings, happens } of concerned) {
    const { term, role } = entry;
    const carried = brought[brings] ?? carriedBy(term, event);
    brought[brings] = carried;
    // Registers share what is the same for them.
    const happening = happened[happens] ?? { owner, seq, from, at: time, sure: occurrence.sure && sure, role, carried };
    happened[happens] = happening;
    const place = placeOf(term, role);
    // Most terms have the same.
    if (place !== known) names = writtenTo(place);
    known = place;
    for (const name of names) {
      const before = registerAt(draft, entry, name, index);
      if (before === undefined) continue;
      const after = changeAlike(made, before, happening, () => {
        const without = owner === "" ? before : withdraw(before, owner, role);
        return addHappening(without, happening, term.withinMs, history.clock);
      });
      putRegister(draft, entry, name, after);
    }
  }
  return historyOf(draft);
}

/** What an owner brought to a phase is withdrawn: it did not happen after all. */
export function withdrawOccurrence(history: History, occurrence: Occurrence, index: HistoryIndex): History {
  return changeOwn(history, occurrence, [occurrence.phase], index, (register, { role }) =>
    withdraw(register, occurrence.owner, role),
  );
}

/** Nothing decides the owner any more: what it brought counts for everyone. */
export function settleOccurrences(
  history: History,
  occurrence: Omit<Occurrence, "phase">,
  index: HistoryIndex,
): History {
  return changeOwn(history, occurrence, index.phases, index, (register, { term }) =>
    settleOwner(register, occurrence.owner, term.withinMs, history.clock),
  );
}

function changeOwn(
  history: History,
  occurrence: Omit<Occurrence, "phase">,
  phases: readonly PastPhase[],
  index: HistoryIndex,
  alter: (register: Register, entry: TermEntry) => Register,
): History {
  const draft = draftOf(history);
  const placeOf = placesOf(occurrence.event, "past", !index.ordered);
  const made: Change[] = [];
  for (const phase of phases) {
    for (const { entry } of index.concerned(phase, occurrence)) {
      for (const name of writtenTo(placeOf(entry.term, entry.role))) {
        const before = mapGet(draftedAt(draft.terms, entry.place)?.registers, name);
        if (before === undefined) continue;
        const after = changeAlike(made, before, entry.role, () => alter(before, entry));
        if (after !== before) putRegister(draft, entry, name, after);
      }
    }
  }
  return historyOf(draft);
}

/** What one event has made of a register, by what it brought there. */
interface Change {
  readonly before: Register;
  readonly by: Happening | Happening["role"];
  readonly after: Register;
}

/**
 * Policies count the same in several windows. As long as a register holds little, its window decides nothing but what is read
 * of it; such registers are one, which is changed once.
 */
function changeAlike(made: Change[], before: Register, by: Change["by"], change: () => Register): Register {
  for (const known of made) if (known.before === before && known.by === by) return known.after;
  const after = change();
  if (isWindowFree(before, after)) made.push({ before, by, after });
  return after;
}

/** A history that is being made from another. */
interface Draft {
  readonly history: History;
  readonly terms: TermDraft<TermHistory>;
  size: number;
}

const draftOf = (history: History): Draft => ({ history, terms: draftTerms(history.terms), size: history.size });

function historyOf({ history, terms, size }: Draft): History {
  if (terms.own === undefined) return history;
  const { tracking, clock, seq } = history;
  return { tracking, clock, seq, size, terms: draftedTerms(terms) };
}

/** A register is made when it is first touched; where there is no room for one, that is remembered, and none is answered. */
function registerAt(draft: Draft, { term, place }: TermEntry, name: string, index: HistoryIndex): Register | undefined {
  const kept = draftedAt(draft.terms, place) ?? newTerm;
  const known = mapGet(kept.registers, name);
  if (known !== undefined) return known;
  const isShared = name === anyKey || name === everyKey;
  if (isShared || draft.size < index.keyBudget) return emptyRegister(term);
  putTerm(draft.terms, place, { ...kept, overflow: { at: draft.history.clock } });
  return undefined;
}

function putRegister(draft: Draft, { place }: TermEntry, name: string, register: Register): void {
  const kept = draftedAt(draft.terms, place) ?? newTerm;
  const { since, registers, overflow } = kept;
  const next = mapSet(registers, name, register);
  draft.size += mapSize(next) - mapSize(registers);
  putTerm(draft.terms, place, { since, registers: next, overflow });
}
