import type { PastPhase } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import { mapGet, mapSet } from "../ordered-map.ts";
import { carriedBy } from "./carried.ts";
import type { Happening } from "./happening.ts";
import type { History, TermHistory } from "./history.ts";
import { concerns, type HistoryIndex, type TermEntry } from "./history-index.ts";
import { anyKey, everyKey, placeOf, writtenTo } from "./history-key.ts";
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
  let next: History = { ...history, seq };
  for (const entry of index.byPhase.get(occurrence.phase) ?? []) {
    const about = concerns(entry, occurrence);
    if (about === "no") continue;
    const { term, role } = entry;
    const place = placeOf(term, role, occurrence.event, "past", !index.ordered);
    const time = at === undefined ? undefined : Math.max(at, history.clock ?? at);
    const happening: Happening = {
      owner: occurrence.owner,
      seq,
      from: time ?? (index.ordered ? history.clock : undefined),
      at: time,
      sure: occurrence.sure && about === "yes",
      role,
      carried: carriedBy(term, occurrence.event),
    };
    for (const name of writtenTo(place)) {
      next = change(next, entry, name, index, (register) =>
        addHappening(withdraw(register, happening.owner, role), happening, term.withinMs, next.clock),
      );
    }
  }
  return next;
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
  return changeOwn(history, occurrence, [...index.byPhase.keys()], index, (register, { term }, clock) =>
    settleOwner(register, occurrence.owner, term.withinMs, clock),
  );
}

function changeOwn(
  history: History,
  occurrence: Omit<Occurrence, "phase">,
  phases: readonly PastPhase[],
  index: HistoryIndex,
  alter: (register: Register, entry: TermEntry, clock: number | undefined) => Register,
): History {
  let next = history;
  for (const entry of phases.flatMap((phase) => index.byPhase.get(phase) ?? [])) {
    if (concerns(entry, occurrence) === "no") continue;
    const place = placeOf(entry.term, entry.role, occurrence.event, "past", !index.ordered);
    for (const name of writtenTo(place)) {
      const known = mapGet(mapGet(next.terms, entry.term.name)?.registers, name);
      if (known === undefined) continue;
      next = change(next, entry, name, index, (register) => alter(register, entry, next.clock));
    }
  }
  return next;
}

/** Changes one register, which is made when it is first touched; where there is no room for one, that is remembered. */
function change(
  history: History,
  { term }: TermEntry,
  name: string,
  index: HistoryIndex,
  alter: (register: Register) => Register,
): History {
  const kept: TermHistory = mapGet(history.terms, term.name) ?? {
    since: undefined,
    registers: undefined,
    overflow: undefined,
  };
  const known = mapGet(kept.registers, name);
  const isShared = name === anyKey || name === everyKey;
  if (known === undefined && !isShared && history.size >= index.keyBudget) {
    const full: TermHistory = { ...kept, overflow: { at: history.clock } };
    return { ...history, terms: mapSet(history.terms, term.name, full) };
  }
  const altered = alter(known ?? emptyRegister(term));
  if (altered === known) return history;
  const registers = mapSet(kept.registers, name, altered);
  return {
    ...history,
    size: history.size + (known === undefined ? 1 : 0),
    terms: mapSet(history.terms, term.name, { ...kept, registers }),
  };
}
