import type { CheckedDrift, CheckedMetric, CheckedUsual } from "../../src/ast/checked-drift.ts";
import { type HistoryTerm, historyKeys, nameTerm } from "../../src/ast/history.ts";
import type { IrDrift, IrGate } from "../../src/engine/ir.ts";
import { lowerDrift } from "../../src/engine/lower-drift.ts";
import type { Type } from "../../src/value/type.ts";
import * as pools from "./pools.ts";
import type { Random } from "./random.ts";

const span = { file: "generated", start: 0, end: 0 };
const usd: Type = { kind: "money", currency: { kind: "fixed", code: "USD" }, unit: "major" };

/** A drift over all calls and messages, as its gates and the terms they read. */
export function generateDrift(
  tools: readonly string[],
  spending: readonly string[],
  random: Random,
): {
  readonly drift: IrDrift;
  readonly checked: CheckedDrift;
  readonly gates: readonly IrGate[];
  readonly terms: readonly HistoryTerm[];
} {
  const per = random.pick(historyKeys);
  const limits = () => ({ withinMs: random.pick([60_000, 300_000, 1_200_000]), per });
  const messages = random.chance(50) ? ({ messages: true } as const) : {};
  const all = { patterns: ["*"], tools, with: [] };
  const usual = (most: number): CheckedUsual => ({
    mean: `${random.below(most)}.${random.below(10)}`,
    deviation: random.chance(20) ? "0" : `${random.below(3)}.${1 + random.below(9)}`,
  });
  const metric = (name: string, term: HistoryTerm, most: number): CheckedMetric => {
    const listed = per === "agent" && random.chance(50) ? random.some(pools.agents, 60) : [];
    const isComplete = listed.length === pools.agents.length && random.chance(50);
    return {
      name,
      span,
      term,
      all: isComplete ? undefined : usual(most),
      agents: listed.map((agent) => ({ agent, ...usual(most) })),
    };
  };
  const metrics = [
    metric("calls", nameTerm({ kind: "count", event: { phase: "attempted", ...messages, ...all }, ...limits() }), 6),
    ...(random.chance(40)
      ? [
          metric(
            "refused",
            nameTerm({ kind: "count", event: { phase: "denied", ...messages, ...all }, ...limits() }),
            3,
          ),
        ]
      : []),
    ...(random.chance(30)
      ? [
          metric(
            "talk",
            nameTerm({
              kind: "count",
              event: { phase: "attempted", messages: true, patterns: [], tools: [], with: [] },
              ...limits(),
            }),
            3,
          ),
        ]
      : []),
    ...(spending.length > 0 && random.chance(50)
      ? [
          metric(
            "spent",
            nameTerm({
              kind: "sum",
              event: { phase: "started", patterns: spending, tools: spending, with: [] },
              path: { root: "args", segments: ["amount"] },
              type: usd,
              ...limits(),
            }),
            900,
          ),
        ]
      : []),
  ];
  const seen = { phase: "attempted", messages: true, ...all } as const;
  const term = nameTerm({ kind: "count", event: seen, withinMs: 36_500 * 86_400_000, per });
  const row = { span, obligations: [{ kind: "alert", span, target: "soc" }] } as const;
  const drift: CheckedDrift = {
    name: "d",
    span,
    nameSpan: span,
    per,
    baseline: {
      span,
      path: "./baseline.json",
      digest: "d".repeat(64),
      minDeviation: random.chance(60) ? random.pick(["0.5", "1", "2"]) : undefined,
    },
    metrics,
    warmup: random.chance(50)
      ? { ...row, outcome: { kind: "confirmation", span }, events: 1 + random.below(5), term }
      : undefined,
    rows: [
      { ...row, outcome: "log", sigmas: random.pick(["0.5", "1"]) },
      ...(random.chance(70)
        ? [
            {
              ...row,
              outcome: random.pick(["deny", { kind: "confirmation", span }] as const),
              sigmas: random.pick(["2", "3.5"]),
            },
          ]
        : []),
    ],
    because: undefined,
  };
  const gates = lowerDrift(drift, tools, {
    lowerRequirement: () => ({ kind: "confirmation", by: "user" }),
    lowerObligation: () => ({ kind: "alert", target: "soc" }),
  });
  return {
    drift: { name: drift.name, per, baseline: drift.baseline.digest },
    checked: drift,
    gates,
    terms: [...metrics.map((one) => one.term), ...(drift.warmup === undefined ? [] : [term])],
  };
}
