import type { ParsedPath } from "../ast/name.ts";
import type { ParsedType } from "../ast/parsed-tool.ts";
import { unknownCurrency, unknownType } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { isCurrency } from "../value/money.ts";
import type { MoneyCurrency, Type } from "../value/type.ts";
import { nearCurrency } from "./near-currency.ts";
import type { Report } from "./report.ts";

const namedTypes = {
  bool: { kind: "bool" },
  int: { kind: "int" },
  decimal: { kind: "decimal" },
  percent: { kind: "percent" },
  duration: { kind: "duration" },
  timestamp: { kind: "timestamp" },
  string: { kind: "string" },
  email: { kind: "email" },
  domain: { kind: "domain" },
  url: { kind: "url" },
  path: { kind: "path" },
  cidr: { kind: "cidr" },
  iban: { kind: "iban" },
  phone: { kind: "phone" },
  command: { kind: "command" },
  json: { kind: "json" },
} as const satisfies Readonly<Record<string, Type>>;

/** Words of other languages for the types above. */
const foreignNames: Readonly<Record<string, string>> = {
  boolean: "bool",
  integer: "int",
  number: "decimal",
  float: "decimal",
  text: "string",
  str: "string",
  uri: "url",
  datetime: "timestamp",
  date: "timestamp",
  time: "timestamp",
  host: "domain",
  hostname: "domain",
  ip: "cidr",
  file: "path",
  shell: "command",
  bash: "command",
  sh: "command",
  object: "json",
  any: "json",
};

/** How the currency of `money in PATH` is found: the declaration knows which arguments there are. */
export type ReadCurrencyPath = (path: ParsedPath) => MoneyCurrency | undefined;

/** A written type; undefined after an error. */
export function readType(written: ParsedType, report: Report, currencyPath: ReadCurrencyPath): Type | undefined {
  switch (written.kind) {
    case "named": {
      const name = written.name.text;
      const types: Readonly<Record<string, Type>> = namedTypes;
      if (Object.hasOwn(types, name)) return types[name];
      const near = Object.hasOwn(foreignNames, name) ? foreignNames[name] : nearMiss(name, Object.keys(types));
      report.add(unknownType.at(written.name.span, { word: name, near, known: Object.keys(types).sort() }));
      return undefined;
    }
    case "enum":
      return { kind: "string", values: [...new Set(written.values.map((value) => value.text))].sort() };
    case "list": {
      const element = readType(written.element, report, currencyPath);
      return element === undefined ? undefined : { kind: "list", element };
    }
    case "money": {
      const currency =
        "segments" in written.currency ? currencyPath(written.currency) : fixedCurrency(written.currency, report);
      return currency === undefined ? undefined : { kind: "money", currency, unit: written.minor ? "minor" : "major" };
    }
  }
}

function fixedCurrency(
  name: { readonly text: string; readonly span: ParsedType["span"] },
  report: Report,
): MoneyCurrency | undefined {
  if (isCurrency(name.text)) return { kind: "fixed", code: name.text };
  report.add(unknownCurrency.at(name.span, { code: name.text, near: nearCurrency(name.text) }));
  return undefined;
}
