import { urlPartTypes } from "../../src/value/url.ts";
import { type DecisionRow, readTable, type TableName } from "./decision-tables.ts";
import { bullets, cell, codeCell, pageHead, pageOf, table, words, wrapped } from "./markdown.ts";

/** What a page says of a type beside its examples, which are rows of its tables. */
interface TypePage {
  readonly what: string;
  readonly operators: string;
  /** When a condition on it is unknown: a gate then fires, a grant does not allow. */
  readonly unknown: readonly string[];
  readonly limits: readonly string[];
  readonly tables: readonly TableName[];
}

/** One page a type, by its path: fields, operators, when it is unknown, examples that a test decides in both engines. */
export const typePages = (): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(pages).map(([name, page]) => [`grammar/types/${name}.md`, typePage(name, page)]));

const typePage = (name: string, { what, operators, unknown, limits, tables }: TypePage): string =>
  pageOf([
    ...pageHead(`The type \`${name}\``, what),
    ...(name === "url" ? [fieldsOfUrl()] : []),
    wrapped(`Operators: ${operators}.`),
    "A condition on it is unknown, beside where it is absent or not recorded:",
    bullets(unknown.map(words)),
    ...(limits.length === 0 ? [] : ["What it does not do:", bullets(limits.map(words))]),
    "## Examples",
    wrapped(
      "`args.v` has this type. `refused` is a schema violation: the call is denied, and the condition unknown. A gate fires on `true` and `unknown`, a grant allows on `true` " +
        `only. These are rows of ${tables.map((one) => `\`fixtures/tables/${one}.json\``).join(", ")}, which hold ${tables.reduce((sum, one) => sum + readTable(one).rows.length, 0)}.`,
    ),
    ...tables.map((one) => {
      const { type, rows } = readTable(one);
      return table(
        [tables.length === 1 ? "value" : `value of \`${type}\``, "read as", "condition", "holds", "why"],
        rows.filter(({ value }) => (value ?? "").length <= 80).slice(0, examples).map(exampleRow),
      );
    }),
  ]);

const examples = 24;

const exampleRow = ({ value, json, is, when, truth, why }: DecisionRow): readonly string[] => [
  codeCell(json ?? ascii(JSON.stringify(value))),
  is === "refused" || is === "absent" || is === "no event" ? is : codeCell(ascii(is)),
  codeCell(ascii(when.includes("args.v") ? when : `args.v ${when}`)),
  truth,
  cell(why),
];

