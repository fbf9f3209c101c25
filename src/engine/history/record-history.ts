import type { PastPhase } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import { mapGet, mapSet } from "../ordered-map.ts";
import { carriedBy } from "./carried.ts";
import type { Carried, Happening } from "./happening.ts";
import { type History, newTerm, type TermHistory } from "./history.ts";
import type { HistoryIndex, TermEntry } from "./history-index.ts";
import { anyKey, everyKey, placesOf, writtenTo } from "./history-key.ts";
import { addHappening, emptyRegister, type Register, settleOwner, withdraw } from "./register.ts";

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
  const seq = history.seq + 1;
  const draft = draftOf({ ...history, seq });
  const { event, owner } = occurrence;
  const time = at === undefined ? undefined : Math.max(at, history.clock ?? at);
  const from = time ?? (index.ordered ? history.clock : undefined);
  const placeOf = placesOf(event, "past", !index.ordered);
  const brought = new Map<string, Carried>();
  for (const { entry, sure } of index.concerned(occurrence.phase, occurrence)) {
    const { term, role, carries } = entry;
    const carried = brought.get(carries) ?? carriedBy(term, event);
    brought.set(carries, carried);
    const happening: Happening = { owner, seq, from, at: time, sure: occurrence.sure && sure, role, carried };
    for (const name of writtenTo(placeOf(term, role))) {
      change(draft, entry, name, index, (register) =>
        addHappening(withdraw(register, owner, role), happening, term.withinMs, history.clock),
      );
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
  for (const phase of phases) {
    for (const { entry } of index.concerned(phase, occurrence)) {
      for (const name of writtenTo(placeOf(entry.term, entry.role))) {
        if (mapGet(draft.terms[entry.place]?.registers, name) === undefined) continue;
        change(draft, entry, name, index, (register) => alter(register, entry));
      }
    }
  }
  return historyOf(draft);
}

/** A history that is being made from another: the terms are copied before the first of them changes. */
interface Draft {
  readonly history: History;
  terms: readonly TermHistory[];
  own: TermHistory[] | undefined;
  size: number;
}

const draftOf = (history: History): Draft => ({
  history,
  terms: history.terms,
  own: undefined,
  size: history.size,
});

const historyOf = ({ history, own, size }: Draft): History =>
  own === undefined ? history : { ...history, terms: own, size };

function put(draft: Draft, place: number, term: TermHistory): void {
  draft.own ??= [...draft.terms];
  draft.own[place] = term;
  draft.terms = draft.own;
}

/** Changes one register, which is made when it is first touched; where there is no room for one, that is remembered. */
function change(
  draft: Draft,
  { term, place }: TermEntry,
  name: string,
  index: HistoryIndex,
  alter: (register: Register) => Register,
): void {
  const kept = draft.terms[place] ?? newTerm;
  const known = mapGet(kept.registers, name);
  const isShared = name === anyKey || name === everyKey;
  if (known === undefined && !isShared && draft.size >= index.keyBudget) {
    put(draft, place, { ...kept, overflow: { at: draft.history.clock } });
    return;
  }
  const altered = alter(known ?? emptyRegister(term));
  if (altered === known) return;
  if (known === undefined) draft.size += 1;
  put(draft, place, { ...kept, registers: mapSet(kept.registers, name, altered) });
}
