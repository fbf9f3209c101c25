import { describe, expect, it } from "vitest";
import { type HistoryTerm, nameTerm } from "../../src/ast/history.ts";
import { indexHistory } from "../../src/engine/history/history-index.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { pastOf } from "../../src/engine/past.ts";
import { restoreState, snapshotState } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import { describeField } from "../../src/value/describe-field.ts";
import type { Type } from "../../src/value/type.ts";
import { event, policy, tool } from "./build.ts";
import { readTermOf } from "./read-term.ts";

const usd: Type = { kind: "money", currency: { kind: "fixed", code: "USD" }, unit: "major" };
const long = "x".repeat(70);
/** By type: one value in two spellings where it has two, and others. */
const values: readonly (readonly [Type, same: readonly [unknown, unknown], others: readonly unknown[]])[] = [
  [{ kind: "bool" }, [true, true], [false]],
  [{ kind: "int" }, [1, 1], [2, -1, 0]],
  [{ kind: "decimal" }, [1.5, 1.5], [1.25, 15]],
  [{ kind: "percent" }, [0.5, 0.5], [0.25]],
  [{ kind: "duration" }, ["60s", "1m"], ["61s"]],
  [{ kind: "timestamp" }, ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00"], ["2026-01-01T00:00:01Z"]],
  [usd, [5, 5], [5.5, 50]],
  [{ kind: "string" }, ["a", "a"], ["A", "", "#a", "a "]],
  [{ kind: "string" }, [long, long], [`${long}y`, `y${long}`]],
  [{ kind: "email" }, ["Ann@Corp.example", "Ann@corp.example"], ["bob@corp.example"]],
  [{ kind: "domain" }, ["A.example", "a.example"], ["b.example"]],
  [{ kind: "url" }, ["HTTPS://A.example/x", "https://a.example/x"], ["https://a.example/y", "https://b.example/x"]],
];
const cases = values.map(([type, same, others]) => [`${type.kind} ${String(others[0])}`, type, same, others] as const);

function kept(type: Type, terms: readonly HistoryTerm[], args: readonly object[], keyBudget = 1_000) {
  const field = { type, required: false };
  const pay = tool("pay", { args: { kind: "record", additional: false, fields: { v: field, w: field } } });
  const ir: PolicyIr = policy({
    catalogue: { tools: { pay }, context: {} },
    terms: [...terms].sort((left, right) => (left.name < right.name ? -1 : 1)),
  });
  const { initial, step } = createEngine(ir, { engine: "closures", keyBudget });
  const call = (given: object, minute: number) => event({ kind: "call", tool: "pay", args: given }, minute, ir);
  const state = args.reduce<State>((earlier, given, minute) => step(earlier, call(given, minute)).state, initial());
  const past = pastOf(indexHistory(ir.terms, keyBudget, true));
  return (term: HistoryTerm, asking: object = {}, more = 0): string => {
    const told = (from: State): string =>
      describeField(readTermOf(from, call(asking, args.length + more), past, term.name));
    expect(told(restoreState(JSON.parse(JSON.stringify(snapshotState(state)))))).toBe(told(state));
    return told(state);
  };
}
const attempted = { phase: "attempted", patterns: ["pay"], tools: ["pay"], with: [] } as const;
const limits = { withinMs: 3_600_000, per: "agent" } as const;
const at = { root: "args", segments: ["v"] } as const;

describe("values of the past", () => {
  it.each(cases)("are the same or different whatever they are: %s", (_, type, [one, again], others) => {
    const distinct = nameTerm({ kind: "distinct", event: attempted, path: at, ...limits });
    const last = nameTerm({ kind: "last", event: attempted, path: at, type, ...limits });
    const all = [one, ...others, again].map((v) => ({ v }));
    expect(kept(type, [distinct], all)(distinct)).toBe(String(1 + others.length));
    expect(kept(type, [last], all)(last)).toBe(kept(type, [last], [{ v: again }])(last));
    // A text that is too long to be kept is told apart from others, and is not the last one that was there.
    if (one === long) expect(kept(type, [last], all)(last)).toBe("unknown: ambiguous");
    else expect(kept(type, [last], all)(last)).not.toBe(kept(type, [last], [...all, { v: others.at(-1) }])(last));
    expect(kept(type, [last], [])(last)).toBe("absent");
  });

  it.each(cases)("are compared with those of the event that asks: %s", (_, type, [one, again], others) => {
    const equal = { past: at, now: { root: "args", segments: ["w"] } } as const;
    const count = nameTerm({ kind: "count", event: { ...attempted, with: [equal] }, ...limits });
    const read = kept(type, [count], [{ v: one }, { v: others[0] }, { v: again }]);
    expect(read(count, { w: again })).toBe("2");
    expect(read(count, { w: others[0] })).toBe("1");
    expect(read(count, {})).toBe("from 0 to 3");
    expect(kept(type, [count], [{ v: one }, {}])(count, { w: again })).toBe("from 1 to 2");
    const never = kept(type, [count], [{ v: others[0] }]);
    expect(never(count, { w: one })).toBe("0");
  });

  it("are added up, less those that are too old", () => {
    const sum = nameTerm({ kind: "sum", event: attempted, path: at, type: usd, ...limits });
    const read = kept(usd, [sum], [{ v: 1.25 }, { v: 2 }, { v: -0.5 }]);
    expect(read(sum)).toBe("2.75 USD");
    expect(read(sum, {}, 57)).toBe("2.75 USD");
    expect(read(sum, {}, 58)).toBe("1.50 USD");
    expect(read(sum, {}, 59)).toBe("-0.50 USD");
    expect(read(sum, {}, 60)).toBe("0.00 USD");
    expect(kept(usd, [sum], [{ v: 1 }, {}])(sum)).toMatch(/^(?:1.00 USD|any|from)/);
  });

  it("are added up outward where they may not have happened, also below nothing", () => {
    const sum = nameTerm({ kind: "sum", event: { ...attempted, phase: "started" }, path: at, type: usd, ...limits });
    expect(kept(usd, [sum], [{ v: -2 }])(sum)).toBe("from -2.00 to 0.00 USD");
    expect(kept(usd, [sum], [{ v: -2 }, { v: 3 }, { v: -1 }])(sum)).toBe("from -3.00 to 3.00 USD");
  });

  it("are added up exactly beyond what a double holds", () => {
    const decimal: Type = { kind: "decimal" };
    const sum = nameTerm({ kind: "sum", event: attempted, path: at, type: decimal, ...limits });
    const some = { v: 4_500_000.000000001 };
    expect(kept(decimal, [sum], [some, some, some])(sum)).toBe("13500000.000000003");
  });
});
