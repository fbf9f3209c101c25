import { describe, expect, it } from "vitest";
import { uniteFacts, unknownsOf } from "../../src/engine/fact.ts";
import { absent, type Field, present, unrecorded } from "../../src/value/value.ts";
import { listValue, numberValue, recordValue, textValue } from "./build.ts";

const labels = (open: boolean): Field =>
  present({ kind: "labels", has: new Set<string>(), maybe: new Set<string>(), open });

describe("what was missing", () => {
  it.each<[string, Field, string]>([
    ["a field that is not there", absent, "absent"],
    ["one that was not recorded", unrecorded("not_recorded"), "not_recorded"],
    ["one that is over a bound", unrecorded("over_budget"), "over_budget"],
    ["a value that cannot be compared", textValue("x"), "ambiguous"],
    ["a list of known values", listValue([textValue("x"), numberValue("1")]), "ambiguous"],
    ["a list with one that is not", listValue([textValue("x"), unrecorded("invalid")]), "invalid"],
    ["of several causes the first by name", listValue([unrecorded("not_recorded"), unrecorded("invalid")]), "invalid"],
    ["a list that may go on", listValue([unrecorded("invalid")], true), "not_recorded"],
    ["a record with a field that is not known", recordValue({ a: unrecorded("over_budget") }), "over_budget"],
    ["a record with a field that is not there", recordValue({ a: absent }), "ambiguous"],
    ["labels of which there may be more", labels(true), "not_recorded"],
    ["labels", labels(false), "ambiguous"],
    [
      "a number between two",
      present({ kind: "interval", low: undefined, high: undefined, cause: "over_budget" }),
      "over_budget",
    ],
  ])("is told of %s", (_, field, cause) => {
    expect(unknownsOf([{ path: "args.x", field }])).toEqual([{ path: "args.x", cause }]);
  });

  it("is told once a path, in the order of the paths", () => {
    const fact = (path: string) => ({ path, field: absent });
    const paths = (...lists: readonly (readonly string[])[]) =>
      uniteFacts(lists.map((list) => list.map(fact))).map(({ path }) => path);
    expect(paths(["b", "a"], ["c", "a"])).toEqual(["a", "b", "c"]);
    expect(paths(["a", "B"], ["a[1]", "a.b"])).toEqual(["B", "a", "a.b", "a[1]"]);
    expect(paths()).toEqual([]);
  });
});
