import { expect, it } from "vitest";
import { personsOf } from "../../src/engine/quorum.ts";

const words = [
  { by: "ann", at: 1_000 },
  { by: "ann", at: 1_500 },
  { by: "ben", at: 2_000 },
  { by: "eve", at: undefined },
];
const persons = (now: number | undefined, unknownAge: boolean, validMs: number | undefined = 1_000): number =>
  personsOf({ role: "ciso", count: 2, validMs }, words, now, unknownAge);

it("counts persons, each once, while their words are valid and not before they are said", () => {
  expect([999, 1_000, 1_999, 2_000, 2_500, 2_501, 3_000, 3_001].map((now) => persons(now, false))).toEqual([
    0, 1, 1, 2, 2, 1, 1, 0,
  ]);
});

it("counts a word of unknown age only where it is asked to", () => {
  expect([persons(2_000, false), persons(2_000, true)]).toEqual([2, 3]);
  expect([persons(undefined, false), persons(undefined, true)]).toEqual([0, 3]);
});
