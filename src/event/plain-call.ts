import { absent, type Field, textField } from "../value/value.ts";
import { actionHash } from "./action-hash.ts";
import type { Tool } from "./catalogue.ts";
import { contentHash } from "./content-hash.ts";
import type { Event, EventFields, EventHashes, RawEvent } from "./event.ts";
import type { Layout } from "./layout.ts";
import { LazyFields, type Row } from "./row.ts";
import { type Document, typeValue } from "./type-value.ts";

type RawCall = Extract<RawEvent, { readonly kind: "call" }>;

/** What admission found of a plain call. */
export interface PlainCallParts {
  readonly raw: RawCall;
  readonly tool: Tool;
  /** The tool's place in the layout's `tools`. */
  readonly toolIndex: number;
  readonly layout: Layout;
  readonly row: Row;
  readonly at: number | undefined;
  readonly sourceAt: number | undefined;
  readonly agent: Field;
  readonly tenant: Field;
  readonly chain: Event["chain"];
  readonly typing: Typing;
}

/** Types the fields of a call, when one is first asked for: pure, and without a closure for every call. */
export interface Typing {
  readonly fieldsOf: (raw: RawCall) => EventFields;
}

/**
 * A call in which admission found nothing out of the ordinary: all of its type, nothing undeclared. Not data but a class: what
 * only admission can say stays inside, and a copy of the event does not have it. What deciding reads stands first, side by side
 * in memory. The members are declared and not defined, so that each is written once.
 */
class PlainCall implements Event {
  readonly #row: Row;
  readonly #layout: Layout;
  readonly #toolIndex: number;
  declare readonly kind: "call";
  declare readonly session: string;
  declare readonly at: number | undefined;
  declare readonly chain: Event["chain"];
  declare readonly hashes: EventHashes;
  declare readonly fields: EventFields;
  declare readonly sourceAt: number | undefined;
  declare readonly raw: RawCall;
  declare readonly id: string;
  declare readonly call: string | undefined;
  declare readonly tenant: Field;
  declare readonly agent: Field;
  declare readonly tool: string;
  declare readonly hostLabels: readonly string[] | undefined;
  declare readonly violations: readonly never[];
  declare readonly undeclared: readonly never[];
  declare readonly parts: readonly never[];
  declare readonly partsComplete: boolean;

  constructor(parts: PlainCallParts) {
    const { raw, layout, row } = parts;
    this.#row = row;
    this.#layout = layout;
    this.#toolIndex = parts.toolIndex;
    this.kind = raw.kind;
    this.session = raw.session;
    this.at = parts.at;
    this.chain = parts.chain;
    const details = new Details(this, parts);
    this.hashes = details;
    this.fields = details;
    this.sourceAt = parts.sourceAt;
    this.raw = raw;
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
  }

  static rowOf(event: Event, layout: Layout): Row | undefined {
    return #row in event && event.#layout === layout ? event.#row : undefined;
  }

  static toolIndexOf(event: Event): number {
    return #row in event ? event.#toolIndex : -1;
  }

  static release(event: Event): void {
    if (#row in event && event.hashes instanceof Details) event.hashes.release();
  }
}

const none: readonly never[] = [];

/** The fields and the hashes, made when one is first asked for, and once. */
class Details extends LazyFields implements EventHashes {
  // First, because every decision names it. Null: there is none. Undefined: nobody asked yet.
  #action: string | null | undefined;
  readonly #call: PlainCall;
  readonly #tool: Tool;
  readonly #typing: Typing;
  #fields: EventFields | undefined;
  /** The arguments alone: what is asked for most, and typed without the rest. */
  #args: Field | undefined;
  #content: string | undefined;

  constructor(call: PlainCall, { tool, typing }: PlainCallParts) {
    super();
    this.#call = call;
    this.#tool = tool;
    this.#typing = typing;
  }

  protected whole(): EventFields {
    this.#fields ??= this.#typing.fieldsOf(this.#call.raw);
    return this.#fields;
  }

  rowIn(layout: Layout): Row | undefined {
    return plainRowOf(this.#call, layout);
  }

  override get args(): Field {
    if (this.#fields !== undefined) return this.#fields.args;
    this.#args ??= typeValue(this.#call.raw.args ?? noArguments, this.#tool.args, wholeArguments).field;
    return this.#args;
  }

  action(): string | undefined {
    if (this.#action !== undefined) return this.#action ?? undefined;
    const { agent, chain, tenant, raw } = this.#call;
    const hash = actionHash({
      kind: "call",
      tool: { name: this.#tool.name, schemaDigest: this.#tool.schemaDigest },
      content: this.args,
      text: absent,
      agent,
      recipient: absent,
      chain,
      tenant,
      purpose: raw.purpose === undefined ? absent : textField(raw.purpose),
    });
    this.#action = hash ?? null;
    return hash;
  }

  content(): string {
    this.#content ??= contentHash(this.#call.raw);
    return this.#content;
  }

  release(): void {
    this.#fields = undefined;
    this.#args = undefined;
  }
}

const noArguments = {};
/** Of a plain call everything was recorded. */
const wholeArguments: Document = { root: "args", gaps: undefined, complete: true };

export const createPlainCall = (parts: PlainCallParts): Event => new PlainCall(parts);

/** The row of a plain call that was admitted with this layout; undefined for everything else. */
export const plainRowOf: (event: Event, layout: Layout) => Row | undefined = PlainCall.rowOf;

/** The place of a plain call's tool in the `tools` of its layout; -1 for everything else. */
export const plainToolOf: (event: Event) => number = PlainCall.toolIndexOf;

/** Lets go of the typed fields of a plain call: they are made again when one is asked for, and take much more than the record. */
export const releaseFields: (event: Event) => void = PlainCall.release;
