import type { Event, RawEvent } from "../event/event.ts";
import { sessionGaps } from "../event/event-shape.ts";
import { type Field, unrecorded } from "../value/value.ts";
import { actionKeyOf, ownerOf } from "./action-key.ts";
import { type Bounds, readBounds } from "./history/history-bounds.ts";
import type { HistoryIndex, PlacedTerm, TermReference } from "./history/history-index.ts";
import { EventPlaces } from "./history/history-key.ts";
import type { KeyRegisters } from "./history/key-registers.ts";
import { type Asking, readTerm } from "./history/read-history.ts";
import { mapGet } from "./ordered-map.ts";
import type { ActionRecord, SessionState, State } from "./state.ts";

/** The past of one event: what the history terms of a policy are for it. */
export interface Past {
  /** A term by its name. */
  field(name: string): Field;
  /** The bounds of a count or a sum, until the next are asked for; undefined where only its field tells. */
  bounds(term: TermReference): Bounds | undefined;
}

/** How an event reads the terms of a policy; what is known of its session and its action is found already. */
export type PastOf = (
  state: State,
  event: Event,
  session: SessionState | undefined,
  action: ActionRecord | undefined,
) => Past;

/** The session began before its first event: what it did until then may be anything. */
export const lacksPast = ({ not_recorded: gaps }: RawEvent): boolean => gaps?.includes(sessionGaps.past) === true;

/** The past of a policy without history terms. */
export const noPast: PastOf = () => nothing;
const nothing: Past = { field: () => unrecorded("unresolved"), bounds: () => undefined };

/** The past that these terms ask for. */
export const pastOf = (index: HistoryIndex): PastOf =>
  index.terms.length === 0
    ? noPast
    : (state, event, session, action) => new EventPast(state, event, session, action, index);

/** A class, so that a decision makes no functions. */
class EventPast implements Past, Asking {
  readonly event: Event;
  readonly redecided: boolean;
  readonly isNew: boolean;
  readonly isPartial: boolean;
  readonly opened: number;
  readonly places: EventPlaces;
  readonly #state: State;
  readonly #index: HistoryIndex;
  // Each term is read once, however many conditions name it. Side by side: a decision reads few, for which a map costs
  // more than it saves.
  readonly #known: PlacedTerm[] = [];
  readonly #fields: Field[] = [];
  #owner: string | undefined;
  #key: string | undefined;
  #registers: KeyRegisters | undefined;

  constructor(
    state: State,
    event: Event,
    session: SessionState | undefined,
    action: ActionRecord | undefined,
    index: HistoryIndex,
  ) {
    this.#state = state;
    this.#index = index;
    this.event = event;
    this.redecided = action !== undefined;
    this.isNew = action === undefined && session?.strays !== true;
    this.isPartial = lacksPast(event.raw);
    this.opened = session?.opened ?? state.history.seq + 1;
    this.places = new EventPlaces(event, "now", !index.ordered);
  }

  get owner(): string {
    this.#owner ??= ownerOf(this.event.session, actionKeyOf(this.event));
    return this.#owner;
  }

  registersOf(key: string): KeyRegisters | undefined {
    // Most terms have the same.
    if (key !== this.#key) this.#registers = mapGet(this.#state.history.keys, key);
    this.#key = key;
    return this.#registers;
  }

  field(name: string): Field {
    const term = this.#index.byName.get(name);
    // INVARIANT: the IR lists every term that a condition names.
    if (term === undefined) return unrecorded("unresolved");
    const place = this.#known.indexOf(term);
    // An array has no place before its first: the machine would look for a member of that name.
    const read = place < 0 ? undefined : this.#fields[place];
    if (read !== undefined) return read;
    const field = readTerm(this.#state.history, this.#index, term, this);
    this.#known.push(term);
    this.#fields.push(field);
    return field;
  }

  bounds(term: TermReference): Bounds | undefined {
    term.found ??= this.#index.byName.get(term.name);
    return term.found === undefined ? undefined : readBounds(this.#state.history, this.#index, term.found, this);
  }
}
