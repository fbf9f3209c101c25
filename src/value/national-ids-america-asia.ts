import { passesLuhn, passesVerhoeff, weightedSum } from "./check-digits.ts";
import { type NationalId, numberAt } from "./national-id.ts";

/** Numbers of persons outside Europe, by the word that a policy uses. */
export const americanAndAsianIds = {
  us_ssn: {
    title: "United States, social security number",
    check: "no area 000, 666 or 900 and above, no group 00, no serial 0000",
    shape: /^[0-9]{3}-[0-9]{2}-[0-9]{4}/,
    announced: /^[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{4}/,
    words: ["ssn", "social security", "soc sec", "social"],
    holds: (digits) =>
      !/^(?:000|666|9)/.test(digits) && digits.slice(3, 5) !== "00" && digits.slice(5) !== "0000" && !isPrinted(digits),
  },
  us_itin: {
    title: "United States, individual taxpayer number",
    check: "begins with 9, group 50 to 65, 70 to 88, 90 to 92 or 94 to 99",
    shape: /^9[0-9]{2}-[0-9]{2}-[0-9]{4}/,
    announced: /^9[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{4}/,
    words: ["itin", "taxpayer identification", "taxpayer"],
    holds: (digits) => {
      const group = numberAt(digits, 3, 5);
      return (group >= 50 && group <= 65) || (group >= 70 && group <= 99 && group !== 89 && group !== 93);
    },
  },
  br_cpf: {
    title: "Brazil, CPF",
    check: "two check digits, mod 11; not eleven equal digits",
    shape: /^[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}/,
    announced: /^[0-9]{3}[. ]?[0-9]{3}[. ]?[0-9]{3}[ -]?[0-9]{2}/,
    words: ["cpf"],
    holds: (digits) => {
      if (/^(.)\1*$/.test(digits)) return false;
      const checkDigit = (weights: readonly number[]): number => ((weightedSum(digits, weights) * 10) % 11) % 10;
      return (
        checkDigit([10, 9, 8, 7, 6, 5, 4, 3, 2]) === numberAt(digits, 9, 10) &&
        checkDigit([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === numberAt(digits, 10, 11)
      );
    },
  },
  ca_sin: {
    title: "Canada, social insurance number",
    check: "Luhn; does not begin with 0 or 8",
    announced: /^[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}/,
    words: ["social insurance", "SIN", "sin_number", "sin number", 'sin":', "sin:", "sin="],
    holds: (digits) => !/^[08]/.test(digits) && passesLuhn(digits),
  },
  in_aadhaar: {
    title: "India, Aadhaar",
    check: "Verhoeff; does not begin with 0 or 1",
    shape: /^[2-9][0-9]{3}([ -])[0-9]{4}\1[0-9]{4}/,
    announced: /^[2-9][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}/,
    words: ["aadhaar", "aadhar", "uidai"],
    holds: passesVerhoeff,
  },
} as const satisfies Readonly<Record<string, NationalId>>;

/** Two numbers that stood on printed matter and belong to nobody (Social Security Administration). */
const isPrinted = (digits: string): boolean => digits === "078051120" || digits === "219099999";