/** Nothing invisible and nothing that only looks like something else on a page. */
const ascii = (text: string): string =>
  text.replace(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

const fieldsOfUrl = (): string =>
  table(
    ["field", "type"],
    Object.entries(urlPartTypes).map(([field, type]) => [
      codeCell(field),
      "values" in type ? type.values.map((one) => `\`"${one}"\``).join(", ") : type.kind,
    ]),
  );

const texts = "`==` `!=` `in [..]` `contains` `starts with` `ends with` `matches`";
const comparisons = "`==` `!=` `<` `<=` `>` `>=` `in [..]`";

const pages: Readonly<Record<string, TypePage>> = {
  email: {
    what: "One bare address, `local@host`, in lower case: mail systems do not tell addresses apart by case.",
    operators: `${texts}, \`in domain\` by its host`,
    unknown: ["the text is no such address: a display name, two addresses, a quoted local part, a comment, anything outside ASCII", "`in domain`: as for a domain"],
    limits: ["Dots and tags (`a.nn+x@`) count, although some providers ignore them."],
    tables: ["email"],
  },
  domain: {
    what: "A host name of ASCII labels in lower case, without the one trailing dot. `in domain [\"desk.example\"]` is that name alone, `\"*.desk.example\"` every name below it and never the name itself. Labels are compared, not letters.",
    operators: `${texts}, \`in domain\``,
    unknown: ["the text is no host name: an address, a port, a URL, an empty label, anything outside ASCII", "`in domain` where only a punycode label (`xn--`) stands for the `*`"],
    limits: ["No list of public suffixes: `*.github.io` covers everybody's names below it.", "Nothing is looked up."],
    tables: ["domain"],
  },
  url: {
    what: "An absolute URL. `http`, `https`, `ws` and `wss` are read as the WHATWG URL Standard does, with everything refused that exists to be misread; other schemes are opaque and have no host. Equality compares the whole canonical URL, with query and fragment.",
    operators: "`==` `!=` `in [..]`, `in domain` and `in cidr` by its host; its fields",
    unknown: [
      "the text is no such URL: user info, backslashes, control characters, hosts outside ASCII, encoded slashes beside dots, letters encoded twice in a path",
      "`in domain` and `in cidr` where the scheme is opaque",
      "`in domain` where only a punycode label stands for the `*`",
      "`in cidr` of a name, which is an address only after a look-up, and of IPv6 addresses that carry an IPv4 one (NAT64, 6to4)",
    ],
    limits: ["A server that reads paths otherwise (decodes three times, folds case) is not known.", "A redirect leads where it leads: gates see the first URL."],
    tables: ["url"],
  },
  path: {
    what: "A file path by its text: `.`, `..` and doubled slashes resolved, no slash at the end. Absolute, in the home folder (`~/`), or relative. `in path` is true of the file or folder itself and everything below it; segments are compared whole.",
    operators: "`==` `!=` `in [..]`, `in path`",
    unknown: [
      "the text can be read as another path elsewhere: backslashes, drives, `//server`, `~user`, `$VARIABLE`, NTFS streams, control characters",
      "a relative path against an absolute pattern, `~` against an absolute path",
      "only case, composed accents, invisible characters, a dot or blank at the end, or a short name (`PROGRA~1`) tell it from a pattern: some file systems look past these",
    ],
    limits: ["No link is followed: where others can create links inside an allowed folder, the host must resolve paths first.", "`==` compares the canonical text and knows no file system."],
    tables: ["path"],
  },
  cidr: {
    what: "An address or a block of addresses, IPv4 or IPv6 (RFC 5952), host bits cleared. A mapped address (`::ffff:10.0.0.1`) is the IPv4 one, a block of one address that address.",
    operators: "`==` `!=` `in [..]`, `in cidr`",
    unknown: ["the text is none: leading zeros, one number for all, ports, brackets, zones, names", "an IPv6 address that carries an IPv4 one of the block: NAT64, 6to4, the old compatible form"],
    limits: ["An IPv4 address is in no IPv6 block, nor the other way round."],
    tables: ["cidr"],
  },
  money: {
    what: "An exact amount of one currency (ISO 4217). `money USD` counts dollars, `money USD minor` cents; `money in args.C` takes the currency from another argument.",
    operators: `${comparisons}, \`+\` \`-\`, all within one currency`,
    unknown: ["the value is no JSON number", "more than 38 digits", "the currency is missing, unknown, or another one than it is compared with", "a fraction of a minor unit where minor units are counted"],
    limits: ["Nothing is converted.", "A negative amount is an amount: a limit on payments needs `or args.v < 0.00 USD` where a tool takes one."],
    tables: ["money", "money-cents", "money-minor"],
  },
  percent: {
    what: "A share from 0 to 100 %: a JSON number is the fraction (`0.9`), a text has its sign (`\"90%\"`).",
    operators: `${comparisons}, \`+\` \`-\``,
    unknown: ["outside 0 to 100 %, also `90` without its sign", "a text without `%` at its end"],
    limits: [],
    tables: ["percent"],
  },
  duration: {
    what: "A length of time: whole numbers with the units `d h m s ms`, larger ones first, each once. A day is 24 hours.",
    operators: `${comparisons}, \`+\` \`-\``,
    unknown: ["any other text: blanks, fractions, signs, weeks, months, ISO 8601", "a number, which has no unit"],
    limits: [],
    tables: ["duration"],
  },
  timestamp: {
    what: "An instant, RFC 3339 with its zone, to the millisecond. In a policy `2027-01-01` is the start of that day in UTC.",
    operators: comparisons,
    unknown: ["no zone, no such day, hour 24, a leap second, a day alone", "a number: nobody says whether of seconds or milliseconds"],
    limits: ["No time zones but offsets, and no daylight saving."],
    tables: ["timestamp"],
  },
};
