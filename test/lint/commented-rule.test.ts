import { describe, expect, it } from "vitest";
import { granted, placesTold } from "./told.ts";

const places = (rest: string): readonly string[] => placesTold("commented-rule", granted + rest);
const inGate = (comment: string): readonly string[] =>
  places(`gate x on send {\n  when args.size > 5  ${comment}\n  deny\n}`);

describe("a comment that reads as a rule", () => {
  it.each([
    "// or args.sum > 5.00 USD",
    "// and not has args.copy",
    '// unless every t in nonempty args.to: t in domain ["own.example"]',
    "// when labels contains pii",
    "// unless (args.size < 9",
    "// deny",
    "// require approval by role finance, count 2",
    '// also alert "soc"',
    "// when count(started send) within 1h per agent > 5",
  ])("is told within a gate: %s", (comment) => {
    expect(inGate(comment)).toEqual([comment]);
  });

  it.each([
    "// gate y on send { deny }",
    "//gate y on effect [sends] {",
    'connector c for send { egress to ["own.example"] }  // rate 5 per 1m per agent',
    '// test "sends are denied" {',
  ])("is told between declarations: %s", (line) => {
    expect(places(line)).toEqual([line.slice(line.indexOf("//"))]);
  });

  it.each([
    "// when the customer asks, or somebody else",
    "// deny whatever a stranger sends",
    "// and args are what the call holds",
    "// or finance, whoever is there",
    "// require what the handbook says",
    "// unless it is late",
    "// a gate for mail",
    "// grant more { to agent clerk  tools send }",
    "// see gate y",
    "// test of the {braces}",
    "// text is what a prompt holds",
    "// agents and purposes",
  ])("is none of: %s", (comment) => {
    expect(inGate(comment)).toEqual([]);
    expect(places(comment)).toEqual([]);
  });
});
