import { describe, expect, it } from "vitest";
import { levels } from "../../src/engine/decision.ts";
import { type Case, emptyMix, engineComparer, generateCase, mixLines } from "./compare-engines.ts";
import { randomFrom } from "./random.ts";

const policies = 250;
const eventsPerSession = 84;

describe("the closures, the emitted module and the reference interpreter", async () => {
  const compare = await engineComparer();
  const mix = emptyMix();
  const differing = await firstDifference();
  const share = (count: number | undefined): number => (100 * (count ?? 0)) / mix.decided;

  async function firstDifference(): Promise<unknown> {
    const random = randomFrom(20_260_731);
    const drifts = randomFrom(7);
    for (let index = 0; index < policies; index += 1) {
      const given: Case = generateCase(`s${index}`, eventsPerSession, random, drifts);
      const found = await compare(given, mix);
      if (found !== undefined) return { index, ...found, event: given.events[found.place] };
    }
    return undefined;
  }

  it("agree on every event: level, decision, explanation and state", () => {
    expect(differing).toBeUndefined();
    expect(mix.events).toBeGreaterThanOrEqual(20_000);
  });

  it("were compared on a mix that is not trivial", () => {
    console.log(mixLines(mix).join("\n"));
    for (const level of levels) expect(share(mix.levels[level]), level).toBeGreaterThanOrEqual(2);
    expect(share(mix.codes["not_granted"])).toBeLessThan(40);
    expect(share(mix.discharged)).toBeGreaterThan(1);
    expect(share(mix.history)).toBeGreaterThan(5);
    expect(Object.keys(mix.terms).sort()).toEqual(["count", "distinct", "last", "previously", "since", "sum"]);
    expect(Object.keys(mix.connectors).sort()).toEqual([
      "confine",
      "egress",
      "quota",
      "rate",
      "redact",
      "validate_request",
      "validate_response",
    ]);
    expect(Object.keys(mix.drifts).sort()).toEqual(["over_0.5", "over_1", "over_2", "over_3.5", "warmup"]);
    for (const [row, count] of Object.entries(mix.drifts)) expect(count, row).toBeGreaterThan(50);
    expect(mix.driftUnknown).toBeGreaterThan(50);
    expect(share(mix.commands)).toBeGreaterThan(1.5);
    expect(share(mix.overridden)).toBeGreaterThan(0.3);
    expect(share(mix.codes["killed"])).toBeGreaterThan(1);
    expect(share(mix.codes["killed"])).toBeLessThan(25);
    expect(share(mix.codes["stated"])).toBeGreaterThan(1);
    expect(share(mix.codes["void_statement"])).toBeGreaterThan(0.2);
    expect(share(mix.codes["clock"])).toBeGreaterThan(1);
    expect(mix.shaped).toBeGreaterThan(20);
    expect(mix.codes["answer_revoked"]).toBeGreaterThan(3);
    expect(mix.codes["unknown_baseline"]).toBeGreaterThan(100);
    expect(share(mix.unknown)).toBeGreaterThan(5);
    expect(share(mix.unknown)).toBeLessThan(70);
  });
});
