import type { OriginSource, Root } from "../ast/condition.ts";
import { conformance } from "../event/conformance.ts";
import type { Event } from "../event/event.ts";
import { readEventPath } from "../event/read-event-path.ts";
import type { Row } from "../event/row.ts";
import { type Field, type Truth, unrecorded, type Value } from "../value/value.ts";
import { type Circumstances, circumstancesOf } from "./circumstances.ts";
import type { PolicyFrame } from "./compile-grants.ts";
import type { Bounds } from "./history/history-bounds.ts";
import type { TermReference } from "./history/history-index.ts";
import type { PastOf } from "./past.ts";
import { emptyState, type State } from "./state.ts";

/**
 * The one frame on which an engine finds levels and runs plans, so that finding one allocates nothing. A class, because the
 * machine takes an object with a getter of its own for a dictionary, in which every look is a search.
 */
export class LevelFrame implements PolicyFrame {
  row: Row;
  // INVARIANT: a frame is opened before anything reads it.
  event: Event = {} as Event;
  readonly elements: Field[] = [];
  readonly paths: string[] = [];
  readonly #pastOf: PastOf;
  #state: State = emptyState;
  #gathered: Circumstances | undefined;

  constructor(row: Row, pastOf: PastOf) {
    this.row = row;
    this.#pastOf = pastOf;
  }

  /** Sets the event and the state strictly before it. */
  open(event: Event, state: State, row: Row): void {
    this.event = event;
    this.row = row;
    this.#state = state;
    this.#gathered = undefined;
  }

  /** What lies beyond the event is gathered when a condition first asks for it. */
  get circumstances(): Circumstances {
    this.#gathered ??= circumstancesOf(this.#state, this.event, this.#pastOf);
    return this.#gathered;
  }

  read(root: Root, segments: readonly string[]): Field {
    if (root === "labels") return this.circumstances.labels;
    if (root === "revocation") return this.circumstances.revocationAge();
    if (root === "conforms") return conformance(this.event, segments[0]);
    if (root === "kill_switch") return this.circumstances.killSwitch(segments[0] ?? "");
    if (root === "subject") return unrecorded("unresolved");
    return readEventPath(this.event, root, segments);
  }
  origin(value: Value, source: OriginSource): Truth {
    return this.circumstances.origin(value, source);
  }
  history(term: string): Field {
    return this.circumstances.past.field(term);
  }
  bounds(term: TermReference): Bounds | undefined {
    return this.circumstances.past.bounds(term);
  }
}
