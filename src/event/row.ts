import { decimalImage } from "../value/decimal-image.ts";
import type { Field } from "../value/value.ts";
import type { EventFields } from "./event.ts";
import type { Layout } from "./layout.ts";

/**
 * What conditions mostly read, as plain values side by side: a text, a number (its `decimalImage`), a truth value, the texts
 * of a closed list; null where there is no value (absent or unrecorded); undefined where only the field itself can say.
 */
export type Slot = string | number | boolean | readonly string[] | null | undefined;
export type Row = readonly Slot[];

/** The slot that stands for a field. */
export function slotOf(field: Field): Slot {
  if (field.state !== "value") return null;
  const { value } = field;
  switch (value.kind) {
    case "text":
      return value.text;
    case "number":
      return decimalImage(value.value);
    case "bool":
      return value.value;
    case "list": {
      if (value.open) return undefined;
      const texts: string[] = [];
      for (const item of value.items) {
        if (item.state !== "value" || item.value.kind !== "text") return undefined;
        texts.push(item.value.text);
      }
      return texts;
    }
    default:
      return undefined;
  }
}

/** Has the fields that a row stands for: the same ones whenever it is asked. */
export interface FieldSource {
  readonly fields: () => EventFields;
  /** The arguments alone: what is asked for most, and typed without the rest. */
  readonly args: () => Field;
}

/**
 * The fields of an event beside its row; they are typed when first asked for. Not data but a class: a copy with other fields
 * (`copyFields`) must not keep the row, which would say something else.
 */
class RowFields implements EventFields {
  readonly #layout: Layout;
  readonly #row: Row;
  readonly #source: FieldSource;

  constructor(layout: Layout, row: Row, source: FieldSource) {
    this.#layout = layout;
    this.#row = row;
    this.#source = source;
  }

  static rowOf(fields: EventFields, layout: Layout): Row | undefined {
    return #row in fields && fields.#layout === layout ? fields.#row : undefined;
  }

  get #fields(): EventFields {
    return this.#source.fields();
  }
  get args(): Field {
    return this.#source.args();
  }
  get result(): Field {
    return this.#fields.result;
  }
  get text(): Field {
    return this.#fields.text;
  }
  get context(): Field {
    return this.#fields.context;
  }
  get token(): Field {
    return this.#fields.token;
  }
  get peer(): Field {
    return this.#fields.peer;
  }
  get agent(): Field {
    return this.#fields.agent;
  }
  get chain(): Field {
    return this.#fields.chain;
  }
  get purpose(): Field {
    return this.#fields.purpose;
  }
  get confidence(): Field {
    return this.#fields.confidence;
  }
  get cost(): Field {
    return this.#fields.cost;
  }
  get at(): Field {
    return this.#fields.at;
  }
  get egress(): Field {
    return this.#fields.egress;
  }
  get tool(): Field {
    return this.#fields.tool;
  }
  get recipient(): Field {
    return this.#fields.recipient;
  }
}

/** Fields with a row of that layout. */
export const fieldsWithRow = (layout: Layout, row: Row, source: FieldSource): EventFields =>
  new RowFields(layout, row, source);

/** The row of an event's fields, if they have one of this layout. */
export const rowOf: (fields: EventFields, layout: Layout) => Row | undefined = RowFields.rowOf;

/** All fields as plain data, some of them changed. */
export function copyFields(fields: EventFields, changes: Partial<EventFields> = {}): EventFields {
  const { args, result, text, context, token, peer, agent, chain, purpose, confidence, cost, at, egress } = fields;
  const { tool, recipient } = fields;
  return {
    ...{
      args,
      result,
      text,
      context,
      token,
      peer,
      agent,
      chain,
      purpose,
      confidence,
      cost,
      at,
      egress,
      tool,
      recipient,
    },
    ...changes,
  };
}
