import { remainderBy97 } from "./check-digits.ts";

/**
 * An IBAN in electronic form: upper case without blanks. Undefined unless the country is in the ISO 13616 registry, the
 * length is that country's, and the check digits hold (ISO 7064, mod 97-10). Blanks are allowed between groups only.
 */
export function canonicalIban(text: string): string | undefined {
  if (text.length > 50 || !/^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/.test(text)) return undefined;
  const iban = text.replaceAll(" ", "").toUpperCase();
  if (!/^[A-Z]{2}[0-9]{2}/.test(iban) || iban.length !== ibanLength(iban.slice(0, 2))) return undefined;
  return remainderBy97(iban.slice(4) + iban.slice(0, 4)) === 1 ? iban : undefined;
}

/** The length of every IBAN of a country, by its upper-case code; undefined where the registry has none. */
export const ibanLength = (country: string): number | undefined => lengths.get(country);

const registry =
  "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 " +
  "FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 " +
  "LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 " +
  "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

const lengths: ReadonlyMap<string, number> = new Map(
  registry.split(" ").map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
