import { expect, it } from "vitest";
import { createEngine } from "../../src/engine/step.ts";
import { event, policy } from "./build.ts";

const digest = "a".repeat(64);
const engine = createEngine(policy({ drifts: [{ name: "usual", per: "agent", baseline: digest }] }), {
  engine: "interpreter",
});
const told = (said: string, id = "b1") => event({ kind: "baseline", digest: said, id });

it("a baseline is answered: it is the policy's, or no drift compares with it", () => {
  const answers = [digest, "b".repeat(64)].map((said) => engine.step(engine.initial(), told(said)).decision);
  expect(answers.map((answer) => [answer?.level, answer?.reasons[0]?.code, answer?.reasons[0]?.rule])).toEqual([
    ["allow", "stated", "drift:usual"],
    ["deny", "unknown_baseline", undefined],
  ]);
  expect(answers[1]?.reasons[0]?.message).toBe("usual compares with aaaaaaaaaaaa…");
});

it("the answer to a redelivered one is the same, and it changes nothing but what was seen", () => {
  const first = engine.step(engine.initial(), told(digest));
  const second = engine.step(first.state, told(digest));
  expect(second.decision).toEqual(first.decision);
  expect(second.state).toEqual(first.state);
  expect(engine.step(first.state, told("c".repeat(64))).decision?.reasons[0]?.code).toBe("id_reuse");
});

it("a policy without drift knows none", () => {
  const none = createEngine(policy(), { engine: "closures" });
  expect(none.decide(none.initial(), told(digest)).reasons[0]?.message).toBe("the policy has no drift");
});
