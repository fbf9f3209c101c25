import type { Random } from "../engine/random.ts";

/**
 * Numbers with valid check digits, made by arithmetic of its own so that the recognisers are not compared with themselves. They belong
 * to nobody that we know of: every digit but the check digits is random.
 */
export type Maker = (random: Random) => string;

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.below(10)).join("");
const two = (number: number): string => String(number).padStart(2, "0");
const letter = (random: Random, letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"): string =>
  letters[random.below(letters.length)] ?? "";
const date = (random: Random): string => two(random.below(100)) + two(1 + random.below(12)) + two(1 + random.below(28));

/** Appends the digit that makes a judgement hold: there is exactly one, or the body is drawn again. */
function completed(
  random: Random,
  body: (random: Random) => string,
  holds: (all: string) => boolean,
  choices = "0123456789",
): string {
  for (;;) {
    const start = body(random);
    const last = [...choices].find((one) => holds(start + one));
    if (last !== undefined) return start + last;
  }
}

const luhn = (text: string): boolean =>
  [...text].reverse().reduce((sum, digit, index) => {
    const twice = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return sum + Math.floor(twice / 10) + (twice % 10);
  }, 0) %
    10 ===
  0;

const big97 = (text: string): number => Number(BigInt([...text].map((one) => Number.parseInt(one, 36)).join("")) % 97n);
const dot = (text: string, weights: string): number =>
  [...weights].reduce((sum, weight, index) => sum + Number.parseInt(weight, 36) * Number(text[index] ?? 0), 0);
const group = (text: string, ...sizes: readonly number[]): readonly string[] =>
  sizes.map((size, index) => {
    const from = sizes.slice(0, index).reduce((sum, one) => sum + one, 0);
    return text.slice(from, from + size);
  });

const issuers: readonly (readonly [prefix: string, length: number])[] = [
  ["4", 16],
  ["51", 16],
  ["2221", 16],
  ["37", 15],
  ["6011", 16],
  ["3528", 16],
  ["62", 19],
  ["36", 14],
];
const card = (random: Random, [prefix, length]: readonly [prefix: string, length: number]): string =>
  completed(random, (r) => prefix + digits(r, length - prefix.length - 1), luhn);

const iban =
  (country: string, bban: (random: Random) => string): Maker =>
  (random) => {
    const rest = bban(random);
    return `${country}${two(98 - big97(`${rest}${country}00`))}${rest}`;
  };

// The multiplication table of the dihedral group and the permutations, written out as in the paper.
const dihedral = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];
const permutations = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];
const verhoeff = (text: string): boolean =>
  [...text]
    .reverse()
    .reduce(
      (product, digit, index) => Number(dihedral[product]?.[Number(permutations[index % 8]?.[Number(digit)])]),
      0,
    ) === 0;

function iso7064(text: string): boolean {
  let product = 10;
  for (const digit of text.slice(0, -1)) product = (((Number(digit) + product) % 10 || 10) * 2) % 11;
  return (11 - product) % 10 === Number(text.at(-1));
}

