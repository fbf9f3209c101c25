import { canonicalDomain } from "../value/domain.ts";
import { canonicalEmail } from "../value/email.ts";
import { canonicalIban } from "../value/iban.ts";
import { canonicalPhone } from "../value/phone.ts";
import { readUrl } from "../value/url.ts";

/**
 * A value as it is looked for. `strict`: its form leaves no other spelling but those that `loose` catches, so not finding
 * it is certain: e-mail addresses, IBANs, URLs, host names, telephone numbers in international form, and identifiers of at
 * least 10 characters without blanks of which at least 3 are digits.
 */
export interface Wanted {
  /** The canonical form that must stand as a whole token. */
  readonly token: string;
  /** Of a value with blanks and without a strict form: the run of words that must stand between word boundaries. */
  readonly words: string | undefined;
  /** Letters and digits alone, lower case. If not even this occurs, the value was not seen. */
  readonly loose: readonly string[];
  readonly strict: boolean;
  /** Below the information threshold a match says nothing: `5` and `yes` are everywhere. */
  readonly telling: boolean;
}

/** A text prepared for lookups. */
export interface IndexedText {
  readonly tokens: ReadonlySet<string>;
  /** With single blanks. */
  readonly collapsed: string;
  readonly loose: string;
}

/** `whole`: as whole tokens. `loose`: something like it occurs. `absent`: not even that. */
export type TextMatch = "whole" | "loose" | "absent";

export function matchText(wanted: Wanted, indexed: IndexedText): TextMatch {
  // Words are no token: what is marked by its kind stands there as well, and has a blank.
  const stands = wanted.words === undefined ? indexed.tokens.has(wanted.token) : hasWords(wanted.words, indexed);
  if (wanted.telling && stands) return "whole";
  return wanted.loose.some((form) => form === "" || indexed.loose.includes(form)) ? "loose" : "absent";
}

function hasWords(words: string, { collapsed }: IndexedText): boolean {
  for (let at = collapsed.indexOf(words); at >= 0; at = collapsed.indexOf(words, at + 1)) {
    if (!isWordCharacter(collapsed.charAt(at - 1)) && !isWordCharacter(collapsed.charAt(at + words.length)))
      return true;
  }
  return false;
}

const isWordCharacter = (character: string): boolean => /[\p{L}\p{N}\p{Surrogate}]/u.test(character);

const collapse = (text: string): string => text.trim().split(/\s+/u).join(" ");

/** Below 5 characters, or digits alone below 6, a value says too little to tell where it came from. */
const isTelling = (text: string): boolean => text.length >= (/^[0-9.,-]+$/.test(text) ? 6 : 5);

export function wantedOf(text: string): Wanted {
  const trimmed = text.trim();
  const token = canonicalToken(trimmed);
  return {
    token: token ?? trimmed,
    words: token === undefined && /\s/u.test(trimmed) ? collapse(trimmed) : undefined,
    loose: looseForms(trimmed, token),
    strict: token !== undefined || isLongIdentifier(trimmed),
    telling: isTelling(trimmed),
  };
}

const isLongIdentifier = (text: string): boolean =>
  text.length >= 10 && /^[A-Za-z0-9_.:/-]+$/.test(text) && text.replace(/[^0-9]/g, "").length >= 3;

/** The strict canonical form, marked by its kind so that no two kinds meet; undefined where the text has none. */
function canonicalToken(text: string): string | undefined {
  const email = canonicalEmail(text);
  if (email !== undefined) return `email ${email}`;
  const url = text.includes("://") ? readUrl(text) : undefined;
  if (url !== undefined) return `url ${url.href}`;
  const iban = canonicalIban(text);
  if (iban !== undefined) return `iban ${iban}`;
  const phone = canonicalPhone(text);
  if (phone !== undefined) return `phone ${phone}`;
  const host = text.includes(".") ? canonicalDomain(text) : undefined;
  return host === undefined ? undefined : `host ${host}`;
}

/**
 * What must be missing for a miss to be certain. A URL may have been written without its scheme, so its host must be
 * missing; a telephone number without its country code, so its last seven digits must be.
 */
function looseForms(text: string, token: string | undefined): readonly string[] {
  const kind = token?.slice(0, token.indexOf(" "));
  if (kind === "url") {
    const host = readUrl(text)?.parts.get("host");
    const name = host?.state === "value" && host.value.kind === "text" ? host.value.text : text;
    return [loosen(name.startsWith("www.") ? name.slice(4) : name)];
  }
  if (kind === "phone") return [text.replace(/[^0-9]/g, "").slice(-7)];
  return [loosen(text)];
}

/** Letters and digits of any script, compatibility forms folded, lower case. */
const loosen = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

export function indexText(text: string): IndexedText {
  const tokens = new Set<string>();
  for (const run of text.split(/[\s<>()[\]{}"'`,;|]+/u)) addRun(tokens, run);
  addSpacedNumbers(tokens, text);
  return { tokens, collapsed: collapse(text), loose: looseText(text) };
}

/** Percent-encoded text is looked at decoded too: `ann%40example.com` holds the address. */
function looseText(text: string): string {
  const plain = loosen(text);
  if (!text.includes("%")) return plain;
  const decoded = text.replace(/%([2-7][0-9A-Fa-f])/g, (_match, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return `${plain} ${loosen(decoded)}`;
}

function addRun(tokens: Set<string>, run: string): void {
  if (run === "") return;
  const trimmed = run.replace(/^[.:!?*_~#=]{1,8}/u, "").replace(/[.:!?*_~=]{1,8}$/u, "");
  for (const form of new Set([run, trimmed, trimmed.replace(/^mailto:/iu, "")])) {
    if (form === "") continue;
    tokens.add(form);
    const token = canonicalToken(form);
    if (token === undefined) continue;
    tokens.add(token);
    if (token.startsWith("url ")) addHost(tokens, form);
  }
  for (const part of trimmed.split(/[=:&?#/]+/u)) if (part !== "") tokens.add(part);
}

/** Who writes a URL names its host. */
function addHost(tokens: Set<string>, url: string): void {
  const host = readUrl(url)?.parts.get("host");
  if (host?.state === "value" && host.value.kind === "text") tokens.add(`host ${host.value.text}`);
}

/** IBANs and telephone numbers written in groups: windows of blank-separated groups are read as one. */
function addSpacedNumbers(tokens: Set<string>, text: string): void {
  for (const match of text.matchAll(/(?:\+[0-9]|[A-Za-z]{2}[0-9]{2})[A-Za-z0-9 ().-]{5,60}/gu)) {
    const groups = match[0].split(" ");
    for (const [start, group] of groups.entries()) {
      if (!/^(?:\+[0-9]|[A-Za-z]{2}[0-9]{2})/u.test(group)) continue;
      for (let end = start + 2; end <= Math.min(groups.length, start + 12); end += 1) {
        const window = groups
          .slice(start, end)
          .join(" ")
          .replace(/[.)-]{1,4}$/u, "");
        const iban = canonicalIban(window);
        if (iban !== undefined) tokens.add(`iban ${iban}`);
        const phone = canonicalPhone(window);
        if (phone !== undefined) tokens.add(`phone ${phone}`);
      }
    }
  }
}
