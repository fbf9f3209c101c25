import { describe, expect, it } from "vitest";
import { parseDecimal, zero } from "../../src/value/decimal.ts";
import {
  canonicalCurrency,
  isCurrency,
  minorUnitDigits,
  moneyFromMajor,
  moneyFromMinor,
} from "../../src/value/money.ts";

const decimal = (text: string) => parseDecimal(text) ?? zero;

describe("money", () => {
  it("counts minor units by the currency", () => {
    expect(moneyFromMinor(decimal("150000"), "USD")).toEqual(moneyFromMajor(decimal("1500.00"), "USD"));
    expect(moneyFromMinor(decimal("1500"), "JPY")).toEqual(moneyFromMajor(decimal("1500"), "JPY"));
    expect(moneyFromMinor(decimal("1500"), "KWD")).toEqual(moneyFromMajor(decimal("1.5"), "KWD"));
  });

  it("folds the case of a currency", () => {
    expect(moneyFromMajor(decimal("5"), "usd")).toEqual({ kind: "money", amount: decimal("5"), currency: "USD" });
  });

  it("refuses a currency that does not exist", () => {
    expect(moneyFromMajor(decimal("5"), "EURO")).toBeUndefined();
    expect(moneyFromMinor(decimal("5"), "ZZZ")).toBeUndefined();
    expect(canonicalCurrency("uſd")).toBeUndefined();
  });

  it("has no minor unit for gold and test codes", () => {
    expect(isCurrency("XAU")).toBe(true);
    expect(minorUnitDigits("XAU")).toBeUndefined();
    expect(moneyFromMinor(decimal("5"), "XTS")).toBeUndefined();
  });

  it("knows every code once and by its case", () => {
    expect([isCurrency("EUR"), isCurrency("eur"), isCurrency("HRK"), isCurrency("XCG")]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});
