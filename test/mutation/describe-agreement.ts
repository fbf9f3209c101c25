import { describe, expect, it } from "vitest";
import { emptyMix, engineComparer, generateCase } from "../engine/compare-engines.ts";
import { randomFrom } from "../engine/random.ts";

/** As many as `test/engine/differential.test.ts` has, and those of them that judge every mutant. */
export const manyPolicies = 250;
export const somePolicies = 16;
const eventsPerSession = 84;

/** Tests that the engines agree on the policies of the differential test between two places, each policy by itself. */
export function describeAgreement(from: number, end: number): void {
  describe("the three engines", async () => {
    const random = randomFrom(20_260_731);
    const drifts = randomFrom(7);
    const cases = Array.from({ length: end }, (_, index) =>
      generateCase(`s${index}`, eventsPerSession, random, drifts),
    );
    const compare = await engineComparer();

    it.each(cases.slice(from).map((given) => [given]))("agree", async (given) => {
      expect(await compare(given, emptyMix())).toBeUndefined();
    });
  });
}
