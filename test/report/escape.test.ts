import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  escapeCommandData,
  escapeCommandProperty,
  escapeJson,
  escapeMarkdown,
  escapeUri,
  escapeXml,
  isInvisible,
  markdownCode,
  visible,
} from "../../src/report/escape.ts";

const anyText = fc.string({ unit: "binary" });

describe("escaping", () => {
  it("shows a direction override by its number", () => {
    expect(visible("a\u202eb\u0007")).toBe("a\\u{202e}b\\u{7}");
  });

  it("leaves letters of every script alone", () => {
    expect(visible("naïve 日本 Ω é 🙂")).toBe("naïve 日本 Ω é 🙂");
  });

  it("leaves nothing invisible, whatever the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const character of visible(text)) expect(isInvisible(character.codePointAt(0) ?? 0)).toBe(false);
      }),
    );
  });

  it("is ASCII on request", () => {
    fc.assert(fc.property(anyText, (text) => /^[\x20-\x7e]*$/.test(visible(text, true))));
  });

  it("keeps JSON exact", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        expect(JSON.parse(escapeJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("leaves no XML delimiter", () => {
    fc.assert(fc.property(anyText, (text) => !/[<>"']|&(?!#\d+;)/.test(escapeXml(text))));
  });

  it("keeps a workflow command on one line with its separators", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeCommandData([text])).not.toMatch(/[\r\n]|%(?!25|0A)/);
        expect(escapeCommandProperty(text)).not.toMatch(/[\r\n:,]/);
      }),
    );
  });

  it("closes a code span only at its end", () => {
    expect(markdownCode("a`b``c")).toBe("```a`b``c```");
    expect(markdownCode("`a`")).toBe("`` `a` ``");
  });

  it("renders our own pairs of backticks as code and escapes a stray one", () => {
    expect(escapeMarkdown("`a*b` is *not* one")).toBe("`a*b` is \\*not\\* one");
    expect(escapeMarkdown("a ` b*")).toBe("a \\` b\\*");
  });

  it("encodes what would end or change a path in a URI", () => {
    expect(escapeUri("a b/c:d#e?f%/ü")).toBe("a%20b/c%3Ad%23e%3Ff%25/%C3%BC");
  });
});
