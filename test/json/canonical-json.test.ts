import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { formatJsonPath } from "../../src/json/json-path.ts";
import { jsonNumber } from "../../src/json/json-value.ts";

describe("canonicalJson", () => {
  it("sorts keys by UTF-16 code units (RFC 8785, 3.2.3)", () => {
    const keys = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
    const sorted = Object.keys(JSON.parse(canonicalJson(Object.fromEntries(keys.map((key) => [`${key}_`, true])))));
    expect(sorted).toEqual(["\r_", "1_", "\u0080_", "\u00f6_", "\u20ac_", "\ud83d\ude00_", "\ufb33_"]);
  });

  it.each([
    [0, "0"],
    [-0, "0"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [9007199254740992, "9007199254740992"],
    [295147905179352830000, "295147905179352830000"],
    [1e21, "1e+21"],
    [999999999999999900000, "999999999999999900000"],
    [0.000001, "0.000001"],
    [1e-7, "1e-7"],
    [333333333.3333333, "333333333.3333333"],
  ])("writes the number %d as ECMAScript does (RFC 8785, appendix B)", (number, text) => {
    expect(canonicalJson(number)).toBe(text);
  });

  it("escapes what must be escaped and nothing else (RFC 8785, 3.2.2.2)", () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/\u007f\u2028')).toBe(
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028"',
    );
  });

  it("gives two texts with halves of surrogate pairs two forms", () => {
    expect(canonicalJson("\ud800")).not.toBe(canonicalJson("\ud801"));
  });

  it("does not depend on the order of keys", () => {
    const shuffle = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffle);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, shuffle(member)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffle(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("refuses what is our bug: decimals not yet written, undefined, infinities, other objects", () => {
    for (const value of [jsonNumber("1"), { a: undefined }, [Number.NaN], new Map(), 1n, () => 1]) {
      expect(() => canonicalJson(value)).toThrow(/canonical JSON/);
    }
  });
});

describe("jsonNumber", () => {
  it("takes the text of a JSON number only", () => {
    expect(jsonNumber("-1.5e3").lexeme).toBe("-1.5e3");
    for (const text of ["+1", "01", ".5", "NaN", "1 ", ""]) expect(() => jsonNumber(text)).toThrow(/not a JSON number/);
  });
});

describe("formatJsonPath", () => {
  it("writes paths as users read them", () => {
    expect(formatJsonPath(["items", 0, "name"])).toBe("items[0].name");
    expect(formatJsonPath(["a b", "c", ""])).toBe('["a b"].c[""]');
    expect(formatJsonPath([])).toBe("");
  });
});
