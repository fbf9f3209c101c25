import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPath } from "../../src/value/field-path.ts";
import { isToolName, isToolPattern, matchToolPattern } from "../../src/value/pattern-name.ts";
import { readUrl } from "../../src/value/url.ts";
import { absent, boolField, type Field, present, textField, unrecorded } from "../../src/value/value.ts";

const record = (fields: Readonly<Record<string, Field>>, open = false): Field =>
  present({ kind: "record", fields: new Map(Object.entries(fields)), open });

describe("readPath", () => {
  it("walks records and the parts of a URL", () => {
    const url = readUrl("https://example.com/x");
    const field = record({ a: record({ link: url ? present(url) : absent }) });
    expect(readPath(field, ["a", "link", "host"])).toEqual(textField("example.com"));
    expect(readPath(field, ["a", "link", "query"])).toEqual(absent);
    expect(readPath(field, [])).toBe(field);
  });

  it("reads a missing member by whether the record is complete", () => {
    expect(readPath(record({}), ["x"])).toEqual(absent);
    expect(readPath(record({}, true), ["x"])).toEqual(unrecorded("not_recorded"));
  });

  it("carries absent and the cause of unrecorded down", () => {
    expect(readPath(record({ a: absent }), ["a", "b", "c"])).toEqual(absent);
    expect(readPath(record({ a: unrecorded("unverified") }), ["a", "b"])).toEqual(unrecorded("unverified"));
  });

  it("does not choose an element of a list", () => {
    const list = present({ kind: "list", items: [boolField(true)], open: false });
    expect(readPath(record({ a: list }), ["a", "0"])).toEqual(unrecorded("ambiguous"));
  });

  it("finds nothing below a scalar, and no member of a prototype", () => {
    expect(readPath(textField("x"), ["length"])).toEqual(unrecorded("ill_typed"));
    expect(readPath(record({}), ["constructor"])).toEqual(absent);
  });
});

describe("tool patterns", () => {
  it.each([
    ["*", "a.b/c", true],
    ["stripe.get_*", "stripe.get_charge", true],
    ["stripe.get_*", "stripe.get_", true],
    ["stripe.get_*", "stripe.get_a.b", false],
    ["stripe.*", "stripe.a/b", false],
    ["stripe.**", "stripe.a/b.c", true],
    ["**.delete", "a.b.delete", true],
    ["**delete", "delete", true],
    ["*.read", "fs.read", true],
    ["*.read", "a.fs.read", false],
    ["a*b*c", "aXbYc", true],
    ["a*b*c", "aXc", false],
    ["Read", "read", false],
    ["stripe.get", "stripe.get", true],
    ["stripeXget", "stripe.get", false],
    ["**", "", true],
  ])("%s names %s: %s", (pattern, name, expected) => {
    expect(matchToolPattern(pattern, name)).toBe(expected);
  });

  it("agree with regular expressions", () => {
    const pattern = fc.array(fc.constantFrom("a", "b", ".", "*", "**"), { minLength: 2, maxLength: 6 });
    const name = fc.string({ unit: fc.constantFrom("a", "b", ".", "/"), maxLength: 8 });
    fc.assert(
      fc.property(pattern, name, (parts, tool) => {
        const source = parts
          .join("")
          .replaceAll(".", "\\.")
          .replace(/\*\*|\*/g, (star) => (star === "**" ? ".*" : "[^./]*"));
        expect(matchToolPattern(parts.join(""), tool)).toBe(
          parts.join("") === "*" || new RegExp(`^${source}$`).test(tool),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it("take no exponential time", () => {
    expect(matchToolPattern(`${"a*".repeat(60)}b`, "a".repeat(256))).toBe(false);
  });

  it("know names and patterns by their alphabet", () => {
    expect(["mail.send", "mcp__x/y-z", "a*", "", "a b", "ａ", "a".repeat(257)].map(isToolName)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(["stripe.*", "**", "a?"].map(isToolPattern)).toEqual([true, true, false]);
  });
});
