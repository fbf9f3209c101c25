import { passesLuhn, passesMod11And10, remainderBy97, weightedSum } from "./check-digits.ts";
import { isDayOfYear, type NationalId, numberAt } from "./national-id.ts";

/** Numbers of persons in Europe, by the word that a policy uses. */
export const europeanIds = {
  uk_nino: {
    title: "United Kingdom, national insurance number",
    check: "prefix letters that are given out; suffix A to D",
    shape: /^[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]/,
    announced: /^[A-Za-z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2}(?: ?[A-Da-d])?/,
    words: ["nino", "national insurance", "ni number", "ni no"],
    holds: (compact) =>
      /^[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]/.test(compact) && !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(compact),
  },
  uk_nhs: {
    title: "United Kingdom, NHS number",
    check: "check digit, mod 11",
    announced: /^[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}/,
    words: ["nhs", "national health service"],
    holds: (digits) => {
      const check = 11 - (weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
      return !/^(.)\1*$/.test(digits) && check % 11 === numberAt(digits, 9, 10) && check !== 10;
    },
  },
  de_tax_id: {
    title: "Germany, Steuer-ID",
    check: "ISO 7064 mod 11,10; of the first ten digits one occurs twice or three times, the others once at most",
    shape: /^[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}/,
    words: [],
    holds: (digits) => {
      const counts = Array.from("0123456789", (digit) => digits.slice(0, 10).split(digit).length - 1);
      const repeated = counts.filter((count) => count > 1);
      return repeated.length === 1 && (repeated[0] ?? 0) <= 3 && passesMod11And10(digits);
    },
  },
  fr_nir: {
    title: "France, NIR (social security)",
    check: "key, mod 97; a month that is given out",
    shape: /^[1-478] ?[0-9]{2} ?[0-9]{2} ?(?:[0-9]{2}|2[ABab]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}/,
    words: [],
    holds: (compact) => {
      const month = numberAt(compact, 3, 5);
      const isMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
      // Corsica counts as if its departments were 19 and 18.
      const digits = compact.slice(0, 13).replace("2A", "19").replace("2B", "18");
      return isMonth && 97 - remainderBy97(digits) === numberAt(compact, 13, 15);
    },
  },
  es_dni: {
    title: "Spain, DNI and NIE",
    check: "letter, mod 23",
    shape: /^(?:[0-9]{8}|[0-9]{2}\.[0-9]{3}\.[0-9]{3}|[XYZ]-?[0-9]{7})-?[A-HJ-NP-TV-Z]/,
    announced: /^(?:[0-9]{8}|[0-9]{2}\.[0-9]{3}\.[0-9]{3}|[XYZxyz][ -]?[0-9]{7})[ -]?[A-Za-z]/,
    words: ["dni", "nie", "nif"],
    holds: (compact) => {
      const number = compact.slice(0, 8).replace("X", "0").replace("Y", "1").replace("Z", "2");
      return "TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23] === compact[8];
    },
  },
  it_codice_fiscale: {
    title: "Italy, codice fiscale",
    check: "check letter, mod 26; a month letter and a day; digits may be replaced by letters",
    shape:
      /^[A-Z]{3} ?[A-Z]{3} ?[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2} ?[A-Z][0-9LMNP-V]{3} ?[A-Z](?![A-Za-z0-9])|^[a-z]{6}[0-9]{2}[abcdehlmprst][0-9]{2}[a-z][0-9]{3}[a-z]/,
    words: [],
    holds: (compact) => {
      const day = Number(compact.slice(9, 11).replace(/[A-Z]/g, (letter) => String("LMNPQRSTUV".indexOf(letter))));
      const isDay = (day >= 1 && day <= 31) || (day >= 41 && day <= 71);
      return isDay && codiceFiscaleLetter(compact) === compact[15];
    },
  },
  nl_bsn: {
    title: "Netherlands, BSN",
    check: "weighted sum, mod 11",
    announced: /^(?:[0-9]{9}|[0-9]{4}[. ][0-9]{2}[. ][0-9]{3}|[0-9]{3}[. -][0-9]{3}[. -][0-9]{3})/,
    words: ["bsn", "burgerservicenummer", "burger service", "sofinummer", "sofi"],
    holds: (digits) => digits !== "000000000" && weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
  },
  be_nrn: {
    title: "Belgium, national register number",
    check: "mod 97, of the years before and from 2000; a date of birth, also one that is not known",
    shape: /^[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}/,
    announced: /^[0-9]{2}[. ]?[0-9]{2}[. ]?[0-9]{2}[ -]?[0-9]{3}[. ]?[0-9]{2}/,
    words: ["rijksregister", "rijksregisternummer", "registre national", "national register", "nrn", "niss", "insz"],
    holds: (digits) => {
      const month = numberAt(digits, 2, 4) % 20;
      const check = numberAt(digits, 9, 11);
      const isOf = (century: string): boolean => 97 - remainderBy97(century + digits.slice(0, 9)) === check;
      return month <= 12 && numberAt(digits, 4, 6) <= 31 && (isOf("") || isOf("2"));
    },
  },
  se_personnummer: {
    title: "Sweden, personnummer and samordningsnummer",
    check: "Luhn; a date of birth, 60 added to the day for a coordination number",
    shape: /^[0-9]{6}[-+][0-9]{4}/,
    announced: /^(?:[0-9]{2})?[0-9]{6}[-+]?[0-9]{4}/,
    words: ["personnummer", "samordningsnummer", "personal identity"],
    holds: (written) => {
      const digits = written.slice(-10);
      const day = numberAt(digits, 4, 6);
      return isDayOfYear(numberAt(digits, 2, 4), day > 60 ? day - 60 : day) && passesLuhn(digits);
    },
  },
  pl_pesel: {
    title: "Poland, PESEL",
    check: "weighted sum, mod 10; a date of birth, the century in its month",
    announced: /^[0-9]{11}/,
    words: ["pesel"],
    holds: (digits) =>
      isDayOfYear(numberAt(digits, 2, 4) % 20, numberAt(digits, 4, 6)) &&
      weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
  },
} as const satisfies Readonly<Record<string, NationalId>>;

/** Characters in odd places count by a table of their own, those in even places by their order (decree of 23 December 1976). */
function codiceFiscaleLetter(compact: string): string | undefined {
  let sum = 0;
  for (let index = 0; index < 15; index += 1) {
    const code = compact.charCodeAt(index);
    const order = code >= 0x41 ? code - 0x41 : code - 0x30;
    sum += index % 2 === 0 ? (oddValues[order] ?? 0) : order;
  }
  return String.fromCharCode(0x41 + (sum % 26));
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
