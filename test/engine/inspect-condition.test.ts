import { describe, expect, it } from "vitest";
import { inspectCondition } from "../../src/engine/inspect-condition.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { bound, environment, listValue, path, text, textValue } from "./build.ts";

const quantified = (quantifier: "every" | "any"): IrCondition => ({
  kind: "quantified",
  quantifier,
  nonempty: false,
  binding: "a",
  list: path("args.to"),
  body: { kind: "compare", operator: "==", left: bound("a"), right: text("x") },
});
/** The whole, and of each element that is shown which it is and what it says. */
const shown = (quantifier: "every" | "any", items: readonly string[]) => {
  const list = listValue(items.map(textValue));
  const { truth, operands, hidden } = inspectCondition(quantified(quantifier), environment({ "args.to": list }));
  return { truth, hidden, elements: operands.map((one) => `${one.values[0]?.path} ${one.truth}`) };
};

describe("a quantifier taken apart", () => {
  it("shows all of four elements, in their order", () => {
    expect(shown("every", ["x", "x", "y", "x"])).toEqual({
      truth: "false",
      hidden: 0,
      elements: ["args.to[0] true", "args.to[1] true", "args.to[2] false", "args.to[3] true"],
    });
  });

  it("shows four of many elements, first those that decide, and says how many more there are", () => {
    expect(shown("every", ["x", "x", "x", "x", "x", "y"])).toEqual({
      truth: "false",
      hidden: 2,
      elements: ["args.to[5] false", "args.to[0] true", "args.to[1] true", "args.to[2] true"],
    });
    expect(shown("any", ["y", "y", "y", "y", "x", "x", "x", "x", "x"])).toEqual({
      truth: "true",
      hidden: 5,
      elements: ["args.to[4] true", "args.to[5] true", "args.to[6] true", "args.to[7] true"],
    });
  });
});
