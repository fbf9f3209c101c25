import { isJsonArray, JsonNumber, type JsonValue } from "../json/json-value.ts";
import { parseDecimal } from "../value/decimal.ts";
import { absent, boolField, type Field, present, textField, unrecorded } from "../value/value.ts";
import { type Gaps, gapsBelow } from "./gaps.ts";

/**
 * JSON that no schema types, as it stands: null is absent, numbers are exact (`overflow` beyond 38 digits). Lists and
 * records are open where their document was not recorded completely.
 */
export function genericField(value: JsonValue, gaps: Gaps | undefined, complete: boolean): Field {
  if (gaps?.cause !== undefined) return unrecorded(gaps.cause);
  if (value === null) return absent;
  if (typeof value === "boolean") return boolField(value);
  if (typeof value === "string") return textField(value);
  if (value instanceof JsonNumber) return numberField(value);
  if (isJsonArray(value)) {
    return present({ kind: "list", items: value.map((item) => genericField(item, gaps, complete)), open: !complete });
  }
  const fields = new Map<string, Field>();
  for (const [key, member] of Object.entries(value)) {
    fields.set(key, genericField(member, gapsBelow(gaps, key), complete));
  }
  fillGaps(fields, gaps, complete);
  return present({ kind: "record", fields, open: !complete });
}

/** Adds the members that only the gaps know of. */
export function fillGaps(fields: Map<string, Field>, gaps: Gaps | undefined, complete: boolean): void {
  for (const [key, below] of gaps?.below ?? []) {
    if (!fields.has(key)) fields.set(key, genericField({}, below, complete));
  }
}

export function numberField(number: JsonNumber): Field {
  const value = parseDecimal(number.lexeme);
  return value === undefined ? unrecorded("overflow") : present({ kind: "number", value });
}
