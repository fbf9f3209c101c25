import { describe, expect, it } from "vitest";
import { type HistoryTerm, nameTerm, type PastEvent } from "../../src/ast/history.ts";
import { emptyAmounts, type SettledAmounts, settleAmounts, sumAmounts } from "../../src/engine/history/amounts.ts";
import { carriedBy } from "../../src/engine/history/carried.ts";
import { addHappening, emptyRegister, type Register } from "../../src/engine/history/register.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import type { Type } from "../../src/value/type.ts";
import { event, policy, tool } from "./build.ts";
import { happening } from "./happening.ts";

// The numbers are those that the grammar promises.

const pay: PastEvent = { phase: "attempted", patterns: ["pay"], tools: ["pay"], with: [] };
const limits = { withinMs: 3_200, per: "agent" } as const;
describe("a window", () => {
  const every50 = (times: number): SettledAmounts =>
    Array.from({ length: times }, (_, index) => 50 * index).reduce(
      (settled, at) => settleAmounts(settled, happening(at), limits.withinMs, at),
      emptyAmounts,
    );
  const from = (settled: SettledAmounts, horizon: number) => {
    const { low, high } = sumAmounts(settled, [], horizon);
    return [low, high];
  };

  it.each([
    [0, [64, 64], [65, 65]],
    [1, [63, 63], [63, 65]],
    [50, [63, 63], [63, 65]],
    [51, [62, 62], [63, 63]],
    [100, [62, 62], [63, 63]],
    [101, [61, 61], [61, 63]],
    [3_150, [1, 1], [1, 3]],
    [3_151, [0, 0], [1, 1]],
    [3_200, [0, 0], [1, 1]],
    [3_201, [0, 0], [0, 0]],
  ])(
    "that begins at %i is exact for 64 times, and for more by buckets of a thirty-second part",
    (horizon, few, many) => {
      expect(from(every50(64), horizon)).toEqual(few);
      expect(from(every50(65), horizon)).toEqual(many);
    },
  );

  it("keeps what lies at its very beginning, and lets go what lies before it", () => {
    const clock = 50 * 64;
    expect(from(every50(65), clock - limits.withinMs)).toEqual([65, 65]);
    const later = settleAmounts(every50(64), happening(clock + 1), limits.withinMs, clock + 1);
    expect(from(later, clock + 1 - limits.withinMs)).toEqual([64, 64]);
    expect(later.past).toMatchObject({ low: 0, high: 1 });
    expect(later.total).toMatchObject({ low: 64, high: 64 });
  });
});

describe("undecided calls", () => {
  it("are kept one by one up to 32", () => {
    const waiting = (calls: number): Register =>
      Array.from({ length: calls }, (_, index) => happening(index, { owner: `s c${index}` })).reduce(
        (register, one) => addHappening(register, one, limits.withinMs, one.at),
        emptyRegister(nameTerm({ kind: "count", event: pay, ...limits })),
      );
    expect(waiting(32)).toMatchObject({ evicted: false, settled: { slots: [] } });
    expect(waiting(32).pending).toHaveLength(32);
    expect(waiting(33)).toMatchObject({ evicted: true, settled: { slots: [{ first: 0, last: 0, low: 1 }] } });
    expect(waiting(33).pending.map(({ owner }) => owner)).toEqual(
      Array.from({ length: 32 }, (_, index) => `s c${index + 1}`),
    );
  });
});

describe("what an event brings", () => {
  const carried = (kind: "distinct" | "last" | "sum", type: Type, v: unknown, more: object = {}) => {
    const args: Type = { kind: "record", additional: false, fields: { v: { type, required: false } } };
    const ir: PolicyIr = policy({ catalogue: { tools: { pay: tool("pay", { args }) }, context: {} } });
    const of = { event: pay, path: { root: "args", segments: ["v"] }, ...limits } as const;
    const term: HistoryTerm = kind === "distinct" ? nameTerm({ kind, ...of }) : nameTerm({ kind, type, ...of });
    return carriedBy(term, event({ kind: "call", tool: "pay", args: v === undefined ? {} : { v }, ...more }, 0, ir));
  };
  const string: Type = { kind: "string" };
  const strings: Type = { kind: "list", element: string };
  const lists: Type = { kind: "list", element: strings };
  const [fits, long] = ["x".repeat(63), "x".repeat(64)];

  it.each<[string, unknown, readonly string[], "none" | "one" | "any", Type]>([
    ["a text", "a", ["a"], "none", string],
    ["nothing", undefined, [], "none", string],
    ["each of a list once, by value", ["b", "a", "b"], ["a", "b"], "none", strings],
    ["none of an empty list", [], [], "none", strings],
    ["a text of 63 characters", fits, [fits], "none", string],
    ["one more that nobody can tell apart", [["a"]], [], "one", lists],
    ["any number more where there are two of them", [["a"], ["b"]], [], "any", lists],
  ])("as different values: %s", (_, v, values, more, type) => {
    expect(carried("distinct", type, v)).toEqual({ kind: "values", values, more });
  });

  it("as different values, where they were not recorded or are too long to be kept", () => {
    const unrecorded = { args: undefined, not_recorded: ["args"] };
    expect(carried("distinct", string, undefined, unrecorded)).toEqual({ kind: "values", values: [], more: "one" });
    const told = carried("distinct", string, long);
    expect(told).toMatchObject({ kind: "values", more: "none" });
    expect(told.kind === "values" && told.values).toEqual([expect.stringMatching(/^#[0-9a-f]{62}$/)]);
  });

  it.each<[string, unknown, unknown]>([
    ["a text of 63 characters", fits, { kind: "text", text: fits }],
    ["none that is longer", long, undefined],
    ["none that looks like one that is longer", "#a", undefined],
    ["an empty one", "", { kind: "text", text: "" }],
    ["none that is not there", undefined, undefined],
  ])("as the last value: %s", (_, v, value) => {
    expect(carried("last", string, v)).toEqual({ kind: "value", value });
  });

  it.each<[string, unknown, object]>([
    ["nine decimal places", 1.123456789, { kind: "amount", units: 1_123_456_789 }],
    ["no tenth", 0.0000000001, { kind: "unknown" }],
    ["a number below zero", -2, { kind: "amount", units: -2_000_000_000 }],
    ["nothing of what is not there", undefined, { kind: "unknown" }],
  ])("as an amount: %s", (_, v, amount) => {
    expect(carried("sum", { kind: "decimal" }, v)).toEqual(amount);
  });
});
