import { describe, expect, it } from "vitest";
import { lintPolicy } from "../../src/lint/lint-policy.ts";
import { findLookAlike } from "../../src/lint/look-alikes.ts";
import { compileText } from "../support/compile.ts";

describe("a character that is taken for another", () => {
  it.each([
    ["a Cyrillic letter in a Latin word", "dr\u043ep", "\u043e", "`o`"],
    ["a Greek letter in a Latin word", "\u0391dmin", "\u0391", "`A`"],
    ["a word of nothing but such letters", "\u0441\u043e\u0440\u0443", "\u0441", "`c`"],
    ["a full-width letter", "\uff44rop", "\uff44", "`d`"],
    ["a blank that is no space", "drop\u00a0table", "\u00a0", "a space"],
    ["an accent beside its letter", "cafe\u0301", "\u0301", "a part of the letter before it"],
  ])("%s is found", (_what, text, character, looks) => {
    expect(findLookAlike(text)).toEqual({ character, looks });
  });

  it.each([
    ["ASCII", "drop OK Kk"],
    ["a Russian word", "\u043f\u0430\u0440\u043e\u043b\u044c"],
    ["a Russian word beside one of such letters alone", "\u043f\u0430\u0440\u043e\u043b\u044c \u0441\u043e\u0440"],
    ["letters with accents", "caf\u00e9 \u00dcber K\u00f6ln OK"],
    ["a unit", "10 k\u03a9"],
    ["Japanese", "\u6771\u4eac"],
  ])("%s is not", (_what, text) => {
    expect(findLookAlike(text)).toBeUndefined();
  });
});

describe("where texts are searched for them", () => {
  const told = (rest: string): readonly number[] => {
    const header = `policy desk version 1 language 1
tool look { args.query is string  effect reads }
agent clerk { subject "a" }
grant daily { to agent clerk  tools look }
`;
    const text = `${header}${rest}\n`;
    const { checked, diagnostics } = compileText(text);
    expect(diagnostics).toEqual([]);
    return lintPolicy(checked ?? expect.fail("did not compile"), { asOfMs: 0, otherCodes: [] })
      .filter(({ code }) => code === "look-alike-text")
      .map(({ spans }) => (spans[0]?.start ?? 0) - header.length);
  };

  it("are conditions and alerts, at their place", () => {
    expect(told('gate x on look { when args.query == "dr\u043ep"  deny  also alert "s\u043ec" }')).toEqual([36, 61]);
  });

  it.each([
    ["reasons", 'gate x on look { when args.query == "drop"  deny  because "dr\u043ep" }'],
    ["comments", 'gate x on look { when args.query == "drop"  deny } // "dr\u043ep"'],
    ["tests", 'test "dr\u043ep" { given { agent clerk identity ok } call look { query: "dr\u043ep" } expect allow }'],
    ["escapes", 'gate x on look { when args.query == "dr\\u043ep"  deny }'],
  ])("are not %s", (_what, rest) => {
    expect(told(rest)).toEqual([]);
  });
});
