import { expect, it } from "vitest";
import type { IrCondition, IrGate, PolicyIr } from "../../src/engine/ir.ts";
import { mapGet } from "../../src/engine/ordered-map.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { formatDecimal, parseDecimal } from "../../src/value/decimal.ts";
import { generateDrift } from "./generate-drift.ts";
import { admitAll, generateSession } from "./generate-events.ts";
import { generatePolicy } from "./generate-policy.ts";
import { ask, emptyLog, type Log, observe } from "./history-oracle.ts";
import { forget } from "./mutate.ts";
import { randomFrom } from "./random.ts";

type Drift = ReturnType<typeof generateDrift>["checked"];
type Metric = Drift["metrics"][number];

/** Numbers in trillionths: enough for every number of a drift. */
const scale = 10n ** 12n;
const exact = (text: string): bigint => {
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new Error(`no decimal: ${text}`);
  return decimal.coefficient * 10n ** BigInt(12 - decimal.scale);
};
const ofNumber = (value: number | undefined): bigint | undefined =>
  value === undefined
    ? undefined
    : exact(formatDecimal(parseDecimal(value.toFixed(2)) ?? { coefficient: 0n, scale: 0 }));

interface Range {
  readonly low: bigint | undefined;
  readonly high: bigint | undefined;
}

/** Whether some number of the range, or every one, lies beyond: `|x - mean| > k * max(deviation, least)`, in integers. */
function beyond({ low, high }: Range, usual: { mean: string; deviation: string }, sigmas: string, least: string) {
  const [mean, own, floor] = [exact(usual.mean), exact(usual.deviation), exact(least)];
  const [, widest = 0n] = [own, floor].sort((left, right) => (left < right ? -1 : 1));
  const reach = exact(sigmas) * widest;
  const isBeyond = (x: bigint): boolean => (x > mean ? x - mean : mean - x) * scale > reach;
  const isAbove = (x: bigint): boolean => x > mean && isBeyond(x);
  const isBelow = (x: bigint): boolean => x < mean && isBeyond(x);
  return {
    above: high === undefined || isAbove(high),
    surelyAbove: low !== undefined && isAbove(low),
    below: low === undefined || isBelow(low),
    surelyBelow: high !== undefined && isBelow(high),
  };
}

/** What a row must do by the whole log: act for sure, stay away for sure, or act for want of knowledge. */
function expected(drift: Drift, sigmas: string, log: Log, event: Event, owner: string): "yes" | "no" | "maybe" {
  const rangeOf = (term: Metric["term"]): Range => {
    const answer = ask(log, term, event, owner);
    return answer.kind === "numbers"
      ? { low: ofNumber(answer.low), high: ofNumber(answer.high) }
      : { low: undefined, high: undefined };
  };
  const seen = drift.warmup === undefined ? undefined : rangeOf(drift.warmup.term);
  const needed = exact(String(drift.warmup?.events ?? 0));
  const surelyWarm = seen === undefined || (seen.low !== undefined && seen.low >= needed);
  const surelyCold = seen?.high !== undefined && seen.high < needed;
  const agent = event.agent.state === "value" && event.agent.value.kind === "text" ? event.agent.value.text : undefined;
  const verdicts = drift.metrics.flatMap((metric) => {
    const own = metric.agents.filter((one) => agent === undefined || one.agent === agent);
    const isListed = agent !== undefined && own.length > 0;
    const usuals = isListed
      ? own
      : metric.agents.length > 0 && agent === undefined
        ? [...own, metric.all]
        : [metric.all];
    return usuals.map((usual) => {
      const isSure = usuals.length === 1;
      if (usual === undefined) return isSure ? ("yes" as const) : ("maybe" as const);
      const { above, surelyAbove, below, surelyBelow } = beyond(
        rangeOf(metric.term),
        usual,
        sigmas,
        drift.baseline.minDeviation ?? "0",
      );
      if (isSure && (surelyAbove || (surelyBelow && surelyWarm))) return "yes" as const;
      return above || (below && !surelyCold) ? ("maybe" as const) : ("no" as const);
    });
  });
  return verdicts.includes("yes") ? "yes" : verdicts.includes("maybe") ? "maybe" : "no";
}

