import type { CheckedEgress } from "../ast/checked-connector.ts";
import type { Name, QuotedText } from "../ast/name.ts";
import type { ConnectorClause } from "../ast/parsed-connector.ts";
import { unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { invalidLiteral } from "../diagnostics/types-values.ts";
import { httpMethods } from "./roots.ts";
import type { Checker } from "./scope.ts";
import { readSpacePattern } from "./within.ts";

type EgressClause = Extract<ConnectorClause, { readonly kind: "egress" }>;

/** Where a connector may connect to, in canonical form; undefined after an error. */
export function checkEgress(clause: EgressClause, checker: Checker): CheckedEgress | undefined {
  const hosts = all(clause.hosts, ({ text, span }) => readSpacePattern(text, span, "domain", checker));
  const methods = clause.methods && all(clause.methods, (name) => readMethod(name, checker));
  const ports = clause.ports && all(clause.ports, (port) => readPort(port, checker));
  const types = clause.types && all(clause.types, (text) => readMediaType(text, checker));
  if (hosts === undefined) return undefined;
  for (const [written, read] of [
    [clause.methods, methods],
    [clause.ports, ports],
    [clause.types, types],
  ]) {
    if (written !== undefined && read === undefined) return undefined;
  }
  return {
    span: clause.span,
    hosts: [...new Set(hosts)].sort(),
    methods: methods && [...new Set(methods)].sort(),
    ports: ports && [...new Set(ports)].sort((left, right) => left - right),
    types: types && [...new Set(types)].sort(),
  };
}

/** What each item is, unless one of them is nothing. */
function all<T, R>(items: readonly T[], read: (item: T) => R | undefined): readonly R[] | undefined {
  const found = items.map(read).filter((one) => one !== undefined);
  return found.length === items.length ? found : undefined;
}

/** Methods are compared as clients send them, in upper case. */
function readMethod({ text, span }: Name, { report }: Checker): string | undefined {
  if (httpMethods.includes(text)) return text;
  const near = nearMiss(text.toUpperCase(), httpMethods) ?? httpMethods.find((known) => known === text.toUpperCase());
  report.add(unknownWord.at(span, { word: text, near, known: httpMethods }));
  return undefined;
}

const highestPort = 65_535;

function readPort(
  { span, value }: { readonly span: Name["span"]; readonly value: number },
  { report }: Checker,
): number | undefined {
  if (value >= 1 && value <= highestPort) return value;
  report.add(invalidLiteral.at(span, { found: `\`${value}\``, expected: `a port from 1 to ${highestPort}` }));
  return undefined;
}

/** Media types are compared in lower case and without parameters, as admission leaves them. */
function readMediaType({ text, span }: QuotedText, { report }: Checker): string | undefined {
  const canonical = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (/^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(canonical)) return canonical;
  const bare = canonical.split(";")[0]?.trim();
  report.add(
    invalidLiteral.at(span, {
      found: JSON.stringify(text),
      expected: 'a media type such as `"application/json"`',
      help: canonical.includes(";") ? `write it without parameters: \`${JSON.stringify(bare)}\`` : undefined,
    }),
  );
  return undefined;
}
