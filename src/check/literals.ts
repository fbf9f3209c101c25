import type { Literal } from "../ast/condition.ts";
import type { Expression } from "../ast/expression.ts";
import { unknownCurrency } from "../diagnostics/names.ts";
import { invalidLiteral } from "../diagnostics/types-values.ts";
import type { Span } from "../source/span.ts";
import { type Decimal, formatDecimal, isInteger, parseDecimal, shiftDecimal } from "../value/decimal.ts";
import { isCurrency, minorUnitDigits } from "../value/money.ts";
import type { Type } from "../value/type.ts";
import { nearCurrency } from "./near-currency.ts";
import { type Scope, type Typed, typedError } from "./scope.ts";

export type LiteralExpression = Extract<
  Expression,
  { readonly kind: "text" | "number" | "percent" | "money" | "duration" | "timestamp" | "bool" }
>;

/** A literal with the type it has by itself; `fit-value.ts` reads it by the other side's type. */
export function typeLiteral(expression: LiteralExpression, scope: Scope): Typed {
  const { span } = expression;
  switch (expression.kind) {
    case "text":
      return value(span, { kind: "text", text: expression.text }, { kind: "string" });
    case "bool":
      return value(span, { kind: "bool", value: expression.value }, { kind: "bool" });
    case "duration":
      return value(span, { kind: "duration", ms: expression.ms }, { kind: "duration" });
    case "timestamp":
      return value(span, { kind: "timestamp", ms: expression.ms }, { kind: "timestamp" });
    case "number": {
      const decimal = parseDecimal(expression.digits);
      if (decimal === undefined) return tooLong(span, expression.digits, scope);
      return value(span, digitsOf(decimal), { kind: isInteger(decimal) ? "int" : "decimal" });
    }
    case "percent": {
      const percent = parseDecimal(expression.digits);
      const fraction = percent === undefined ? undefined : shiftDecimal(percent, -2);
      if (fraction === undefined) return tooLong(span, expression.digits, scope);
      return value(span, digitsOf(fraction), { kind: "percent" });
    }
    case "money":
      return typeMoney(expression, scope);
  }
}

function typeMoney(expression: Extract<Expression, { readonly kind: "money" }>, scope: Scope): Typed {
  const { span, currency, minor, digits } = expression;
  if (!isCurrency(currency.text)) {
    scope.checker.report.add(
      unknownCurrency.at(currency.span, { code: currency.text, near: nearCurrency(currency.text) }),
    );
    return typedError;
  }
  const places = minorUnitDigits(currency.text);
  const amount = parseDecimal(digits);
  if (amount === undefined) return tooLong(span, digits, scope);
  if (minor && places === undefined) {
    scope.checker.report.add(
      invalidLiteral.at(span, { found: `\`${currency.text} minor\``, expected: "a currency that has a minor unit" }),
    );
    return typedError;
  }
  const major = minor ? shiftDecimal(amount, -(places ?? 0)) : amount;
  if (major === undefined) return tooLong(span, digits, scope);
  const type: Type = { kind: "money", currency: { kind: "fixed", code: currency.text }, unit: "major" };
  return value(span, { kind: "money", digits: formatDecimal(major), currency: currency.text }, type);
}

function tooLong(span: Span, digits: string, scope: Scope): Typed {
  scope.checker.report.add(
    invalidLiteral.at(span, { found: `a number of ${digits.length} characters`, expected: "at most 38 digits" }),
  );
  return typedError;
}

const digitsOf = (decimal: Decimal): Literal => ({ kind: "number", digits: formatDecimal(decimal) });

const value = (span: Span, literal: Literal, type: Type): Typed => ({
  kind: "value",
  operand: { kind: "literal", span, literal },
  type,
  vocabulary: false,
});
