import type { HistoryTerm, PastPhase } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import { plainRowOf } from "../../event/plain-call.ts";
import { mapGet, mapSet } from "../ordered-map.ts";
import { carriedBy, carriedInRow } from "./carried.ts";
import type { Happening } from "./happening.ts";
import { type History, newTerm, type TermHistory } from "./history.ts";
import type { Concern, HistoryIndex } from "./history-index.ts";
import { anyKey, EventPlaces, everyKey, type Place, writtenTo } from "./history-key.ts";
import { draftKey, type KeyDraft, noRegisters, putRegister, registerAt } from "./key-registers.ts";
import { addHappening, emptyRegister, isWindowFree, type Register, settleOwner, withdraw } from "./register.ts";

/** A call or a message to which something happened: `event` has the call's fields, and the result's if there is one. */
export interface Acted {
  readonly event: Event;
  readonly tool: string | undefined;
  /** The action that is decided without what it brings; "" where none is any more. */
  readonly owner: string;
  /** The owner has brought nothing before. */
  readonly isFirst: boolean;
  /** When it happened. */
  readonly at: number | undefined;
  /** The last known time of what it is in order with: everything, or where sessions are unordered its session. */
  readonly clock: number | undefined;
}

/**
 * The history after it has come to this phase; where that is not sure it may have. What the owner brought to the same phase
 * before is replaced.
 */
export function recordOccurrence(
  history: History,
  phase: PastPhase,
  action: Acted,
  isSure: boolean,
  index: HistoryIndex,
): History {
  const { list, alike } = index.concerned(phase, action);
  if (list.length === 0) return history;
  const { event, owner, isFirst, at, clock } = action;
  const draft = draftOf(history);
  draft.seq += 1;
  const time = at === undefined ? undefined : Math.max(at, clock ?? at);
  const from = time ?? clock;
  const places = new EventPlaces(event, "past", !index.ordered);
  // Registers share what is the same for them.
  const happened = new Array<Happening | undefined>(alike);
  let made: Change | undefined;
  let known: Place | undefined;
  let names: readonly string[] = [];
  const row = index.layout && plainRowOf(event, index.layout);
  for (const { term, place: termPlace, withinMs, keying, sure, happens, slot } of list) {
    const { role } = keying;
    let happening = happened[happens];
    if (happening === undefined) {
      const inRow = slot === undefined || row === undefined ? undefined : carriedInRow(term, row[slot]);
      const carried = inRow ?? carriedBy(term, event);
      happening = { owner, seq: draft.seq, from, at: time, sure: isSure && sure, role, carried };
      happened[happens] = happening;
    }
    const place = places.of(keying);
    // Most terms have the same.
    if (place !== known) names = writtenTo(place);
    known = place;
    for (const name of names) {
      const key = keyOf(draft, name);
      const before = registerFor(draft, term, termPlace, key, index);
      if (before === undefined) continue;
      let after = changedBy(made, before, happening);
      if (after === undefined) {
        const without = owner === "" || isFirst ? before : withdraw(before, owner, role);
        after = addHappening(without, happening, withinMs, clock);
        if (isWindowFree(before, after)) made = { before, by: happening, after, earlier: made };
      }
      if (putRegister(key, termPlace, after)) draft.size += 1;
    }
  }
  return historyOf(draft);
}

/** What an owner brought to a phase is withdrawn: it did not happen after all. */
export function withdrawOccurrence(history: History, phase: PastPhase, action: Acted, index: HistoryIndex): History {
  return changeOwn(history, action, [phase], index, (register, { keying }) =>
    withdraw(register, action.owner, keying.role),
  );
}

/** Nothing decides the owner any more: what it brought counts for everyone. */
export function settleOccurrences(history: History, action: Acted, index: HistoryIndex): History {
  return changeOwn(history, action, index.phases, index, (register, { withinMs }) =>
    settleOwner(register, action.owner, withinMs, action.clock),
  );
}

function changeOwn(
  history: History,
  action: Acted,
  phases: readonly PastPhase[],
  index: HistoryIndex,
  alter: (register: Register, concern: Concern) => Register,
): History {
  const draft = draftOf(history);
  const places = new EventPlaces(action.event, "past", !index.ordered);
  let made: Change | undefined;
  for (const phase of phases) {
    for (const concern of index.concerned(phase, action).list) {
      const { role } = concern.keying;
      for (const name of writtenTo(places.of(concern.keying))) {
        const key = keyOf(draft, name);
        const before = registerAt(key, concern.place);
        if (before === undefined) continue;
        let after = changedBy(made, before, role);
        if (after === undefined) {
          after = alter(before, concern);
          if (isWindowFree(before, after)) made = { before, by: role, after, earlier: made };
        }
        if (after !== before) putRegister(key, concern.place, after);
      }
    }
  }
  return historyOf(draft);
}

/**
 * What one event has made of a register, by what it brought there. Policies count the same in several windows: as long as a
 * register holds little, its window decides nothing but what is read of it, and such registers are one, which is changed once.
 */
interface Change {
  readonly before: Register;
  readonly by: Happening | Happening["role"];
  readonly after: Register;
  readonly earlier: Change | undefined;
}

function changedBy(made: Change | undefined, before: Register, by: Change["by"]): Register | undefined {
  for (let known = made; known !== undefined; known = known.earlier) {
    if (known.before === before && known.by === by) return known.after;
  }
  return undefined;
}

/** A history that is being made from another. */
interface Draft {
  readonly history: History;
  seq: number;
  size: number;
  terms: readonly TermHistory[];
  /** The key that was asked for last; there are few. */
  keys: KeyDraft | undefined;
}

const draftOf = (history: History): Draft => ({
  history,
  seq: history.seq,
  size: history.size,
  terms: history.terms,
  keys: undefined,
});

function keyOf(draft: Draft, name: string): KeyDraft {
  for (let known = draft.keys; known !== undefined; known = known.earlier) if (known.name === name) return known;
  draft.keys = draftKey(name, mapGet(draft.history.keys, name) ?? noRegisters, draft.keys);
  return draft.keys;
}

function historyOf({ history, seq, size, terms, keys: drafts }: Draft): History {
  let { keys } = history;
  for (let key = drafts; key !== undefined; key = key.earlier) {
    const { name, places, own } = key;
    if (own !== undefined) keys = mapSet(keys, name, { places, registers: own });
  }
  const { tracking, clock } = history;
  const isSame = keys === history.keys && terms === history.terms && seq === history.seq;
  return isSame ? history : { tracking, clock, seq, size, terms, keys };
}

/** A register is made when it is first touched; where there is no room for one, that is remembered, and none is answered. */
function registerFor(
  draft: Draft,
  term: HistoryTerm,
  place: number,
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
