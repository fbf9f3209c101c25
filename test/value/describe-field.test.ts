import { describe, expect, it } from "vitest";
import { parseDecimal, zero } from "../../src/value/decimal.ts";
import { describeField } from "../../src/value/describe-field.ts";
import { absent, boolField, present, textField, unrecorded } from "../../src/value/value.ts";

const amount = parseDecimal("500") ?? zero;

describe("describeField", () => {
  it("writes each kind of value in a form that fits a line", () => {
    expect(describeField(boolField(true))).toBe("true");
    expect(describeField(present({ kind: "money", amount, currency: "USD" }))).toBe("500.00 USD");
    expect(describeField(present({ kind: "duration", ms: 90_000 }))).toBe("1m30s");
    expect(describeField(present({ kind: "timestamp", ms: 0 }))).toBe("1970-01-01T00:00:00Z");
    expect(describeField(textField('a "b"'))).toBe('"a \\"b\\""');
  });

  it("tells absent from unknown, with the cause", () => {
    expect(describeField(absent)).toBe("absent");
    expect(describeField(unrecorded("not_recorded"))).toBe("unknown: not_recorded");
  });

  it("counts what it does not show", () => {
    const items = Array.from({ length: 6 }, () => textField("x"));
    expect(describeField(present({ kind: "list", items, open: true }))).toBe('["x", "x", "x", "x", 2 more, …]');
  });

  it("is bounded and shows no control or direction characters", () => {
    const shown = describeField(textField(`\u202e\u001b[2J${"x".repeat(10_000)}`));
    expect(shown.length).toBeLessThan(100);
    expect(shown).toMatch(/^"\\u202e\\u001b\[2Jx+…"$/);
  });
});
