import { describe, expect, it } from "vitest";
import { granted, told } from "./told.ts";

describe("bands in which confidence decides nothing", () => {
  const found = (rows: string) => told("bands-decide-nothing", `${granted}bands confidence on send { ${rows} }`);

  it.each([
    ["above 90% -> allow  otherwise -> allow", ["every row of these bands allows, so they stop nothing"]],
    ["otherwise -> deny", ["these bands have one row, which acts whatever the confidence is"]],
    ["above 90% -> allow  from 50% -> log  otherwise -> log", ["this row demands what the row above it demands"]],
    [
      "from 0% -> allow  otherwise -> require approval by role finance",
      ["no confidence is left for this row: the one above it begins at `0%`"],
    ],
  ])("are told: %s", (rows, messages) => {
    expect(found(rows).map(([, message]) => message)).toEqual(messages);
  });

  it.each([
    "above 90% -> allow  otherwise -> log",
    "from 90% -> allow  from 50% -> require approval by role finance  otherwise -> require approval by role finance, count 2",
  ])("are not: %s", (rows) => {
    expect(found(rows)).toEqual([]);
  });
});
