import { describe, expect, it } from "vitest";
import type { Clause } from "../../src/engine/inspect-condition.ts";
import type { Inspection } from "../../src/engine/inspect-event.ts";
import { allOf, anyOf, opposite } from "../../src/engine/kleene.ts";
import { createEngine } from "../../src/engine/step.ts";
import { admitAll, generateSession } from "./generate-events.ts";
import { generatePolicy } from "./generate-policy.ts";
import { randomFrom } from "./random.ts";

const random = randomFrom(104_729);
const cases = Array.from({ length: 40 }, (_, index) => {
  const policy = generatePolicy(random);
  const engine = createEngine(policy, { engine: "interpreter" });
  const events = admitAll(generateSession(policy, `s${index}`, 30, random), policy);
  let state = engine.initial();
  return events.map((event) => {
    const before = state;
    state = engine.step(before, event).state;
    return { inspection: engine.inspect(before, event), decision: engine.explain(before, event) };
  });
})
  .flat()
  .flatMap(({ inspection, decision }) => (inspection === undefined ? [] : [{ inspection, decision }]));

function* clausesOf(clauses: readonly Clause[]): Generator<Clause> {
  for (const clause of clauses) {
    yield clause;
    yield* clausesOf(clause.operands);
  }
}

const roots = ({ grants, gates }: Inspection): readonly Clause[] => [
  ...grants.flatMap(({ clauses }) => clauses),
  ...gates.flatMap(({ about, when, unless }) => [about, when, unless].filter((one) => one !== undefined)),
];

const all = (): readonly Clause[] => cases.flatMap(({ inspection }) => [...clausesOf(roots(inspection))]);

describe("an event taken apart", () => {
  it("names the gates that fire, and the grants that hold, as the decision does", () => {
    let fired = 0;
    for (const { inspection, decision } of cases) {
      const gates = inspection.gates.filter(({ fires }) => fires).map(({ name }) => name);
      const reasons = decision.reasons
        .filter(({ code }) => code === "gate" || code === "killed")
        .map(({ rule }) => rule);
      expect([...gates].sort()).toEqual([...reasons].sort());
      const held = new Set(inspection.grants.filter(({ truth }) => truth === "true").map(({ name }) => name));
      for (const { code, rule } of decision.reasons) if (code === "granted") expect(held).toContain(rule);
      fired += gates.length;
    }
    expect(cases.length).toBeGreaterThan(800);
    expect(fired).toBeGreaterThan(500);
  });

  it("is as true as its parts make it", () => {
    let joined = 0;
    for (const { text, truth, operands } of all()) {
      const truths = operands.map((operand) => operand.truth);
      if (text === "all of") expect(allOf(truths)).toBe(truth);
      else if (text === "one of") expect(anyOf(truths)).toBe(truth);
      else if (text === "not") expect(truths.map(opposite)).toEqual([truth]);
      else continue;
      joined += 1;
    }
    expect(joined).toBeGreaterThan(500);
  });

  it("never leaves an unknown without what made it so", () => {
    let unknown = 0;
    for (const { truth, operands, values, why, text } of all()) {
      if (truth !== "unknown" || operands.some((operand) => operand.truth === "unknown")) continue;
      unknown += 1;
      expect(why !== undefined || values.some(({ missing }) => missing !== undefined), text).toBe(true);
    }
    expect(unknown).toBeGreaterThan(500);
  });
});
