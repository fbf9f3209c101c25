import { describe, expect, it } from "vitest";
import { typeInWords, wordList } from "../../src/check/type-in-words.ts";
import type { Type } from "../../src/value/type.ts";
import { checkText } from "./check-text.ts";

/** How a message names the type that the policy writes so. */
function named(written: string): string | undefined {
  const { policy } = checkText(`tool a.b {\n  args.code is string\n  args.x is ${written}\n}\n`);
  const args = policy?.tools.find(({ name }) => name === "a.b")?.args;
  const type: Type | undefined = args?.kind === "record" ? args.fields["x"]?.type : undefined;
  return type && typeInWords(type);
}

describe("a message names a type", () => {
  it.each([
    ["bool", "true or false"],
    ["int", "a whole number"],
    ["decimal", "a number"],
    ["percent", "a percentage"],
    ["duration", "a duration"],
    ["timestamp", "a point in time"],
    ["money USD", "money in USD"],
    ["money in args.code", "money in the currency of `args.code`"],
    ["string", "text"],
    ['"a" | "b"', 'one of "a" or "b"'],
    ["email", "an e-mail address"],
    ["domain", "a domain"],
    ["path", "a file path"],
    ["cidr", "an IP range"],
    ["iban", "an IBAN"],
    ["phone", "a telephone number"],
    ["url", "a URL"],
    ["command", "a shell command"],
    ["json", "JSON of no stated type"],
    ["list of email", "a list of e-mail addresses"],
    ["list of url", "a list of URLs"],
    ["list of int", "a list of whole numbers"],
    ["list of bool", "a list of truth values"],
    ["list of duration", "a list of durations"],
    ["list of money USD", "a list of money in USD"],
    ["list of list of cidr", "a list of lists of IP ranges"],
  ])("%s: %s", (written, words) => {
    expect(named(written)).toBe(words);
  });

  it("lists at most seven words", () => {
    const letters = (count: number) => wordList([..."abcdefgh"].slice(0, count));
    expect([0, 1, 2, 3, 6, 7, 8].map(letters)).toEqual([
      "",
      "a",
      "a or b",
      "a, b or c",
      "a, b, c, d, e or f",
      "a, b, c, d, e, f or g",
      "a, b, c, d, e, f or 2 others",
    ]);
  });
});
