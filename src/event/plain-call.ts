import { absent, type Field } from "../value/value.ts";
import { actionHash } from "./action-hash.ts";
import type { Tool } from "./catalogue.ts";
import { contentHash } from "./content-hash.ts";
import type { Event, EventFields, EventHashes, RawEvent } from "./event.ts";
import type { Layout } from "./layout.ts";
import { type FieldSource, fieldsWithRow, type Row } from "./row.ts";

/** What admission found of a plain call. */
export interface PlainCallParts {
  readonly raw: Extract<RawEvent, { readonly kind: "call" }>;
  readonly tool: Tool;
  /** The tool's place in the layout's `tools`. */
  readonly toolIndex: number;
  readonly layout: Layout;
  readonly row: Row;
  readonly at: number | undefined;
  readonly agent: Field;
  readonly tenant: Field;
  readonly chain: Event["chain"];
  /** Must be pure; it is asked once, or never. */
  readonly typeFields: () => EventFields;
}

/**
 * A call in which admission found nothing out of the ordinary: all of its type, nothing undeclared. Not data but a class: what
 * only admission can say stays inside, and a copy of the event does not have it. What finding a level reads stands first, side
 * by side in memory.
 */
class PlainCall implements Event {
  readonly #row: Row;
  readonly #layout: Layout;
  readonly #toolIndex: number;
  readonly kind: "call";
  readonly session: string;
  readonly at: number | undefined;
  readonly raw: RawEvent;
  readonly chain: Event["chain"];
  readonly fields: EventFields;
  readonly id: string;
  readonly call: string | undefined;
  readonly tenant: Field;
  readonly agent: Field;
  readonly tool: string;
  readonly hostLabels: readonly string[] | undefined;
  readonly violations: readonly never[];
  readonly undeclared: readonly never[];
  readonly parts: readonly never[];
  readonly partsComplete: boolean;
  readonly hashes: EventHashes;

  constructor(parts: PlainCallParts) {
    const { raw, layout, row } = parts;
    const details = new Details(parts);
    this.#row = row;
    this.#layout = layout;
    this.#toolIndex = parts.toolIndex;
    this.kind = raw.kind;
    this.session = raw.session;
    this.at = parts.at;
    this.raw = raw;
    this.chain = parts.chain;
    this.fields = fieldsWithRow(layout, row, details);
    this.id = raw.id;
    this.call = raw.call;
    this.tenant = parts.tenant;
    this.agent = parts.agent;
    this.tool = raw.tool;
    this.hostLabels = raw.labels;
    this.violations = none;
    this.undeclared = none;
    this.parts = none;
    this.partsComplete = true;
    this.hashes = details;
  }

  static rowOf(event: Event, layout: Layout): Row | undefined {
    return #row in event && event.#layout === layout ? event.#row : undefined;
  }

  static toolIndexOf(event: Event): number {
    return #row in event ? event.#toolIndex : -1;
  }
}

const none: readonly never[] = [];

/** The fields and the hashes, made when one is first asked for, and once. */
class Details implements FieldSource, EventHashes {
  readonly #parts: PlainCallParts;
  #fields: EventFields | undefined;
  #action: { readonly hash: string | undefined } | undefined;
  #content: string | undefined;

  constructor(parts: PlainCallParts) {
    this.#parts = parts;
  }

  fields(): EventFields {
    this.#fields ??= this.#parts.typeFields();
    return this.#fields;
  }

  action(): string | undefined {
    if (this.#action !== undefined) return this.#action.hash;
    const { raw, tool, agent, tenant, chain } = this.#parts;
    const { args, purpose } = this.fields();
    const hash = actionHash({
      kind: raw.kind,
      tool: { name: raw.tool, schemaDigest: tool.schemaDigest },
      content: args,
      text: absent,
      agent,
      recipient: absent,
      chain,
      tenant,
      purpose,
    });
    this.#action = { hash };
    return hash;
  }

  content(): string {
    this.#content ??= contentHash(this.#parts.raw);
    return this.#content;
  }
}

export const createPlainCall = (parts: PlainCallParts): Event => new PlainCall(parts);

/** The row of a plain call that was admitted with this layout; undefined for everything else. */
export const plainRowOf: (event: Event, layout: Layout) => Row | undefined = PlainCall.rowOf;

/** The place of a plain call's tool in the `tools` of its layout; -1 for everything else. */
export const plainToolOf: (event: Event) => number = PlainCall.toolIndexOf;
