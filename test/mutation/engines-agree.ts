// The first policies of `test/engine/differential.test.ts`, which takes minutes: a mutant that they catch, it catches.
import { describe, expect, it } from "vitest";
import { emptyMix, engineComparer, generateCase } from "../engine/compare-engines.ts";
import { randomFrom } from "../engine/random.ts";

const policies = 16;
const eventsPerSession = 84;

describe("the three engines", async () => {
  const random = randomFrom(20_260_731);
  const drifts = randomFrom(7);
  const cases = Array.from({ length: policies }, (_, index) =>
    generateCase(`s${index}`, eventsPerSession, random, drifts),
  );
  const compare = await engineComparer();

  it.each(cases.map((given) => [given]))("agree", async (given) => {
    expect(await compare(given, emptyMix())).toBeUndefined();
  });
});
