import { describe, expect, it } from "vitest";
import { granted, told } from "./told.ts";

const found = (condition: string) => told("unlikely-text", `${granted}gate x on send { when ${condition}  deny }`);
const ofProgram = (condition: string): string => `any p in args.run.programs: (${condition})`;

describe("a text that its field hardly ever is", () => {
  it.each([
    [ofProgram('p.name == "rm -rf"'), '"rm -rf"', "`name` is one word of a command, and this text is more than one"],
    [
      ofProgram('p.name == "git" and p.subcommand in ["pull", "push --force"]'),
      '"push --force"',
      "`subcommand` is one word of a command, and this text is more than one",
    ],
    ['args.site.path == "admin"', '"admin"', "the path of a web address opens with `/`, and this text does not"],
    ['args.site.query == "?x=1"', '"?x=1"', "`query` is what stands behind the `?`"],
    ['args.subject in ["a", "b "]', '"b "', "this text begins or ends with a blank"],
    ['args.subject == "null"', '"null"', "this is a text of 4 letters, and no missing value"],
    ['purpose != " support"', '" support"', "this text begins or ends with a blank"],
  ])("%s", (condition, place, message) => {
    expect(found(condition)).toEqual([[place, message]]);
  });

  it("is told of a beginning, at the condition", () => {
    const condition = 'args.site.path starts with "admin"';
    expect(found(condition).map(([place]) => place)).toEqual([condition]);
  });

  it("is told of a subject that is a pattern", () => {
    expect(
      told("unlikely-text", `${granted}agent all { subject "spiffe://desk.example/*" }`).map(([place]) => place),
    ).toEqual(['"spiffe://desk.example/*"']);
  });

  it.each([
    ofProgram('p.name == "rm" and p.args contains "a b"'),
    ofProgram('p.subcommand == "push"'),
    'args.site.path == "/admin"',
    'args.site.path contains "admin"',
    'args.subject == "a b"',
    'args.subject == " "',
    'args.subject starts with " "',
    'args.subject contains " rm "',
  ])("is not: %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });
});
