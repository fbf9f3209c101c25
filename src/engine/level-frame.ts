import { conformance } from "../event/conformance.ts";
import type { Event } from "../event/event.ts";
import { readEventPath } from "../event/read-event-path.ts";
import type { Row } from "../event/row.ts";
import { unrecorded } from "../value/value.ts";
import { type Circumstances, circumstancesOf, type Past } from "./circumstances.ts";
import type { PolicyFrame } from "./compile-grants.ts";
import { emptyState, type State } from "./state.ts";

/** The one frame on which an engine finds levels and runs plans, so that finding one allocates nothing. */
export interface LevelFrame extends PolicyFrame {
  /** Sets the event and the state strictly before it. */
  readonly open: (event: Event, state: State, row: Row) => void;
  /** The same where what lies beyond the event is gathered already. */
  readonly openOn: (event: Event, circumstances: Circumstances, row: Row) => void;
}

interface Mutable extends LevelFrame {
  event: Event;
  row: Row;
}

/** What lies beyond the event is gathered when a condition first asks for it. */
export function createLevelFrame(row: Row, past: Past): LevelFrame {
  let state: State = emptyState;
  let gathered: Circumstances | undefined;
  const frame: Mutable = {
    event: noEvent,
    row,
    elements: [],
    paths: [],
    get circumstances(): Circumstances {
      gathered ??= circumstancesOf(state, frame.event, past);
      return gathered;
    },
    read(root, segments) {
      if (root === "labels") return frame.circumstances.labels;
      if (root === "revocation") return frame.circumstances.revocationAge();
      if (root === "conforms") return conformance(frame.event, segments[0]);
      if (root === "kill_switch") return frame.circumstances.killSwitch(segments[0] ?? "");
      if (root === "subject") return unrecorded("unresolved");
      return readEventPath(frame.event, root, segments);
    },
    origin: (value, source) => frame.circumstances.origin(value, source),
    history: (term) => frame.circumstances.history(term),
    open(event, before, ofEvent) {
      frame.event = event;
      frame.row = ofEvent;
      state = before;
      gathered = undefined;
    },
    openOn(event, circumstances, ofEvent) {
      frame.event = event;
      frame.row = ofEvent;
      gathered = circumstances;
    },
  };
  return frame;
}

// INVARIANT: a frame is opened before anything reads it.
const noEvent = {} as Event;
