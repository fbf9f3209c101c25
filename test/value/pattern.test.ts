import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../../src/value/pattern.ts";

const matches = (source: string, text: string): boolean => {
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new Error(`${source}: ${compiled.message}`);
  return compiled.matches(text);
};

describe("patterns", () => {
  it.each([
    ["abc", "abc", true],
    ["abc", "xabcx", false],
    ["a|bc", "bc", true],
    ["a.c", "a\nc", false],
    ["a.c", "a😀c", true],
    ["[a-c]+", "abcabc", true],
    ["[^a-c]", "d", true],
    ["[^a-c]", "a", false],
    ["[\\d_-]{2,3}", "1_-", true],
    ["[\\]a-]", "]", true],
    ["\\d{3}-\\d{4}", "555-0199", true],
    ["a{2}", "aaa", false],
    ["a{2,}", "aaaa", true],
    ["a{0,2}", "", true],
    ["(?:ab)*c", "ababc", true],
    ["(?P<year>\\d+)", "2026", true],
    ["\\w+@\\w+\\.com", "ann@example.com", true],
    ["\\s", "\u00a0", false],
    ["^abc$", "abc", true],
    ["a+?b", "aab", true],
    ["\\x41\\x{1F600}", "A😀", true],
    ["", "", true],
    ["(a*)*", "aaaa", true],
    ["(|a)+", "aa", true],
    ["é", "é", true],
  ])("%s against %j is %s", (source, text, expected) => {
    expect(matches(source, text)).toBe(expected);
  });

  it.each([
    ["(a)\\1", "a back-reference", 3],
    ["a(?=b)", "look-around", 1],
    ["(?<!a)b", "look-around", 0],
    ["(?i)a", "flags", 0],
    ["\\ba", "a word boundary", 0],
    ["\\p{L}", "a Unicode property", 0],
    ["a^b", "`^` may stand at the start", 1],
    ["(a$)", "`$` may stand at the end", 2],
    ["^a|b$", "an anchor beside `|`", 0],
    ["(a", "`(` without its `)`", 0],
    ["a)", "`)` without its `(`", 1],
    ["[a", "`[` without its `]`", 0],
    ["[]", "an empty class", 0],
    ["[z-a]", "a range", 1],
    ["[a-\\d]", "a range", 1],
    ["[[:alpha:]]", "a named class", 1],
    ["*a", "nothing to repeat", 0],
    ["a**", "two quantifiers", 1],
    ["a{3,2}", "a range whose end", 1],
    ["a{2000}", "a count above", 1],
    ["a{x}", "`{` without", 1],
    ["a\\", "a backslash at the end", 1],
    ["\\q", "the escape", 0],
    ["(a{500}){500}", "needs 250001 states", 0],
    [`${"(".repeat(60)}a${")".repeat(60)}`, "groups nest deeper", 50],
  ])("%s is refused: %s", (source, message, offset) => {
    const compiled = compilePattern(source);
    expect(compiled).toMatchObject({ ok: false, offset });
    expect(!compiled.ok && compiled.message).toContain(message);
  });

  it("say the same as the platform's regular expressions", () => {
    const atom = fc.constantFrom("a", "b", "[ab]", "[^a]", ".", "\\d", "\\w", "c");
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        atom,
        fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `${left}${right}`),
        fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `(${left}|${right})`),
        fc
          .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{1,2}", "{0,1}", "{1,}"))
          .map(([inner, quantifier]) => `(?:${inner})${quantifier}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "1", "😀"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
        const platform = new RegExp(`^(?:${source})$`, "u");
        const compiled = compilePattern(source);
        if (!compiled.ok) return;
        for (const each of texts) expect([each, compiled.matches(each)]).toEqual([each, platform.test(each)]);
      }),
      { numRuns: 500 },
    );
  });

  it("never throw, whatever the pattern", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab()[]{}|*+?\\^$-,0129.:<>P=!x") }), (source) => {
        const compiled = compilePattern(source);
        expect(compiled.ok ? typeof compiled.matches("ab") : compiled.message).not.toBe("");
      }),
      { numRuns: 2_000 },
    );
  });

  it("take linear time where backtracking takes exponential time", () => {
    expect(matches("(\\w+\\s?)*", `${"word ".repeat(20_000)}!`)).toBe(false);
    expect(matches("(a|a)*b", "a".repeat(100_000))).toBe(false);
    expect(matches("(a?){200}a{200}", "a".repeat(200))).toBe(true);
    expect(matches("(.*a.{12})*b", `${"ab".repeat(5_000)}c`)).toBe(false);
  });

  it("give the same answer when more sets of states come up than are remembered", () => {
    // The twelfth character from the end decides, so every stretch of twelve is a set of its own.
    let seed = 1;
    const text = Array.from({ length: 6_000 }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % 2 === 0 ? "a" : "b";
    }).join("");
    for (let end = 5_900; end < 6_000; end += 1) {
      expect(matches("[ab]*a[ab]{11}", text.slice(0, end))).toBe(text[end - 12] === "a");
    }
  });

  it("repeat nothing without taking time for it", () => {
    const source = `${"(".repeat(40)}${"){1000}".repeat(40)}`;
    expect(matches(source, "")).toBe(true);
  });
});
