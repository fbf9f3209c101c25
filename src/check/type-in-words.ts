import { assertNever } from "../source/assert-never.ts";
import type { Type } from "../value/type.ts";

/** A type as a message names it: `a whole number`, `money in USD`. */
export function typeInWords(type: Type): string {
  switch (type.kind) {
    case "bool":
      return "true or false";
    case "int":
      return "a whole number";
    case "decimal":
      return "a number";
    case "percent":
      return "a percentage";
    case "duration":
      return "a duration";
    case "timestamp":
      return "a point in time";
    case "money":
      return type.currency.kind === "fixed"
        ? `money in ${type.currency.code}`
        : `money in the currency of \`args.${type.currency.path.join(".")}\``;
    case "string":
      return type.values === undefined ? "text" : `one of ${quotedList(type.values)}`;
    case "email":
      return "an e-mail address";
    case "domain":
      return "a domain";
    case "path":
      return "a file path";
    case "cidr":
      return "an IP range";
    case "iban":
      return "an IBAN";
    case "phone":
      return "a telephone number";
    case "url":
      return "a URL";
    case "command":
      return "a shell command";
    case "texts":
      return "all texts of a call";
    case "list":
      return `a list of ${elementInWords(type.element)}`;
    case "record":
      return "a record";
    case "labels":
      return "a set of labels";
    case "principal":
      return "an agent";
    case "json":
      return "JSON of no stated type";
    default:
      return assertNever(type);
  }
}

const plurals: Readonly<Record<string, string>> = {
  string: "texts",
  email: "e-mail addresses",
  domain: "domains",
  path: "file paths",
  url: "URLs",
  command: "shell commands",
  int: "whole numbers",
  decimal: "numbers",
  record: "records",
  bool: "truth values",
  percent: "percentages",
  duration: "durations",
  timestamp: "points in time",
  cidr: "IP ranges",
  iban: "IBANs",
  phone: "telephone numbers",
  principal: "agents",
  json: "JSON values of no stated type",
};

function elementInWords(type: Type): string {
  if (type.kind === "string" && type.values !== undefined) return `texts out of ${quotedList(type.values)}`;
  if (type.kind === "list") return `lists of ${elementInWords(type.element)}`;
  return plurals[type.kind] ?? typeInWords(type);
}

/** `"a"`, `"a" or "b"`, and of many six with a count of the others. */
export function quotedList(values: readonly string[]): string {
  return wordList(values.map((value) => JSON.stringify(value)));
}

/** `a`, `a or b`, `a, b or c`; at most seven, or six with a count of the others. */
export function wordList(words: readonly string[]): string {
  const shown = words.length === 7 ? words : words.slice(0, 6);
  if (words.length > shown.length) return `${shown.join(", ")} or ${words.length - shown.length} others`;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} or ${last}`;
}
