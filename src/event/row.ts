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

/** A row of which only the fields can say anything. Not `new Array(size)`, which the machine takes for one with holes ever after. */
export function openRow(size: number): Slot[] {
  const row: Slot[] = [];
  for (let slot = 0; slot < size; slot += 1) row.push(undefined);
  return row;
}

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

/**
 * The fields of an event beside its row; they are typed when first asked for. Not data but a class: a copy with other fields
 * (`copyFields`) must not keep the row, which would say something else.
 */
export abstract class LazyFields implements EventFields {
  /** The same ones whenever it is asked. */
  protected abstract whole(): EventFields;
  /** The row that stands for these fields, if it is of this layout. */
  abstract rowIn(layout: Layout): Row | undefined;

  get args(): Field {
    return this.whole().args;
  }
  get result(): Field {
    return this.whole().result;
  }
  get text(): Field {
    return this.whole().text;
  }
  get context(): Field {
    return this.whole().context;
  }
  get token(): Field {
    return this.whole().token;
  }
  get peer(): Field {
    return this.whole().peer;
  }
  get agent(): Field {
    return this.whole().agent;
  }
  get chain(): Field {
    return this.whole().chain;
  }
  get purpose(): Field {
    return this.whole().purpose;
  }
  get confidence(): Field {
    return this.whole().confidence;
  }
  get cost(): Field {
    return this.whole().cost;
  }
  get at(): Field {
    return this.whole().at;
  }
  get egress(): Field {
    return this.whole().egress;
  }
  get tool(): Field {
    return this.whole().tool;
  }
  get recipient(): Field {
    return this.whole().recipient;
  }
}

class RowFields extends LazyFields {
  readonly #layout: Layout;
  readonly #row: Row;
  readonly #fields: EventFields;

  constructor(layout: Layout, row: Row, fields: EventFields) {
    super();
    this.#layout = layout;
    this.#row = row;
    this.#fields = fields;
  }

  protected whole(): EventFields {
    return this.#fields;
  }
  rowIn(layout: Layout): Row | undefined {
    return this.#layout === layout ? this.#row : undefined;
  }
}

/** Fields with a row of that layout. */
export const fieldsWithRow = (layout: Layout, row: Row, fields: EventFields): EventFields =>
  new RowFields(layout, row, fields);

/** The row of an event's fields, if they have one of this layout. */
export const rowOf = (fields: EventFields, layout: Layout): Row | undefined =>
  fields instanceof LazyFields ? fields.rowIn(layout) : undefined;

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
