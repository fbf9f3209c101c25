import { assertNever } from "../source/assert-never.ts";
import { formatDecimal } from "../value/decimal.ts";
import { describeValue } from "../value/describe-field.ts";
import type { Field, Value } from "../value/value.ts";

/** A text that two fields share exactly when they say the same, wherever they come from. */
export function fieldKey(field: Field): string {
  switch (field.state) {
    case "value":
      return valueKey(field.value);
    case "absent":
      return "absent";
    case "unrecorded":
      return `unrecorded ${field.cause}`;
    default:
      return assertNever(field);
  }
}

function valueKey(value: Value): string {
  switch (value.kind) {
    case "bool":
      return `bool ${value.value}`;
    case "number":
      return `number ${formatDecimal(value.value)}`;
    case "money":
      return `money ${formatDecimal(value.amount)} ${value.currency}`;
    case "duration":
    case "timestamp":
      return `${value.kind} ${value.ms}`;
    case "text":
      return JSON.stringify(value.text);
    case "command":
      return JSON.stringify(value.text);
    case "url":
      return JSON.stringify(value.href);
    case "list":
      return `[${value.items.map(fieldKey).join(",")}${value.open ? ",…" : ""}]`;
    case "record":
      return `{${[...value.fields].map(([name, field]) => `${name}:${fieldKey(field)}`).join(",")}${value.open ? ",…" : ""}}`;
    case "labels":
      return `labels ${[...value.has].sort().join()} maybe ${[...value.maybe].sort().join()}${value.open ? " …" : ""}`;
    case "interval":
      return describeValue(value);
    default:
      return assertNever(value);
  }
}
