import { describe, expect, it } from "vitest";
import { granted, placesTold } from "./told.ts";

const places = (condition: string) => placesTold("dead-entry", `${granted}gate x on send { when ${condition}  deny }`);

describe("an entry that its field never is", () => {
  it.each([
    ["at.utc_hour in [8, 25]", "25"],
    ["count(started send) within 1h per agent in [-1, 5]", "-1"],
    ["args.site.port not in [443, 99_999]", "99_999"],
    ["chain.depth in [2, -2]", "-2"],
  ])("%s", (condition, place) => {
    expect(places(condition)).toEqual([place]);
  });

  it.each([
    "at.utc_hour in [0, 23]",
    "args.size in [-1, 0]",
    "args.site.port in [0, 65_535]",
    "at.utc_hour in [24, 25]",
  ])("is none of, or is said of the whole: %s", (condition) => {
    expect(places(condition)).toEqual([]);
  });
});
