import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Condition } from "../../src/ast/condition.ts";
import { encodeConjuncts } from "../../src/engine/encode-conjuncts.ts";
import { type Frame, no, type Ternary, yes } from "../../src/engine/frame.ts";
import { appendBlock, createPool, runConjuncts } from "../../src/engine/level-program.ts";
import type { Slot } from "../../src/event/row.ts";
import { path, text } from "./build.ts";

/** The truth of one relation on a row with one slot; the general test must not be asked. */
function truthOf(condition: Condition<unknown>, slot: Slot): Ternary {
  const pool = createPool();
  const general = () => {
    throw new Error("the row could say it");
  };
  const block = encodeConjuncts([{ condition, test: general }], pool, () => 0);
  appendBlock(pool, 0, block);
  return runConjuncts(pool, 1, pool.size, { row: [slot] } as unknown as Frame);
}

const operand = path("args.to");
// Few characters, and two of a pair, so that texts often stand in each other.
const texts = fc.string({ unit: fc.constantFrom("a", "b", "\u{1f600}"), maxLength: 5 });

describe("the instructions on texts", () => {
  it("say what the platform says", () => {
    const seen = { starts: 0, ends: 0, has: 0, equal: 0 };
    fc.assert(
      fc.property(texts, texts, fc.array(texts, { maxLength: 3 }), fc.boolean(), (whole, part, list, negated) => {
        const judged = (condition: Condition<unknown>, slot: Slot): boolean =>
          truthOf(negated ? { kind: "not", operand: condition } : condition, slot) === (negated ? no : yes);
        const starts = whole.startsWith(part);
        const ends = whole.endsWith(part);
        expect(judged({ kind: "starts-with", operand, text: part }, whole)).toBe(starts);
        expect(judged({ kind: "ends-with", operand, text: part }, whole)).toBe(ends);
        const contains = { kind: "contains", mode: "element", quantity: "any", operand, values: [text(part)] } as const;
        expect(judged(contains, list)).toBe(list.includes(part));
        const same = { kind: "compare", operator: "==", left: operand, right: text(part) } as const;
        expect(judged(same, whole)).toBe(whole === part);
        seen.equal += whole === part ? 1 : 0;
        seen.starts += starts && part !== "" ? 1 : 0;
        seen.ends += ends && part !== "" ? 1 : 0;
        seen.has += list.includes(part) ? 1 : 0;
      }),
      { numRuns: 3_000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });
});

describe("the instructions on numbers", () => {
  // Integers of 32 bits stand in the instruction, all others in a pool.
  const edges = [0, 1, -1, 0.25, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 123_456_789_012];
  const relations = {
    "==": (left: number, right: number) => left === right,
    "<": (left: number, right: number) => left < right,
    "<=": (left: number, right: number) => left <= right,
    ">": (left: number, right: number) => left > right,
    ">=": (left: number, right: number) => left >= right,
  } as const;
  const cases = edges.flatMap((found) => edges.map((limit) => ({ found, limit })));

  it.each(Object.keys(relations) as (keyof typeof relations)[])("say what the platform says: %s", (operator) => {
    for (const { found, limit } of cases) {
      const right = { kind: "literal", literal: { kind: "number", digits: String(limit) } } as const;
      const condition: Condition<unknown> = { kind: "compare", operator, left: operand, right };
      const holds = relations[operator](found, limit);
      expect(truthOf(condition, found), `${found} ${operator} ${limit}`).toBe(holds ? yes : no);
      expect(truthOf({ kind: "not", operand: condition }, found), `not ${found} ${operator} ${limit}`).toBe(
        holds ? no : yes,
      );
    }
  });
});
