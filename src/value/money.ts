import { type Decimal, shiftDecimal } from "./decimal.ts";
import type { Value } from "./value.ts";

export type Money = Extract<Value, { readonly kind: "money" }>;

/** A current ISO 4217 code, in upper case. */
export const isCurrency = (code: string): boolean => minorDigits.has(code);

/** The ISO 4217 code a text means, case folded (`usd`); undefined if it is none. */
export function canonicalCurrency(text: string): string | undefined {
  const code = /^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : "";
  return isCurrency(code) ? code : undefined;
}

/**
 * How many decimal digits a currency's minor unit has: 2 for cents, 0 for yen. Undefined for an unknown code and for the
 * codes that have no minor unit (gold, test codes).
 */
export const minorUnitDigits = (currency: string): number | undefined =>
  minorDigits.get(canonicalCurrency(currency) ?? "") ?? undefined;

/** `500.00` of `usd` as money. Undefined if the currency is unknown. Fractions of a minor unit are kept exactly. */
export function moneyFromMajor(amount: Decimal, currency: string): Money | undefined {
  const code = canonicalCurrency(currency);
  return code === undefined ? undefined : { kind: "money", amount, currency: code };
}

/** `50000` cents of `usd` as money of 500. Undefined if the currency is unknown or has no minor unit. */
export function moneyFromMinor(amount: Decimal, currency: string): Money | undefined {
  const digits = minorUnitDigits(currency);
  const major = digits === undefined ? undefined : shiftDecimal(amount, -digits);
  return major === undefined ? undefined : moneyFromMajor(major, currency);
}

/** ISO 4217 list one, by digits of the minor unit; `none` has no minor unit. Funds codes included. */
const codes: readonly (readonly [digits: number | undefined, codes: string])[] = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
  [4, "CLF UYW"],
  [
    2,
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY " +
      "COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR " +
      "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD " +
      "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP " +
      "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
  ],
  [undefined, "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX"],
];

const minorDigits: ReadonlyMap<string, number | undefined> = new Map(
  codes.flatMap(([digits, list]) => list.split(" ").map((code) => [code, digits] as const)),
);
