import { describe, expect, it } from "vitest";
import { nameTerm } from "../../src/ast/history.ts";
import { admit } from "../../src/event/admit.ts";
import type { RawEvent } from "../../src/event/event.ts";
import { baselineText, leastSamplesOfAgent } from "../../src/simulate/baseline-text.ts";
import { measureDrift } from "../../src/simulate/measure-drift.ts";
import { parseDecimal } from "../../src/value/decimal.ts";
import { type Field, present, unrecorded } from "../../src/value/value.ts";
import { randomFrom } from "../engine/random.ts";

const span = { file: "p.gate", start: 0, end: 0 };
const term = nameTerm({
  kind: "count",
  event: { phase: "attempted", patterns: ["*"], tools: ["look"], with: [] },
  withinMs: 300_000,
  per: "agent",
});
const drift = {
  name: "usual",
  span,
  nameSpan: span,
  per: "agent",
  baseline: { span, path: "./b.json", digest: "", minDeviation: undefined },
  metrics: [{ name: "calls", span, term, all: undefined, agents: [] }],
  warmup: undefined,
  rows: [],
  because: undefined,
} as const;

const eventOf = (id: string, agent = "desk", kind = "call") => {
  const raw = {
    kind,
    id,
    session: "s",
    agent,
    ...(kind === "call" ? { tool: "look", args: {} } : { text: "hi", to: "x" }),
  };
  const event = admit(raw as unknown as RawEvent, { tools: {}, context: {} });
  if (event.kind === "invalid") throw new Error(event.message);
  return event;
};
const numberOf = (digits: string): Field => {
  const value = parseDecimal(digits);
  if (value === undefined) throw new Error(digits);
  return present({ kind: "number", value });
};

/** Billionths. */
const units = (digits: string | undefined): bigint => BigInt(Math.round(Number(digits) * 1_000_000_000));

describe("a measured drift", () => {
  it("is the mean to the nearest billionth, and the least deviation that is not too small", () => {
    const random = randomFrom(3);
    for (let round = 0; round < 200; round += 1) {
      const { measure, measured } = measureDrift(drift);
      const samples = Array.from({ length: 2 + random.below(40) }, () => random.below(50) - (round % 2) * 25);
      for (const [index, sample] of samples.entries()) measure(eventOf(String(index)), () => numberOf(String(sample)));
      const [one] = measured();
      const count = BigInt(samples.length);
      const scaled = samples.map((sample) => BigInt(sample) * 1_000_000_000n);
      const sum = scaled.reduce((left, right) => left + right, 0n);
      const spread = count * scaled.reduce((left, right) => left + right * right, 0n) - sum * sum;
      const deviation = units(one?.all.deviation) * count;
      expect(deviation * deviation >= spread).toBe(true);
      if (spread > 0n) expect((deviation - count) * (deviation - count) < spread).toBe(true);
      const off = 2n * (units(one?.all.mean) * count - sum);
      expect(off <= count && off >= -count).toBe(true);
      expect(one?.all.samples).toBe(samples.length);
    }
  });

  it("leaves out what is not known exactly, and says how often", () => {
    const { measure, measured } = measureDrift(drift);
    const interval: Field = present({ kind: "interval", low: undefined, high: undefined, cause: "ambiguous" });
    const fields = [numberOf("1"), interval, unrecorded("not_recorded"), numberOf("3")];
    for (const [index, field] of fields.entries()) measure(eventOf(String(index)), () => field);
    expect(measured()[0]).toMatchObject({ all: { samples: 2, mean: "2", deviation: "1" }, unknown: 2 });
  });

  it("samples a call or message once, and nothing else", () => {
    const { measure, measured } = measureDrift(drift);
    for (const event of [eventOf("1"), eventOf("1"), eventOf("2", "desk", "message"), eventOf("3", "desk", "output")])
      measure(event, () => numberOf("1"));
    expect(measured()[0]?.all.samples).toBe(2);
  });
});

describe("a written baseline", () => {
  const measuredWith = (counts: Readonly<Record<string, number>>) => {
    const { measure, measured } = measureDrift(drift);
    for (const [agent, count] of Object.entries(counts))
      for (let index = 0; index < count; index += 1)
        measure(eventOf(`${agent}${index}`, agent), () => numberOf(String(index % 2)));
    return measured();
  };

  it("has an agent's own numbers where there are enough of them, and the policy knows the agent", () => {
    const counts = { desk: leastSamplesOfAgent, mail: leastSamplesOfAgent - 1, ghost: leastSamplesOfAgent };
    const written = baselineText(drift, measuredWith(counts), ["desk", "mail"]);
    const { metrics } = JSON.parse(written?.text ?? "");
    expect(Object.keys(metrics.calls.agents)).toEqual(["desk"]);
    expect(metrics.calls.all.samples).toBe(89);
  });

  it("is none where nearly nothing happened", () => {
    expect(baselineText(drift, measuredWith({ desk: 1 }), ["desk"])).toBeUndefined();
    expect(baselineText(drift, measuredWith({}), ["desk"])).toBeUndefined();
  });
});
