import { describe, expect, it } from "vitest";
import { nameTerm, type PastEvent, type PastPhase, pastPhases } from "../../src/ast/history.ts";
import { traceMonotone } from "../../src/engine/history/trace-monotone.ts";
import type { IrCondition, PolicyIr } from "../../src/engine/ir.ts";
import { gate, grant, path, policy, text } from "./build.ts";

const ofLabels: IrCondition = {
  kind: "contains",
  mode: "label",
  quantity: "any",
  operand: path("labels", { kind: "labels" }),
  values: [text("pii")],
};
const ofOrigin: IrCondition = {
  kind: "origin",
  quantity: "any",
  operand: path("args.to"),
  sources: [{ kind: "user" }],
};
const labels = "`labels` follow from what was started";
const origin = "`origin` follows from what was executed";
const not = (operand: IrCondition): IrCondition => ({ kind: "not", operand });

describe("a further gate makes a whole trace stricter", () => {
  it.each<[string, Partial<PolicyIr>, readonly string[]]>([
    ["nothing", {}, []],
    ["a grant", { grants: [grant("g", { when: ofLabels })] }, [labels]],
    ["a gate", { gates: [gate("g", { when: not(ofOrigin) })] }, [origin]],
    [
      "an exemption",
      { gates: [gate("g", { unless: { kind: "any", operands: [ofOrigin, ofLabels] } })] },
      [labels, origin],
    ],
    ["a label", { labels: [{ label: "own", tools: ["pay"], when: ofOrigin }] }, [origin]],
    ["a label without a condition", { labels: [{ label: "own", tools: ["pay"] }] }, []],
    ["two of them", { gates: [gate("g", { when: ofLabels }), gate("h", { when: ofLabels })] }, [labels]],
    ["arguments alone", { gates: [gate("g", { when: { kind: "has", operand: path("args.to") } })] }, []],
  ])("unless it reads what follows from results: %s", (_, more, because) => {
    expect(traceMonotone(policy(more))).toEqual({ holds: because.length === 0, because });
  });

  it("unless it reads what was decided", () => {
    const event = (phase: PastPhase): PastEvent => ({
      phase,
      patterns: ["pay"],
      tools: ["pay"],
      with: [{ past: { root: "args", segments: ["to"] }, now: { root: "args", segments: ["to"] } }],
    });
    const limits = { withinMs: 60_000, per: "agent" } as const;
    for (const phase of pastPhases) {
      const terms = [nameTerm({ kind: "count", event: event(phase), ...limits })];
      const because = phase === "attempted" ? [] : [`\`${phase} pay\` depends on what was decided`];
      expect(traceMonotone(policy({ terms })), phase).toEqual({ holds: phase === "attempted", because });
    }
    const since = nameTerm({
      kind: "since",
      event: event("attempted"),
      after: event("started"),
      ...limits,
    });
    expect(traceMonotone(policy({ terms: [since] })).because).toEqual(["`started pay` depends on what was decided"]);
  });
});
