import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDecimals, parseDecimal } from "../../src/value/decimal.ts";
import { decimalImage, lexemeImage } from "../../src/value/decimal-image.ts";

/** Decimals of up to 15 digits, often next to each other, where doubles would first fail. */
const digits = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n - 1n), max: 10n ** 15n - 1n }), fc.integer({ min: 0, max: 22 }))
  .map(([coefficient, scale]) => `${coefficient}e-${scale}`);
const neighbours = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 15n - 2n), max: 10n ** 15n - 2n }),
    fc.integer({ min: 0, max: 22 }),
    fc.nat({ max: 1 }),
  )
  .map(
    ([coefficient, scale, step]) => [`${coefficient}e-${scale}`, `${coefficient + BigInt(step)}e-${scale}`] as const,
  );

describe("the image of a decimal", () => {
  it("keeps order and equality", () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(digits, digits), neighbours), ([left, right]) => {
        const [one, other] = [parseDecimal(left), parseDecimal(right)];
        if (one === undefined || other === undefined) throw new Error("not a decimal");
        const [a, b] = [decimalImage(one), decimalImage(other)];
        if (a === undefined || b === undefined) throw new Error("no image");
        expect(Math.sign(a - b) + 0).toBe(compareDecimals(one, other));
      }),
      { numRuns: 5_000 },
    );
  });

  it("is undefined beyond 15 digits or 22 places, where doubles run together", () => {
    for (const text of ["1000000000000001", "0.1000000000000001", `1e-23`, "12345678901234567890"]) {
      const decimal = parseDecimal(text);
      expect(decimal && decimalImage(decimal), text).toBeUndefined();
    }
  });

  it("of a lexeme is that of its decimal", () => {
    fc.assert(
      fc.property(fc.oneof(fc.double({ noNaN: true }).map(String), fc.integer().map(String), digits), (lexeme) => {
        const image = lexemeImage(lexeme);
        if (image === undefined) return;
        const decimal = parseDecimal(lexeme);
        expect(image).toBe(decimal && decimalImage(decimal));
      }),
    );
    expect(lexemeImage("-0")).toBe(0);
    expect(lexemeImage("0.50")).toBe(0.5);
    expect(lexemeImage("1e3")).toBeUndefined();
  });
});
