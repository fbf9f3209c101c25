import { isJsonObject, JsonNumber, type JsonValue, memberOf } from "../json/json-value.ts";
import { isInteger, parseDecimal } from "../value/decimal.ts";
import { moneyFromMajor, moneyFromMinor } from "../value/money.ts";
import type { MoneyCurrency, Type } from "../value/type.ts";
import { type Field, present, unrecorded } from "../value/value.ts";
import { type Gaps, gapsBelow } from "./gaps.ts";

/** A value around the one being typed, with the names (not the indices) that lead to it: currencies are looked up here. */
export interface Enclosing {
  readonly names: readonly string[];
  readonly value: JsonValue;
  readonly gaps: Gaps | undefined;
  readonly outer: Enclosing | undefined;
}

/**
 * A JSON number as money. Minor units are whole. `unresolved`: the currency is missing, no text, no ISO 4217 code, or has
 * no minor unit. Undefined: not of the type.
 */
export function moneyField(
  value: JsonValue,
  type: Extract<Type, { kind: "money" }>,
  enclosing: Enclosing,
  complete: boolean,
): Field | undefined {
  if (!(value instanceof JsonNumber)) return undefined;
  const amount = parseDecimal(value.lexeme);
  if (amount === undefined) return unrecorded("overflow");
  if (type.unit === "minor" && !isInteger(amount)) return undefined;
  const currency = findCurrency(type.currency, enclosing, complete);
  if (typeof currency !== "string") return currency;
  const money = type.unit === "minor" ? moneyFromMinor(amount, currency) : moneyFromMajor(amount, currency);
  return money === undefined ? unrecorded("unresolved") : present(money);
}

/** The path may lead through the list elements around the amount: the currency is then the one beside it. */
function findCurrency(currency: MoneyCurrency, enclosing: Enclosing, complete: boolean): string | Field {
  if (currency.kind === "fixed") return currency.code;
  const around = nearestAround(enclosing, currency.path);
  let gaps: Gaps | undefined = around.gaps;
  let value: JsonValue | undefined = around.value;
  for (const name of currency.path.slice(around.names.length)) {
    gaps = gapsBelow(gaps, name);
    if (gaps?.cause !== undefined) return unrecorded(gaps.cause);
    value = isJsonObject(value) ? memberOf(value, name) : undefined;
  }
  if (value === undefined && !complete) return unrecorded("not_recorded");
  return typeof value === "string" ? value : unrecorded("unresolved");
}

/** The innermost value around the amount that lies on the way to the path; the whole document lies on every way. */
function nearestAround(enclosing: Enclosing, path: readonly string[]): Enclosing {
  let around = enclosing;
  while (around.outer !== undefined && !around.names.every((name, index) => name === path[index]))
    around = around.outer;
  return around;
}
