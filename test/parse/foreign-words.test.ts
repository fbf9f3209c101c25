import { expect, it } from "vitest";
import { parseFile } from "../../src/parse/parse-file.ts";

const helpOf = (declaration: string): readonly (string | undefined)[] =>
  parseFile({ file: "a.gate", text: `policy p version 1 language 1\n${declaration}\n` }).diagnostics.map(
    ({ code, help }) => `${code}: ${help}`,
  );

it.each([
  ['when args.note like "*abc*"', 'write `contains "…"`, `starts with "…"` or `matches "…"`'],
  ["when at.utc_hour between 9 and 17", "write `X >= LOW and X < HIGH`"],
  ['when args.note.startsWith("a")', 'write `starts with "…"`'],
  ['when args.note.endsWith("a")', 'write `ends with "…"`'],
  ['when args.list includes "a"', "write `contains …`"],
  ['when args.note equals "a"', "write `== …`"],
  ["when args has note", "`has` stands before the whole field: `has args.NAME`"],
])("a word of another language gets the word that stands for it here: %s", (condition, help) => {
  expect(helpOf(`gate x on pay { ${condition}  deny }`)).toEqual([`unexpected-token: ${help}`]);
});

it("a grant has no exceptions", () => {
  expect(helpOf("grant y { to agent a  tools * except wipe }")).toEqual([
    "unexpected-token: a grant names what it covers: write the patterns that leave it out",
  ]);
});

it("such a word is a name where a name may stand", () => {
  expect(
    helpOf("gate like on pay { when args.like == args.between  deny }\ngrant except { to agent but  tools test }"),
  ).toEqual([]);
});