const shuffled = (random: Random, text: string): string =>
  [...text]
    .map((one) => [random.below(1_000_000), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one)
    .join("");

function steuerId(random: Random): string {
  return completed(
    random,
    (r) => {
      const ten = shuffled(r, "0123456789");
      return ten.slice(0, 9) + (ten[r.below(9)] ?? "");
    },
    (all) => !all.startsWith("0") && iso7064(all),
  );
}

function cpf(random: Random): string {
  const nine = digits(random, 9);
  const check = (text: string): string => {
    const rest = [...text].reduce((sum, digit, index) => sum + Number(digit) * (text.length + 1 - index), 0) % 11;
    return rest < 2 ? "0" : String(11 - rest);
  };
  const ten = nine + check(nine);
  const [a, b, c, d] = group(ten + check(ten), 3, 3, 3, 2);
  return `${a}.${b}.${c}-${d}`;
}

const oddPlaces = "BAKPLCQDREVOSFTGUHMINJWZYX";
function codiceFiscale(random: Random): string {
  const letters = Array.from({ length: 6 }, () => letter(random)).join("");
  const body = `${letters}${digits(random, 2)}${letter(random, "ABCDEHLMPRST")}${two(1 + random.below(28))}${letter(random, "ABCDEFGHIL")}${digits(random, 3)}`;
  // The published table gives each character in an odd place the rank of a letter in the row above.
  const sum = [...body].reduce((total, one, index) => {
    const order = /[0-9]/.test(one) ? Number(one) : one.charCodeAt(0) - 65;
    return total + (index % 2 === 1 ? order : oddPlaces.indexOf(String.fromCharCode(65 + order)));
  }, 0);
  return body + String.fromCharCode(65 + (sum % 26));
}

/** Seven, three, one over the characters of a machine-readable line. */
const mrz = (field: string): string =>
  String(
    [...field].reduce(
      (sum, one, index) => sum + (one === "<" ? 0 : Number.parseInt(one, 36)) * Number("731"[index % 3]),
      0,
    ) % 10,
  );

export function passport(random: Random): string {
  const number = `L${digits(random, 6)}<<`;
  const [birth, expiry] = [date(random), date(random)];
  const own = "<<<<<<<<<<<<<<";
  const [a, b, c, d] = [number + mrz(number), birth + mrz(birth), expiry + mrz(expiry), `${own}${mrz(own)}`];
  const names = "P<UTOMUSTER<<MARIA".padEnd(44, "<");
  return `${names}\n${a}UTO${b}F${c}${d}${mrz(a + b + c + d)}`;
}

export function identityCard(random: Random): string {
  const number = `D${digits(random, 8)}`;
  const [birth, expiry] = [date(random), date(random)];
  const first = `I<UTO${number}${mrz(number)}${"<".repeat(15)}`;
  const [b, c] = [birth + mrz(birth), expiry + mrz(expiry)];
  const whole = mrz(`${first.slice(5)}${b}${c}${"<".repeat(11)}`);
  return `${first}\n${b}M${c}UTO${"<".repeat(11)}${whole}\n${"MUSTER<<MAX".padEnd(30, "<")}`;
}

export const makers = {
  card: (r) => card(r, r.pick(issuers)),
  iban: (r) =>
    [
      iban("DE", (x) => digits(x, 18)),
      iban("FR", (x) => digits(x, 23)),
      iban("GB", (x) => `WEST${digits(x, 14)}`),
      iban("NO", (x) => digits(x, 11)),
    ][r.below(4)]?.(r) ?? "",
  passport,
  us_ssn: (r) => `${two(1 + r.below(6))}${1 + r.below(9)}-${two(1 + r.below(99))}-${1000 + r.below(9000)}`,
  us_itin: (r) => `9${digits(r, 2)}-${70 + r.below(19)}-${digits(r, 4)}`,
  uk_nino: (r) =>
    `${letter(r, "ABCEHJLMPRSWXY")}${letter(r, "ACEHJLMPRSWXY")} ${digits(r, 2)} ${digits(r, 2)} ${digits(r, 2)} ${letter(r, "ABCD")}`,
  uk_nhs: (r) =>
    group(
      completed(
        r,
        (x) => digits(x, 9),
        (all) => dot(all, "a987654321") % 11 === 0,
      ),
      3,
      3,
      4,
    ).join(" "),
  de_tax_id: (r) => group(steuerId(r), 2, 3, 3, 3).join(" "),
  fr_nir: (r) => {
    const body = `${1 + r.below(2)}${date(r).slice(0, 4)}${two(1 + r.below(95))}${digits(r, 6)}`.replace(
      /^(.{5})20/,
      "$121",
    );
    return `${body}${two(97 - Number(BigInt(body) % 97n))}`;
  },
  es_dni: (r) => {
    const number = digits(r, 8);
    return number + ("TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23] ?? "");
  },
  it_codice_fiscale: codiceFiscale,
  nl_bsn: (r) =>
    completed(
      r,
      (x) => digits(x, 8),
      (all) => (dot(all, "98765432") - Number(all[8])) % 11 === 0 && Number(all) > 0,
    ),
  be_nrn: (r) => {
    const body = `${date(r)}${digits(r, 3)}`;
    const [a, b, c, d] = group(body, 2, 2, 2, 3);
    return `${a}.${b}.${c}-${d}.${two(97 - (Number(r.below(2) === 0 ? body : `2${body}`) % 97))}`;
  },
  se_personnummer: (r) => completed(r, (x) => date(x) + digits(x, 3), luhn).replace(/^(.{6})/, "$1-"),
  pl_pesel: (r) =>
    completed(
      r,
      (x) => date(x) + digits(x, 4),
      (all) => dot(all, "13791379131") % 10 === 0,
    ),
  br_cpf: cpf,
  in_aadhaar: (r) =>
    group(
      completed(r, (x) => `${2 + x.below(8)}${digits(x, 10)}`, verhoeff),
      4,
      4,
      4,
    ).join(" "),
  ca_sin: (r) =>
    group(
      completed(r, (x) => `${1 + x.below(7)}${digits(x, 7)}`, luhn),
      3,
      3,
      3,
    ).join(" "),
} as const satisfies Readonly<Record<string, Maker>>;

/** The word that announces a number of each kind that is not believed alone. */
export const announcements: Readonly<Record<string, string>> = {
  uk_nhs: "NHS number ",
  nl_bsn: "BSN: ",
  pl_pesel: "PESEL ",
  ca_sin: "SIN ",
};
