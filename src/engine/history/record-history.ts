import type { PastPhase } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import { plainRowOf } from "../../event/plain-call.ts";
import { mapGet, mapSet } from "../ordered-map.ts";
import { carriedBy, carriedInRow } from "./carried.ts";
import type { Carried, Happening } from "./happening.ts";
import { type History, newTerm, type TermHistory } from "./history.ts";
import type { HistoryIndex, TermEntry } from "./history-index.ts";
import { anyKey, everyKey, type Place, placesOf, writtenTo } from "./history-key.ts";
import { draftKey, type KeyDraft, noRegisters, putRegister, registerAt } from "./key-registers.ts";
import { addHappening, emptyRegister, isWindowFree, type Register, settleOwner, withdraw } from "./register.ts";

/** One thing that happened to a call: `event` has the call's fields, and the result's if there is one. */
export interface Occurrence {
  readonly phase: PastPhase;
  readonly event: Event;
  readonly tool: string | undefined;
  /** False: it may have happened. */
  readonly sure: boolean;
  /** The action that is decided without it; "" where none is any more. */
  readonly owner: string;
  /** The owner has brought nothing to this phase before. */
  readonly isFirst: boolean;
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
  const { tracking, clock, size, terms, keys } = history;
  const draft = draftOf({ tracking, clock, seq, size, terms, keys });
  const { event, owner, isFirst } = occurrence;
  const time = at === undefined ? undefined : Math.max(at, history.clock ?? at);
  const from = time ?? (index.ordered ? history.clock : undefined);
  const placeOf = placesOf(event, "past", !index.ordered);
  const brought: Carried[] = [];
  const happened: Happening[] = [];
  const made: Change[] = [];
  let known: Place | undefined;
  let names: readonly string[] = [];
  const row = index.layout && plainRowOf(event, index.layout);
  for (const { entry, sure, brings, happens, slot } of concerned) {
    const { term, role } = entry;
    const carried =
      brought[brings] ??
      (slot === undefined || row === undefined ? undefined : carriedInRow(term, row[slot])) ??
      carriedBy(term, event);
    brought[brings] = carried;
    // Registers share what is the same for them.
    const happening = happened[happens] ?? { owner, seq, from, at: time, sure: occurrence.sure && sure, role, carried };
    happened[happens] = happening;
    const place = placeOf(term, role);
    // Most terms have the same.
    if (place !== known) names = writtenTo(place);
    known = place;
    for (const name of names) {
      const key = keyOf(draft, name);
      const before = registerFor(draft, entry, key, index);
      if (before === undefined) continue;
      const after = changeAlike(made, before, happening, () => {
        const without = owner === "" || isFirst ? before : withdraw(before, owner, role);
        return addHappening(without, happening, term.withinMs, history.clock);
      });
      if (putRegister(key, entry.place, after)) draft.size += 1;
    }
  }
  return historyOf(draft);
}

/** What an owner brought to a phase is withdrawn: it did not happen after all. */
export function withdrawOccurrence(
  history: History,
  phase: PastPhase,
  occurrence: Omit<Occurrence, "phase" | "isFirst">,
  index: HistoryIndex,
): History {
  return changeOwn(history, occurrence, [phase], index, (register, { role }) =>
    withdraw(register, occurrence.owner, role),
  );
}

/** Nothing decides the owner any more: what it brought counts for everyone. */
export function settleOccurrences(
  history: History,
  occurrence: Omit<Occurrence, "phase" | "isFirst">,
  index: HistoryIndex,
): History {
  return changeOwn(history, occurrence, index.phases, index, (register, { term }) =>
    settleOwner(register, occurrence.owner, term.withinMs, history.clock),
  );
}

function changeOwn(
  history: History,
  occurrence: Omit<Occurrence, "phase" | "isFirst">,
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
        const key = keyOf(draft, name);
        const before = registerAt(key, entry.place);
        if (before === undefined) continue;
        const after = changeAlike(made, before, entry.role, () => alter(before, entry));
        if (after !== before) putRegister(key, entry.place, after);
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
  terms: readonly TermHistory[];
  /** The keys that were asked for; there are few. */
  readonly keys: KeyDraft[];
  size: number;
}

const draftOf = (history: History): Draft => ({ history, terms: history.terms, keys: [], size: history.size });

function keyOf(draft: Draft, name: string): KeyDraft {
  for (const known of draft.keys) if (known.name === name) return known;
  const key = draftKey(name, mapGet(draft.history.keys, name) ?? noRegisters);
  draft.keys.push(key);
  return key;
}

function historyOf({ history, terms, keys: drafts, size }: Draft): History {
  let { keys } = history;
  for (const { name, places, own } of drafts) {
    if (own !== undefined) keys = mapSet(keys, name, { places, registers: own });
  }
  if (keys === history.keys && terms === history.terms) return history;
  const { tracking, clock, seq } = history;
  return { tracking, clock, seq, size, terms, keys };
}

/** A register is made when it is first touched; where there is no room for one, that is remembered, and none is answered. */
function registerFor(
  draft: Draft,
  { term, place }: TermEntry,
  key: KeyDraft,
  index: HistoryIndex,
): Register | undefined {
  const known = registerAt(key, place);
  if (known !== undefined) return known;
  const isShared = key.name === anyKey || key.name === everyKey;
  if (isShared || draft.size < index.keyBudget) return emptyRegister(term);
  const kept = draft.terms[place] ?? newTerm;
  draft.terms = draft.terms.with(place, { ...kept, overflow: { at: draft.history.clock } });
  return undefined;
}
