import { canonicalCidr } from "./cidr.ts";
import { canonicalDomain } from "./domain.ts";
import { canonicalEmail } from "./email.ts";
import { canonicalIban } from "./iban.ts";
import { canonicalPath } from "./path.ts";
import { canonicalPhone } from "./phone.ts";
import type { TextKind } from "./type.ts";

/** Reads the canonical form of a text by its type; undefined means that it is no such text. */
export const canonicalReaders: Readonly<Record<TextKind, (text: string) => string | undefined>> = {
  cidr: canonicalCidr,
  domain: canonicalDomain,
  email: canonicalEmail,
  iban: canonicalIban,
  path: canonicalPath,
  phone: canonicalPhone,
};
