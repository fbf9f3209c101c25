import { describe, expect, it } from "vitest";
import { granted, placesTold } from "./told.ts";

const places = (rule: string): readonly string[] => placesTold("evaded-by-one", granted + rule);

describe("a question about one element that opens the whole call", () => {
  it.each([
    ["an exemption for one of many", "unless ", 'any t in args.to: t in domain ["own.example"]', ""],
    ["a stop that needs all of them", "when ", 'every t in nonempty args.to: not t in domain ["own.example"]', ""],
    ["the same behind `not`", "when not (", 'any t in args.to: t in domain ["own.example"]', ")"],
    [
      "the same behind `not` in an exemption",
      "unless not (",
      'every t in nonempty args.to: t in domain ["x.example"]',
      ")",
    ],
    ["one program of a command", "unless ", 'any p in args.run.programs: p.name == "ls"', ""],
    [
      "a part of a condition",
      "when args.size > 5  unless args.size > 9 and ",
      'any t in args.to: t in domain ["a.example"]',
      "",
    ],
  ])("is told: %s", (_what, before, part, after) => {
    expect(places(`gate x on send { ${before}${part}${after}  deny }`)).toEqual([part]);
  });

  it("is told of a grant", () => {
    const part = 'any t in args.to: t in domain ["own.example"]';
    expect(places(`grant more { to agent clerk  tools send  when ${part}  while task max 1h }`)).toEqual([part]);
  });

  it.each([
    ["a stop for one of many", 'when any t in args.to: not t in domain ["own.example"]'],
    ["an exemption for all of them", 'unless every t in nonempty args.to: t in domain ["own.example"]'],
    ["a copy that has to be there", 'unless any t in args.to: t == "audit@own.example"'],
    ["a word that speaks for the call", 'unless any t in args.tags: t in ["dry-run", "test"]'],
    ["a list that the call does not fill", 'unless any s in token.scopes: s starts with "pay"'],
  ])("is not: %s", (_what, clause) => {
    expect(places(`gate x on send { ${clause}  deny }`)).toEqual([]);
  });
});
