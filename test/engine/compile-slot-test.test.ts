import { describe, expect, it } from "vitest";
import type { Operand } from "../../src/ast/condition.ts";
import { compileCondition } from "../../src/engine/compile-condition.ts";
import { type Frame, maybe, no, noDepths, type Ternary, yes } from "../../src/engine/frame.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { testCost } from "../../src/engine/test-cost.ts";
import type { Slot } from "../../src/event/row.ts";
import { parseDecimal, zero } from "../../src/value/decimal.ts";
import { decimalImage } from "../../src/value/decimal-image.ts";
import { digits, path, text, usd } from "./build.ts";

const x = path("args.x");
const slots = (operand: Operand<unknown>): number | undefined => (operand === x ? 0 : undefined);
const compare = (operator: "==" | "<" | "<=" | ">" | ">=", right: Operand<unknown>): IrCondition => ({
  kind: "compare",
  operator,
  left: x,
  right,
});
const contains = (
  mode: "element" | "substring",
  quantity: "any" | "all",
  ...wanted: readonly string[]
): IrCondition => ({
  kind: "contains",
  mode,
  quantity,
  operand: x,
  values: wanted.map(text),
});
const image = (written: string): Slot => decimalImage(parseDecimal(written) ?? zero);
const isTrue: Operand<unknown> = { kind: "literal", literal: { kind: "bool", value: true } };

describe("what a row can say", () => {
  /** The row has the one slot; whoever asks for the fields themselves fails. */
  const truthOn = (condition: IrCondition, slot: Slot): Ternary => {
    const fail = (): never => {
      throw new Error("the row could say it");
    };
    const frame: Frame = {
      row: [slot],
      read: fail,
      origin: fail,
      history: fail,
      bounds: fail,
      elements: [],
      paths: [],
    };
    return compileCondition(condition, noDepths, slots).test(frame);
  };

  it.each<[string, IrCondition, readonly Slot[], readonly Slot[]]>([
    ["== a text", compare("==", text("a")), ["a"], ["b", ""]],
    ["== a number", compare("==", digits("1.50")), [image("1.5")], [image("1.51"), image("0")]],
    ["== a truth", compare("==", isTrue), [true], [false]],
    ["<", compare("<", digits("2")), [image("1.9")], [image("2"), image("3")]],
    ["<=", compare("<=", digits("2")), [image("1.9"), image("2")], [image("2.1")]],
    [">", compare(">", digits("2")), [image("2.1")], [image("2"), image("1")]],
    [">=", compare(">=", digits("2")), [image("2"), image("2.1")], [image("1.9")]],
    ["in", { kind: "one-of", operand: x, values: [text("a"), text("b")] }, ["a", "b"], ["c", ""]],
    ["starts with", { kind: "starts-with", operand: x, text: "ab" }, ["ab", "abc"], ["cab", "a"]],
    ["ends with", { kind: "ends-with", operand: x, text: "ab" }, ["ab", "cab"], ["abc", "b"]],
    ["matches", { kind: "matches", operand: x, pattern: "ab?" }, ["a", "ab"], ["b", "aab"]],
    ["holds", { kind: "holds", operand: x }, [true], [false]],
    ["contains an element", contains("element", "any", "a"), [["a"], ["b", "a"]], [[], ["b"], ["ab"]]],
    ["contains one of two elements", contains("element", "any", "a", "b"), [["a"], ["b"]], [[], ["c"]]],
    ["contains two elements", contains("element", "all", "a", "b"), [["b", "a"]], [["a"], ["b"], []]],
    ["contains a text", contains("substring", "any", "a"), ["ba", ["b", "ba"]], ["b", "", [], ["b"]]],
    ["contains one of two texts", contains("substring", "any", "a", "b"), ["ca", ["cb"]], ["c", ["c"]]],
    ["contains two texts", contains("substring", "all", "a", "b"), ["ab", ["a", "b"]], ["a", ["b"], "c"]],
  ])("is not asked of the fields: %s", (_, condition, holding, failing) => {
    for (const [slots, truth, opposite] of [
      [holding, yes, no],
      [failing, no, yes],
      [[null], maybe, maybe],
    ] as const)
      for (const slot of slots) {
        expect(truthOn(condition, slot), JSON.stringify(slot)).toBe(truth);
        expect(truthOn({ kind: "not", operand: condition }, slot), JSON.stringify(slot)).toBe(opposite);
      }
  });
});

describe("the order in which conditions are asked", () => {
  const not = (operand: IrCondition): IrCondition => ({ kind: "not", operand });
  const among: IrCondition = { kind: "one-of", operand: x, values: [text("a")] };
  const cost = (condition: IrCondition): number => testCost(condition, slots);

  it("is by what is soonest found and most likely settles", () => {
    const ordered: readonly IrCondition[] = [
      { kind: "constant", value: true },
      compare("==", text("a")),
      compare("<", digits("1")),
      contains("element", "any", "a"),
      among,
      not(compare("==", text("a"))),
      not(among),
      not(contains("element", "any", "a")),
    ];
    const costs = ordered.map(cost);
    expect(costs.every((one, index) => index === 0 || one > (costs[index - 1] ?? 0))).toBe(true);
    for (const kind of ["starts-with", "ends-with"] as const) {
      const inText: IrCondition = { kind, operand: x, text: "a" };
      expect(cost(inText)).toBe(cost(compare("<", digits("1"))));
      expect(cost(not(inText))).toBe(cost(not(among)));
    }
    expect(cost({ kind: "holds", operand: x })).toBe(cost(not(compare("<", digits("1")))));
  });

  it("puts last what no row tells", () => {
    const y = path("args.y");
    const last = cost({ kind: "has", operand: x });
    expect(last).toBeGreaterThan(cost(not(contains("element", "any", "a"))));
    for (const condition of [
      { kind: "compare", operator: "==", left: y, right: usd("1") },
      { kind: "holds", operand: y },
      { kind: "starts-with", operand: y, text: "a" },
      { kind: "ends-with", operand: y, text: "a" },
      { kind: "contains", mode: "element", quantity: "any", operand: y, values: [text("a")] },
      { kind: "one-of", operand: y, values: [text("a")] },
      { kind: "empty", operand: x },
      { kind: "all", operands: [] },
    ] as const satisfies readonly IrCondition[]) {
      expect(cost(condition)).toBe(last);
      expect(cost(not(condition))).toBe(last);
    }
  });
});
