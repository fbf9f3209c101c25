import type { Condition, Operand } from "../ast/condition.ts";
import { stripOperand } from "../ast/strip-spans.ts";
import { addDecimals, type Decimal, parseDecimal, subtractDecimals, zero } from "../value/decimal.ts";

/** A comparison with everything brought to its left side: `terms + constant OPERATOR 0`. */
export interface Linear {
  /** Each field once, with how often it is added; those that cancel out are gone. */
  readonly terms: readonly { readonly operand: Operand<unknown>; readonly times: number }[];
  readonly constant: Decimal;
  /** Of the amounts among its literals. */
  readonly currency: string | undefined;
}

/** Undefined where no side is a sum, and where a literal is none of numbers, amounts and durations. */
export function linearOf({
  left,
  right,
}: Extract<Condition<unknown>, { readonly kind: "compare" }>): Linear | undefined {
  if (left.kind !== "sum" && right.kind !== "sum") return undefined;
  const parts = [...partsOf(left, 1), ...partsOf(right, -1)];
  const terms = new Map<string, { readonly operand: Operand<unknown>; readonly times: number }>();
  let constant: Decimal | undefined = zero;
  let currency: string | undefined;
  for (const { operand, sign } of parts) {
    if (operand.kind !== "literal") {
      const key = JSON.stringify(stripOperand(operand));
      terms.set(key, { operand, times: (terms.get(key)?.times ?? 0) + sign });
      continue;
    }
    const { literal } = operand;
    if (literal.kind === "money") currency = literal.currency;
    const value: Decimal | undefined =
      literal.kind === "number" || literal.kind === "money"
        ? parseDecimal(literal.digits)
        : literal.kind === "duration"
          ? { coefficient: BigInt(literal.ms), scale: 0 }
          : undefined;
    constant = value && constant && (sign === 1 ? addDecimals(constant, value) : subtractDecimals(constant, value));
  }
  if (constant === undefined) return undefined;
  return { terms: [...terms.values()].filter(({ times }) => times !== 0), constant, currency };
}

type Part = { readonly operand: Exclude<Operand<unknown>, { readonly kind: "sum" }>; readonly sign: 1 | -1 };

function partsOf(operand: Operand<unknown>, sign: 1 | -1): readonly Part[] {
  if (operand.kind !== "sum") return [{ operand, sign }];
  const other = operand.operator === "+" ? sign : sign === 1 ? -1 : 1;
  return [...partsOf(operand.left, sign), ...partsOf(operand.right, other)];
}
