import { describe, expect, it } from "vitest";
import { findContent, type LeafName, leafNames, recognisers, recogniserUnions } from "../../src/value/recognise.ts";
import { randomFrom } from "../engine/random.ts";
import { announcements, identityCard, type Maker, makers } from "./make-number.ts";

const kinds = Object.entries(makers) as readonly (readonly [LeafName, Maker])[];
/** Without check digits: every number of the shape is one. */
const unchecked: readonly string[] = ["us_ssn", "us_itin", "uk_nino"];

describe.each(kinds)("%s", (name, make) => {
  const random = randomFrom(7);
  const numbers = Array.from({ length: 200 }, () => make(random));
  const announced = (number: string): string => `see ${announcements[name] ?? ""}${number}, please`;

  it("finds exactly the number, in running text", () => {
    for (const number of numbers) {
      const text = announced(number);
      expect(findContent(name, text).map(({ start, end }) => text.slice(start, end))).toEqual([number]);
    }
  });

  it("finds no number whose check digit is another", () => {
    if (unchecked.includes(name)) return;
    for (const number of numbers) {
      // The last digit or letter one further: of ten digits, and of the letters of a check letter.
      const wrong = number.replace(/[0-9](?=[^0-9]*$)/, (digit) => String((Number(digit) + 1) % 10));
      expect(recognisers[name]?.(announced(wrong)), wrong).toBe(false);
    }
  });

  it("finds no number that goes on", () => {
    for (const number of numbers.slice(0, 50))
      expect(recognisers[name]?.(`${announced(number).slice(0, -8)}777777`), number).toBe(false);
  });

  it("is believed without a word only where the shape is its own", () => {
    const alone = numbers.filter((number) => recognisers[name]?.(`see ${number}, please`));
    expect(alone.length).toBe(name in announcements ? 0 : numbers.length);
  });

  it("is unmoved by invisible characters and digits of other scripts", () => {
    for (const number of numbers.slice(0, 20)) {
      const disguised = number
        .replace(/([0-9])([0-9])/, "$1\u200b$2")
        .replace(/[0-9]$/, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
      const text = announced(disguised);
      expect(findContent(name, text).map(({ start, end }) => text.slice(start, end))).toEqual([disguised]);
    }
  });
});

describe("the published examples", () => {
  it.each([
    ["uk_nhs", "NHS 943 476 5919"],
    ["de_tax_id", "86095742719"],
    ["fr_nir", "1 85 05 78 006 084 91"],
    ["fr_nir", "2 69 05 49 588 157 80"],
    ["es_dni", "12345678Z"],
    ["es_dni", "X1234567L"],
    ["it_codice_fiscale", "RSSMRA85T10A562S"],
    ["nl_bsn", "BSN 111222333"],
    ["be_nrn", "85.07.30-033.28"],
    ["se_personnummer", "811228-9874"],
    ["pl_pesel", "PESEL: 44051401359"],
    ["br_cpf", "111.444.777-35"],
    ["uk_nino", "AB 12 34 56 C"],
    ["passport", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"],
    ["passport", "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"],
  ] as const)("of %s are found: %s", (name, text) => {
    expect(recognisers[name]?.(text)).toBe(true);
  });

  it("cover the lines with the name of a passport or card", () => {
    const card = identityCard(randomFrom(3));
    expect(findContent("passport", `a\n${card}\nb`)).toEqual([{ start: 2, end: 2 + card.length }]);
  });
});

describe("the unions", () => {
  it("find what any of their members finds", () => {
    const random = randomFrom(11);
    for (const [name, make] of kinds) {
      const text = `${announcements[name] ?? ""}${make(random)}`;
      for (const union of ["pii", "national_id", "pci", "secret"] as const) {
        const isMember = recogniserUnions[union].some((leaf) => recognisers[leaf]?.(text));
        expect(recognisers[union]?.(text), `${union} ${text}`).toBe(isMember);
      }
    }
  });

  it("name recognisers only", () => {
    for (const members of Object.values(recogniserUnions)) {
      for (const member of members) expect(leafNames).toContain(member);
    }
  });
});
