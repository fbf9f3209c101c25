import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalFromNumber,
  formatDecimal,
  isInteger,
  parseDecimal,
  shiftDecimal,
  subtractDecimals,
} from "../../src/value/decimal.ts";
import { fixtureTable } from "./fixture-table.ts";

const decimal = (text: string): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new Error(`no decimal: ${text}`);
  return parsed;
};
/** Up to 18 digits on either side of the point, so that sums of two stay exact. */
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 36n), max: 10n ** 36n }), fc.integer({ min: 0, max: 18 }))
  .map(([digits, scale]) => decimal(`${digits}e-${scale}`));
const scaled = (value: Decimal): bigint => value.coefficient * 10n ** BigInt(40 - value.scale);

describe("parseDecimal", () => {
  it.each(fixtureTable("number"))("$why: $input", ({ input, expected }) => {
    const parsed = parseDecimal(input);
    expect(parsed === undefined ? null : formatDecimal(parsed)).toBe(expected);
  });

  it("takes separators between digits where they are allowed", () => {
    expect(parseDecimal("2_000.00", { separators: true })).toEqual(decimal("2000"));
    for (const text of ["_1", "1_", "1__0", "1_.5"]) expect(parseDecimal(text, { separators: true })).toBeUndefined();
  });

  it("is normal: equal numbers are equal data", () => {
    expect(parseDecimal("1.500e1")).toEqual({ coefficient: 15n, scale: 0 });
    expect(parseDecimal("0.00")).toEqual({ coefficient: 0n, scale: 0 });
  });

  it("reads what formatDecimal writes", () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(parseDecimal(formatDecimal(value))).toEqual(value);
      }),
    );
  });
});

describe("decimal arithmetic", () => {
  it("compares as integers of one scale do", () => {
    fc.assert(
      fc.property(decimals, decimals, (left, right) => {
        const [a, b] = [scaled(left), scaled(right)];
        expect(compareDecimals(left, right)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it("adds and subtracts exactly, or not at all", () => {
    fc.assert(
      fc.property(decimals, decimals, (left, right) => {
        for (const [result, expected] of [
          [addDecimals(left, right), scaled(left) + scaled(right)],
          [subtractDecimals(left, right), scaled(left) - scaled(right)],
        ] as const) {
          const digits = expected.toString().replace("-", "").replace(/0+$/, "").length;
          expect(result === undefined ? undefined : scaled(result)).toBe(digits > 38 ? undefined : expected);
        }
      }),
    );
  });

  it("has no sum beyond 38 significant digits", () => {
    expect(addDecimals(decimal("1e400"), decimal("1"))).toBeUndefined();
    expect(addDecimals(decimal("1e38"), decimal("-1"))).toEqual(decimal("9".repeat(38)));
  });

  it("compares numbers of very different size", () => {
    expect(compareDecimals(decimal("1e400"), decimal("1e-400"))).toBe(1);
  });

  it("moves the point", () => {
    expect(shiftDecimal(decimal("150000"), -2)).toEqual(decimal("1500"));
    expect(shiftDecimal(decimal("0.5"), -2)).toEqual(decimal("0.005"));
    expect(shiftDecimal(decimal("1e400"), 100)).toBeUndefined();
  });

  it("knows integers", () => {
    expect(isInteger(decimal("1.0"))).toBe(true);
    expect(isInteger(decimal("1.5"))).toBe(false);
  });
});

describe("decimalFromNumber", () => {
  it("means the shortest decimal", () => {
    expect(decimalFromNumber(0.1 + 0.2)).toEqual(decimal("0.30000000000000004"));
    expect(decimalFromNumber(1e21)).toEqual(decimal("1e21"));
    expect(decimalFromNumber(5e-324)).toEqual(decimal("5e-324"));
  });

  it("has none for what is not finite", () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(decimalFromNumber)).toEqual([undefined, undefined]);
  });

  it("reads back as the same number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const read = decimalFromNumber(number);
        expect(read && Number(formatDecimal(read))).toBe(number === 0 ? 0 : number);
      }),
    );
  });
});
