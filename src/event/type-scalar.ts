import { isJsonArray, JsonNumber, type JsonValue } from "../json/json-value.ts";
import { canonicalReaders } from "../value/canonical.ts";
import { readCommand } from "../value/command.ts";
import { compareDecimals, type Decimal, isInteger, parseDecimal, shiftDecimal, zero } from "../value/decimal.ts";
import { parseDuration } from "../value/duration.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import type { Type } from "../value/type.ts";
import { readUrl } from "../value/url.ts";
import { boolField, type Field, present, textField, unrecorded } from "../value/value.ts";
import { numberField } from "./generic-value.ts";

export type ScalarType = Exclude<Type, { readonly kind: "record" | "list" | "money" | "json" }>;

/**
 * Reads a value by a type that needs no context. Undefined: the value is not of the type. A number in a text is no
 * number. Numbers beyond 38 digits are `overflow`, percentages outside 0 to 1 are `invalid`: facts, but no values.
 */
export function scalarField(value: JsonValue, type: ScalarType): Field | undefined {
  switch (type.kind) {
    case "bool":
      return typeof value === "boolean" ? boolField(value) : undefined;
    case "int":
      return wholeNumberField(value);
    case "decimal":
      return value instanceof JsonNumber ? numberField(value) : undefined;
    case "percent":
      return percentField(value);
    case "labels":
      return labelsField(value);
    case "texts":
      return textsField(value);
    default:
      return typeof value === "string" ? textTypeField(value, type) : undefined;
  }
}

type TextType = Exclude<ScalarType, { readonly kind: "bool" | "int" | "decimal" | "percent" | "labels" | "texts" }>;

function textTypeField(text: string, type: TextType): Field | undefined {
  switch (type.kind) {
    case "string":
      return type.values === undefined || type.values.includes(text) ? textField(text) : undefined;
    case "principal":
      return textField(text);
    case "duration": {
      const ms = parseDuration(text);
      return ms === undefined ? undefined : present({ kind: "duration", ms });
    }
    case "timestamp": {
      const ms = parseTimestamp(text);
      return ms === undefined ? undefined : present({ kind: "timestamp", ms });
    }
    case "url": {
      const url = readUrl(text);
      return url === undefined ? undefined : present(url);
    }
    case "command":
      return present(readCommand(text));
    default: {
      const canonical = canonicalReaders[type.kind](text);
      return canonical === undefined ? undefined : textField(canonical);
    }
  }
}

/** `5.0` and `1e2` are whole numbers, as in JSON Schema. */
function wholeNumberField(value: JsonValue): Field | undefined {
  if (!(value instanceof JsonNumber)) return undefined;
  const field = numberField(value);
  const isFraction = field.state === "value" && field.value.kind === "number" && !isInteger(field.value.value);
  return isFraction ? undefined : field;
}

const one: Decimal = { coefficient: 1n, scale: 0 };

/** A fraction from 0 to 1 as a number, or a percentage as a text (`"97%"`). A bare 97 is never read as 97 percent. */
function percentField(value: JsonValue): Field | undefined {
  let fraction: Decimal | undefined;
  if (value instanceof JsonNumber) {
    fraction = parseDecimal(value.lexeme);
  } else if (typeof value === "string") {
    const hundredths = value.endsWith("%") ? parseDecimal(value.slice(0, -1)) : undefined;
    fraction = hundredths === undefined ? undefined : shiftDecimal(hundredths, -2);
  } else {
    return undefined;
  }
  const inRange = fraction !== undefined && compareDecimals(fraction, zero) >= 0 && compareDecimals(fraction, one) <= 0;
  return fraction !== undefined && inRange ? present({ kind: "number", value: fraction }) : unrecorded("invalid");
}

function labelsField(value: JsonValue): Field | undefined {
  if (!isJsonArray(value)) return undefined;
  const has = new Set<string>();
  for (const label of value) {
    if (typeof label !== "string") return undefined;
    has.add(label);
  }
  return present({ kind: "labels", has, maybe: new Set(), open: false });
}

function textsField(value: JsonValue): Field | undefined {
  const items: Field[] = [];
  for (const item of isJsonArray(value) ? value : [value]) {
    if (typeof item !== "string") return undefined;
    items.push(textField(item));
  }
  return present({ kind: "list", items, open: false });
}
