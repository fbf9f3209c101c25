/**
 * A host name in its canonical form: lower case, without the one trailing dot. Undefined unless every label is 1 to 63
 * letters, digits, `-`, `_` (no hyphen at either end), the whole at most 253, and the last label no number (that is an
 * address). Non-ASCII names are refused: several of them fold to one ASCII name, so comparing them is guesswork.
 */
export function canonicalDomain(text: string): string | undefined {
  const written = text.endsWith(".") ? text.slice(0, -1) : text;
  // Tested before folding: the Kelvin sign folds to a plain k.
  if (written.length > 253 || !/^[A-Za-z0-9_.-]+$/.test(written)) return undefined;
  const name = written.toLowerCase();
  const labels = name.split(".");
  if (!labels.every(isLabel) || isNumeric(labels.at(-1) ?? "")) return undefined;
  return name;
}

/** A pattern of `in domain` in canonical form: a host name, or `*.` before one. Undefined for anything else. */
export function canonicalDomainPattern(text: string): string | undefined {
  if (!text.startsWith("*.")) return canonicalDomain(text);
  const parent = canonicalDomain(text.slice(2));
  return parent === undefined ? undefined : `*.${parent}`;
}

/**
 * Does a host, or the host of an e-mail address, fall under one of the patterns? `example.com` is that host alone;
 * `*.example.com` is at least one label more, and never the apex. Labels are compared from the right. `maybe` where only a
 * punycode label (`xn--`) stands for the `*`: it is below that name, but what it shows to people may be another, so
 * neither a list of the allowed nor one of the forbidden may rest on it. What does not parse matches nothing.
 */
export function relateDomain(host: string, patterns: readonly string[]): "within" | "outside" | "maybe" {
  const at = host.indexOf("@");
  // Behind a second `@` mail software may read another address than we do.
  const name = host.includes("@", at + 1) && at >= 0 ? undefined : canonicalDomain(host.slice(at + 1));
  if (name === undefined) return "outside";
  let relation: "outside" | "maybe" = "outside";
  for (const pattern of patterns) {
    const one = relatePattern(name, pattern);
    if (one === "within") return one;
    if (one === "maybe") relation = one;
  }
  return relation;
}

/** Does a host definitely fall under one of the patterns? False also where nobody can say: use `relateDomain` to tell. */
export const domainWithin = (host: string, patterns: readonly string[]): boolean =>
  relateDomain(host, patterns) === "within";

function relatePattern(name: string, pattern: string): "within" | "outside" | "maybe" {
  // Without capitals and a trailing dot, a pattern that is not canonical is none, and then equals no canonical name.
  const canonical = /[A-Z]|\.$/.test(pattern) ? (canonicalDomainPattern(pattern) ?? "") : pattern;
  if (!canonical.startsWith("*.")) return name === canonical ? "within" : "outside";
  const suffix = canonical.slice(1);
  if (!name.endsWith(suffix)) return "outside";
  const extra = name.slice(0, -suffix.length).split(".");
  if (extra.includes("")) return "outside";
  return extra.some((label) => label.startsWith("xn--")) ? "maybe" : "within";
}

const isLabel = (label: string): boolean =>
  label.length > 0 && label.length <= 63 && !label.startsWith("-") && !label.endsWith("-");

/** What URL parsers read as an IPv4 address when it stands last: digits, or `0x` and hexadecimal digits. */
const isNumeric = (label: string): boolean => /^(?:[0-9]+|0x[0-9a-f]*)$/.test(label);
