import type { OriginSource, Root } from "../ast/condition.ts";
import type { Event } from "../event/event.ts";
import type { Row } from "../event/row.ts";
import type { Field, Truth, Value } from "../value/value.ts";
import { type Circumstances, readRoot } from "./circumstances.ts";
import type { PolicyFrame } from "./compile-grants.ts";
import type { Bounds } from "./history/history-bounds.ts";
import type { TermReference } from "./history/history-index.ts";

/** What the closures of one decision run on. A class, so that a decision allocates it and no function. */
export class DecisionFrame implements PolicyFrame {
  readonly row: Row;
  readonly event: Event;
  readonly circumstances: Circumstances;
  readonly elements: Field[] = [];
  readonly paths: string[] = [];

  constructor(row: Row, event: Event, circumstances: Circumstances) {
    this.row = row;
    this.event = event;
    this.circumstances = circumstances;
  }

  read(root: Root, segments: readonly string[]): Field {
    return readRoot(this.event, this.circumstances, root, segments);
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
