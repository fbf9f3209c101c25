import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { genericField } from "../../src/event/generic-value.ts";
import { jsonNumber } from "../../src/json/json-value.ts";
import { jsonFromPlain } from "../../src/json/write-json.ts";
import { parseDecimal, zero } from "../../src/value/decimal.ts";
import { describeField } from "../../src/value/describe-field.ts";
import { absent, boolField, type Field, present, textField, unrecorded } from "../../src/value/value.ts";

const money = (amount: string, currency: string): Field =>
  present({ kind: "money", amount: parseDecimal(amount) ?? zero, currency });
const json = (value: unknown): Field => genericField(jsonFromPlain(value) ?? null, undefined, true);

describe("describeField", () => {
  const cases: readonly (readonly [Field, string])[] = [
    [absent, "absent"],
    [unrecorded("not_recorded"), "unknown: not_recorded"],
    [boolField(false), "false"],
    [money("500", "USD"), "500.00 USD"],
    [money("0.5", "USD"), "0.50 USD"],
    [money("-0.005", "USD"), "-0.005 USD"],
    [money("500", "JPY"), "500 JPY"],
    [money("1.5", "KWD"), "1.500 KWD"],
    [money("2", "XAU"), "2 XAU"],
    [present({ kind: "duration", ms: 90_000 }), "1m30s"],
    [present({ kind: "timestamp", ms: 0 }), "1970-01-01T00:00:00Z"],
    [present({ kind: "url", href: "https://a.example/", parts: new Map() }), '"https://a.example/"'],
    [textField('say "hi"\\'), '"say \\"hi\\"\\\\"'],
    [textField("a\u001b[31m\n\u202eb\u200b"), '"a\\u001b[31m\\u000a\\u202eb\\u200b"'],
    [json([]), "[]"],
    [json({}), "{}"],
    [json([1, 2, 3, 4, 5]), "[1, 2, 3, 4, 1 more]"],
    [json({ b: 1, a: null, c: [true] }), "{ b: 1, c: [true] }"],
    [json([[[[1]]]]), "[[[…]]]"],
    [present({ kind: "list", items: [], open: true }), "[…]"],
    [present({ kind: "record", fields: new Map(), open: true }), "{ … }"],
    [
      present({ kind: "labels", has: new Set(["pii", "pci"]), maybe: new Set(["secret"]), open: true }),
      "[pci, pii, maybe secret, …]",
    ],
  ];
  it.each(cases.map(([field, expected]) => ({ field, expected })))("shows $expected", ({ field, expected }) => {
    expect(describeField(field)).toBe(expected);
  });

  it("cuts long texts between characters", () => {
    expect(describeField(textField("x".repeat(500)))).toBe(`"${"x".repeat(79)}…"`);
    expect(describeField(textField(`${"x".repeat(78)}😀😀`))).toBe(`"${"x".repeat(78)}…"`);
  });

  it("is bounded and printable whatever the field holds", () => {
    const values = fc.jsonValue({ depthSize: "large", stringUnit: "binary" });
    fc.assert(
      fc.property(values, (value) => {
        const shown = describeField(json(value));
        expect(shown.length).toBeLessThanOrEqual(240);
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/u);
      }),
      { numRuns: 300 },
    );
    expect(describeField(genericField(jsonNumber("1e-400"), undefined, true)).length).toBe(80);
  });
});
