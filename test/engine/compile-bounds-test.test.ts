import { describe, expect, it } from "vitest";
import type { Condition, Literal } from "../../src/ast/condition.ts";
import { compileBoundsTest } from "../../src/engine/compile-bounds-test.ts";
import { orderTests, sameField } from "../../src/engine/compile-comparison.ts";
import { literalField } from "../../src/engine/compile-operand.ts";
import type { Frame, Ternary } from "../../src/engine/frame.ts";
import type { Bounds } from "../../src/engine/history/history-bounds.ts";
import { shiftDecimal } from "../../src/value/decimal.ts";
import { between } from "../../src/value/interval.ts";
import { type Field, present } from "../../src/value/value.ts";

type Compare = Extract<Condition<unknown>, { readonly kind: "compare" }>;
const operators: readonly Compare["operator"][] = ["==", "<", "<=", ">", ">="];
const number = (digits: string): Literal => ({ kind: "number", digits });
const money = (digits: string, currency: string): Literal => ({ kind: "money", digits, currency });
const relation = (operator: Compare["operator"], literal: Literal): Compare => ({
  kind: "compare",
  operator,
  left: { kind: "history", term: "t", type: { kind: "int" } },
  right: { kind: "literal", literal },
});
const count = (low: Bounds["low"], high: Bounds["high"]): Bounds => ({
  low,
  high,
  inBillionths: false,
  currency: undefined,
});
const sum = (low: Bounds["low"], high: Bounds["high"], currency?: string): Bounds => ({
  low,
  high,
  inBillionths: true,
  currency,
});

/** What the general test says about the field that has these bounds. */
function general(operator: Compare["operator"], bounds: Bounds, literal: Literal): Ternary {
  const [low, high] = [bounds.low, bounds.high].map((end) =>
    shiftDecimal({ coefficient: BigInt(end), scale: 0 }, bounds.inBillionths ? -9 : 0),
  );
  const field: Field = present(between(low, high, "ambiguous", bounds.currency));
  return operator === "=="
    ? sameField(field, literalField(literal))
    : orderTests[operator](field, literalField(literal));
}

/** The truth by the bounds; "slow" where the general test was asked. */
function byBounds(operator: Compare["operator"], bounds: Bounds | undefined, literal: Literal): Ternary | "slow" {
  let wasAsked = false;
  const test = compileBoundsTest(relation(operator, literal), () => {
    wasAsked = true;
    return 1;
  });
  const truth = test?.({ bounds: () => bounds } as unknown as Frame) ?? "slow";
  return wasAsked ? "slow" : truth;
}

const billion = 1_000_000_000;

describe("a history term against a number, by its bounds", () => {
  it.each<[string, readonly Bounds[], readonly Literal[]]>([
    [
      "a count",
      [count(0, 0), count(2, 2), count(1, 3), count(0, 2), count(2, 4), count(3, 3)],
      ["-1", "0", "1", "2", "3", "4", "5"].map(number),
    ],
    [
      "a sum",
      [sum(0, 0), sum(1.5 * billion, 1.5 * billion), sum(-2 * billion, billion), sum(1, 2)],
      ["-3", "-2", "0", "0.000000001", "1", "1.5", "1.500000001", "2"].map(number),
    ],
    [
      "a sum beyond what a double holds",
      [sum(10n ** 20n, 10n ** 20n), sum(-(10n ** 20n), 5), sum(10n ** 20n, 10n ** 20n + 1n)],
      ["100000000000", "100000000000.000000001", "99999999999.999999999", "-100000000000", "0"].map(number),
    ],
    ["a sum of money", [sum(5 * billion, 5 * billion, "USD"), sum(0, 6 * billion, "USD")], [money("5", "USD")]],
  ])("is what the general test says of %s", (_, all, literals) => {
    for (const operator of operators) {
      for (const bounds of all) {
        for (const literal of literals) {
          const told = byBounds(operator, bounds, literal);
          expect(told, `${operator} ${JSON.stringify(literal)} ${bounds.low} ${bounds.high}`).toBe(
            general(operator, bounds, literal),
          );
        }
      }
    }
  });

  it.each<[string, Bounds | undefined, Literal]>([
    ["there are no bounds", undefined, number("1")],
    ["a count is compared with a fraction", count(2, 2), number("1.5")],
    ["a sum is compared with more places than it has", sum(2, 2), number("0.0000000015")],
    ["the currencies differ", sum(2, 2, "USD"), money("5", "EUR")],
    ["money is compared with a number", sum(2, 2, "USD"), number("5")],
    ["a number is compared with money", sum(2, 2), money("5", "USD")],
    ["it is compared with a duration", count(2, 2), { kind: "duration", ms: 2 }],
  ])("is asked of the general test where %s", (_, bounds, literal) => {
    for (const operator of operators) expect(byBounds(operator, bounds, literal)).toBe("slow");
  });

  it("has no such test unless a term stands on the left and a literal on the right", () => {
    const { left, right } = relation("<", number("1"));
    const slow = (): Ternary => 1;
    expect(compileBoundsTest({ kind: "compare", operator: "<", left: right, right: left }, slow)).toBeUndefined();
    expect(compileBoundsTest({ kind: "compare", operator: "<", left, right: left }, slow)).toBeUndefined();
  });
});
