import { describe, expect, it } from "vitest";
import { granted, told } from "./told.ts";

const found = (condition: string, rest = "") =>
  told(
    "event-never-seen",
    `grant some { to agent clerk  tools send, look  while task max 8h }\ngate x on send { when ${condition}  deny }\n${rest}`,
  );

describe("a past event that never happens", () => {
  it.each([
    ["count(started wipe) within 1h per agent > 5", "`started wipe` never happens: no grant covers its tools"],
    [
      "previously(approved look) within 1h per agent",
      "`approved look` never happens: nothing requires an approval of its tools",
    ],
    [
      "since(started send, started send) within 1h per agent",
      "`since(started send, started send)` never happens: the last such event has none of its own kind behind it",
    ],
  ])("is told: %s", (condition, message) => {
    expect(found(condition).map(([, said]) => said)).toEqual([message]);
  });

  it.each([
    "count(attempted wipe) within 1h per agent > 5",
    "count(denied wipe) within 1h per agent > 5",
    "count(started **) within 1h per agent > 5",
    "since(started send, started look) within 1h per agent",
  ])("is not: %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });

  it("is no approval that a gate asks for", () => {
    const asking = "gate y on look { require approval by role finance }";
    expect(found("previously(approved look) within 1h per agent", asking)).toEqual([]);
  });
});

describe("a label that nothing brings", () => {
  const labels = (declarations: string) => told("label-without-source", granted + declarations);

  it("is told where a condition asks for it", () => {
    expect(
      labels("gate x on send { when labels contains any [untrusted, pii]  deny }").map(([place]) => place),
    ).toEqual(["pii"]);
  });

  it("is told where every result that brings it is endorsed", () => {
    const gate = "gate x on send { when labels contains any [untrusted, mine]  deny }";
    expect(labels(`label mine from look\nendorse look clears [mine]\n${gate}`).map(([place]) => place)).toEqual([
      "mine",
    ]);
    expect(labels(`label mine from look, wipe\nendorse look clears [mine]\n${gate}`)).toEqual([]);
  });

  it.each([
    "gate x on send { when labels contains untrusted  deny }",
    "label mine from look\ngate x on send { when labels contains mine  deny }",
    "tool list { effect reads  returns [pii] }\ngate x on send { when labels contains pii  deny }",
  ])("is none of: %s", (declarations) => {
    expect(labels(declarations)).toEqual([]);
  });
});
