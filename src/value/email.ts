import { canonicalDomain } from "./domain.ts";

/**
 * An e-mail address in its canonical form, all lower case: mail systems do not tell addresses apart by case, and two
 * spellings of one mailbox must not be two recipients. Undefined unless it is one bare `local@domain` (RFC 5322
 * dot-atom; no display name, quoted local part, comment or non-ASCII character).
 */
export function canonicalEmail(text: string): string | undefined {
  const at = text.indexOf("@");
  const local = text.slice(0, at);
  const host = text.slice(at + 1);
  if (at < 1 || local.length > 64 || host.endsWith(".")) return undefined;
  if (!/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/.test(local)) return undefined;
  if (local.startsWith(".") || local.endsWith(".") || local.includes("..")) return undefined;
  const domain = canonicalDomain(host);
  return domain === undefined ? undefined : `${local.toLowerCase()}@${domain}`;
}
