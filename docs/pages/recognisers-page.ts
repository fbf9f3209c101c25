import { isAsciiAlphanumeric } from "../../src/value/text-range.ts";
import { apiKeyShapes } from "../../src/value/recognise-api-key.ts";
import { type LeafName, nationalIds, recogniserUnions } from "../../src/value/recognise.ts";
import { bullets, cell, codeCell, pageHead, pageOf, table, words, wrapped } from "./markdown.ts";
import { measureRecognisers, percentOf, recogniserRows } from "./recogniser-figures.ts";

/** What each recogniser finds, what it rests on, and its precision and recall over our table. */
export function recognisersPage(): string {
  const rows = recogniserRows();
  const figures = measureRecognisers(rows);
  return pageOf([
    ...pageHead(
      "Content recognisers",
      "`text contains any [card]` asks a recogniser, and `also redact [card] in args.note by mask` replaces what it finds. Recognisers are bare words, and labels too " +
        "(`returns [pii]`). They judge by shape and check digits alone: the same answer on every machine, in time linear in the text. None looks anything up.",
    ),
    "## Unions",
    bullets(
      Object.entries(recogniserUnions).map(([name, members]) => `\`${name}\`: ${members.map((one) => `\`${one}\``).join(" ")}`),
    ),
    "## What is read away first",
    wrapped(
      "Full-width letters and digits are read as ASCII, decimal digits of other scripts (Arabic, Devanagari, Bengali, Thai and others, mathematical) as 0 to 9, typographic blanks, " +
        "dashes and dots as plain ones. Zero-width characters, soft hyphens and direction marks are looked past within a number, and part words too. A redaction " +
        "covers the text as it was written. Nothing else is undone: no base64, no spelling in words, no other order, no letters that look alike.",
    ),
    "## Each recogniser",
    table(
      ["word", "finds", "checked", "believed"],
      figures.map(({ name }) => [codeCell(name), ...describeRecogniser(name)]),
    ),
    "Issuers whose keys `api_key` knows:",
    bullets(apiKeyShapes.map(([issuer, shape]) => `${words(issuer)}: \`${openingOf(shape)}\``)),
    "## Precision and recall",
    wrapped(
      `Counted over \`fixtures/tables/recognisers.json\`: ${rows.length} texts, ${rows.filter(({ holds }) => holds.length === 0).length} of which hold nothing and look as if they did. ` +
        "The numbers are made, with valid check digits; the table is ours and says how the recognisers do on it, not on yours. Precision is the share of right ones " +
        "among those found, recall the share found among those that are there.",
    ),
    table(
      ["word", "found rightly", "false alarms", "missed", "precision", "recall"],
      figures.map(({ name, right, falseAlarms, missed }) => [
        codeCell(name),
        String(right),
        String(falseAlarms),
        String(missed),
        percentOf(right, right + falseAlarms),
        percentOf(right, right + missed),
      ]),
    ),
    "Known misses and false alarms, each a row of the table:",
    bullets([...new Set(rows.filter(({ found }) => found !== undefined).map(({ holds, found, why }) => `${[...holds, ...(found ?? [])].map((one) => `\`${one}\``).filter((one, index, all) => all.indexOf(one) === index).join(", ")}: ${words(why)}`))].sort()),
  ]);
}

const describeRecogniser = (name: LeafName): readonly [finds: string, checked: string, believed: string] => {
  const id = Object.entries(nationalIds).find(([known]) => known === name)?.[1];
  if (id === undefined) return basics[name as keyof typeof basics];
  const behind = id.words.map((word) => `\`${word}\``).join(" ");
  const alone = id.shape !== undefined;
  return [
    cell(id.title),
    cell(id.check),
    id.announced === undefined ? "wherever it stands" : alone ? `as it is printed; without separators behind ${behind}` : `behind ${behind} only`,
  ];
};

const openingOf = (shape: string): string => {
  let at = 0;
  while (isAsciiAlphanumeric(shape.charCodeAt(at)) || "-_.\\".includes(shape[at] ?? " ")) at += 1;
  return shape.startsWith("(?:AKIA") ? "AKIA" : shape.startsWith("(?:sk|rk)") ? "sk_live_" : shape.slice(0, at).replaceAll("\\", "");
};

const basics = {
  card: ["payment card numbers of 14 to 19 digits", "issuer prefix and its lengths, Luhn", "plain, or in groups parted by a blank, hyphen or dot"],
  iban: ["international bank account numbers", "country, its length, mod 97", "plain, or in groups parted by a blank or hyphen"],
  email: ["`local@host`, ASCII, a last label of letters that is no ending of a file", "", "wherever it stands"],
  phone: ["telephone numbers in a spelling that says so", "", "behind `+`, in North American groups, or with a leading 0 and groups"],
  passport: ["the machine-readable lines of passports and identity cards", "check digits of number, birth, expiry and whole (ICAO Doc 9303)", "wherever they stand"],
  private_key: ["private keys in PEM and OpenPGP armour, age", "", "from the first line to the last"],
  jwt: ["signed JSON Web Tokens", "the first two parts open a JSON object", "wherever they stand"],
  api_key: ["keys and tokens with their issuer's prefix", "length and letters behind the prefix", "at the start of a word"],
  password: ["long random values", "16 characters or more, letters and digits mixed", "behind `token=`, `password:`, `Bearer` and the like, and before the host of a URL"],
} as const satisfies Readonly<Partial<Record<LeafName, readonly [string, string, string]>>>;