/** The policy with these gates and terms alone, so that nothing else is counted or stops. */
const without = (ir: PolicyIr, gates: readonly IrGate[], terms: PolicyIr["terms"]): PolicyIr => ({
  ...ir,
  gates,
  terms: [...new Map(terms.map((term) => [term.name, term])).values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  killSwitches: [],
  breakGlasses: [],
});

it("a row acts unless the whole log says that nothing deviates so far, on calls and messages", () => {
  const random = randomFrom(77);
  const seen = { yes: 0, no: 0, maybe: 0, rounded: 0 };
  for (let index = 0; index < 60; index += 1) {
    const base = generatePolicy(random);
    const tools = Object.keys(base.catalogue.tools);
    const spending = tools.filter((name) => {
      const args = base.catalogue.tools[name]?.args;
      return args?.kind === "record" && "amount" in args.fields;
    });
    const { checked: drift, gates, terms } = generateDrift(tools, spending, random);
    const ir = without(base, gates, terms);
    const engine = createEngine(ir, { engine: "closures" });
    let state = engine.initial();
    const log = emptyLog();
    for (const admitted of admitAll(generateSession(base, `d${index}`, 50, random), ir)) {
      if (admitted.kind === "invalid") continue;
      const event = random.chance(85) ? admitted : forget(admitted, random);
      const session = mapGet(state.sessions, event.session);
      const lifted =
        event.at !== undefined && session?.clock !== undefined
          ? { ...event, at: Math.max(event.at, session.clock) }
          : event;
      const stepped = engine.step(state, event);
      const key = event.kind === "call" ? (event.call ?? event.id) : event.id;
      const isNew = mapGet(session?.ids, event.id) === undefined && mapGet(session?.actions, key) === undefined;
      const isJudged = stepped.decision?.reasons.every(({ code }) => code !== "clock") !== false;
      if (isNew && isJudged && (event.kind === "call" || event.kind === "message") && isTargeted(event, tools)) {
        for (const { sigmas } of drift.rows) {
          const fired = stepped.decision?.reasons.some(({ rule }) => rule === `drift:d:over_${sigmas}`) === true;
          const wanted = expected(drift, sigmas, log, lifted, `${event.session} ${key}`);
          if (wanted !== "no") expect(fired, `${wanted} ${event.id}`).toBe(true);
          else if (fired) seen.rounded += 1;
          seen[wanted] += 1;
        }
      }
      if (stepped.state !== state) {
        const isOfCall = !["result", "prompt", "output", "admin", "baseline"].includes(event.kind);
        observe(
          log,
          lifted,
          isOfCall ? stepped.decision : undefined,
          event.kind === "result" ? stepped.decision : undefined,
        );
      }
      state = stepped.state;
    }
  }
  console.log(seen);
  expect(seen.rounded / seen.no).toBeLessThan(0.03);
  for (const kind of ["yes", "no", "maybe"] as const) expect(seen[kind], kind).toBeGreaterThan(100);
});

/** A tool outside the catalogue is no target; a forgotten one may be any. */
const isTargeted = (event: Event, tools: readonly string[]): boolean =>
  event.kind === "message" || (event.fields.tool.state === "value" && tools.includes(event.tool ?? ""));

it("no comparison of a drift holds a number that was rounded", () => {
  const random = randomFrom(5);
  const digits = new Set<string>();
  for (let index = 0; index < 200; index += 1) {
    const { gates } = generateDrift(["a"], ["a"], random);
    const collect = (condition: IrCondition): void => {
      if (condition.kind === "all" || condition.kind === "any") condition.operands.forEach(collect);
      if (condition.kind !== "compare" || condition.right.kind !== "literal") return;
      const { literal } = condition.right;
      if (literal.kind === "number" || literal.kind === "money") digits.add(literal.digits);
    };
    for (const { when } of gates) if (when !== undefined) collect(when);
  }
  expect(digits.size).toBeGreaterThan(100);
  for (const one of digits) expect(one).toMatch(/^-?\d+(\.\d{1,12})?$/);
});
