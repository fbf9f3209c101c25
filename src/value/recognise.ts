import { type FoldedText, foldText } from "./fold-text.ts";
import { findNationalIds, type NationalId } from "./national-id.ts";
import { americanAndAsianIds } from "./national-ids-america-asia.ts";
import { europeanIds } from "./national-ids-europe.ts";
import { findApiKeys } from "./recognise-api-key.ts";
import { findCards } from "./recognise-card.ts";
import { findEmails } from "./recognise-email.ts";
import { findIbans } from "./recognise-iban.ts";
import { findJwts } from "./recognise-jwt.ts";
import { findPassports } from "./recognise-passport.ts";
import { findPasswords } from "./recognise-password.ts";
import { findPhones } from "./recognise-phone.ts";
import { findPrivateKeys } from "./recognise-private-key.ts";
import type { TextRange } from "./text-range.ts";

/** The official numbers of persons by the word for each; `national_id` is any of them. */
export const nationalIds: Readonly<Record<NationalIdName, NationalId>> = { ...americanAndAsianIds, ...europeanIds };
type NationalIdName = keyof typeof americanAndAsianIds | keyof typeof europeanIds;
const nationalIdNames = Object.keys(nationalIds).sort() as readonly NationalIdName[];

const basicNames = ["card", "iban", "email", "phone", "passport", "private_key", "jwt", "api_key", "password"] as const;
type BasicName = (typeof basicNames)[number];

/** What finds something by itself. */
export type LeafName = BasicName | NationalIdName;
/** What stands for several others. */
export type UnionName = "national_id" | "secret" | "pii" | "pci";
export type RecogniserName = LeafName | UnionName;

/** The members of each union, which are recognisers of their own. */
export const recogniserUnions: Readonly<Record<UnionName, readonly LeafName[]>> = {
  national_id: nationalIdNames,
  secret: ["private_key", "jwt", "api_key", "password"],
  pii: ["email", "phone", "iban", "card", "passport", ...nationalIdNames],
  pci: ["card"],
};

export const leafNames: readonly LeafName[] = [...basicNames, ...nationalIdNames];
/** What a text can be searched for; the last ones are unions of the others. */
export const recogniserNames: readonly RecogniserName[] = [...leafNames, "national_id", "secret", "pii", "pci"];

export const isRecogniserName = (name: string): name is RecogniserName =>
  recogniserNames.some((known) => known === name);

/**
 * The places of a text that hold such content, in order, without overlaps: what a redaction replaces. A recogniser
 * judges by shape and check digits alone, in the readings of `foldText`; it may miss what is disguised otherwise. Time is
 * linear in the text.
 */
export function findContent(name: RecogniserName, text: string): readonly TextRange[] {
  const ranges = foldText(text).flatMap((folded) =>
    (findersOf.get(name) ?? []).flatMap((find) => find(folded.text).map(folded.rangeOf)),
  );
  return mergeRanges(ranges);
}

/** Whether a text holds such content, by the recogniser's name. Without prototype: no other name finds anything. */
export const recognisers: Readonly<Record<string, (text: string) => boolean>> = Object.freeze(
  Object.assign(
    Object.create(null) as Record<string, (text: string) => boolean>,
    Object.fromEntries(recogniserNames.map((name) => [name, (text: string) => holds(name, foldText(text))])),
  ),
);

const holds = (name: RecogniserName, readings: readonly FoldedText[]): boolean =>
  readings.some(({ text }) => (findersOf.get(name) ?? []).some((find) => find(text).length > 0));

type Finder = (text: string) => readonly TextRange[];

const basicFinders: Readonly<Record<BasicName, Finder>> = {
  card: findCards,
  iban: findIbans,
  email: findEmails,
  phone: findPhones,
  passport: findPassports,
  private_key: findPrivateKeys,
  jwt: findJwts,
  api_key: findApiKeys,
  password: findPasswords,
};

/** The finders of each name. Those of national numbers are one, so that a text is gone through once for all of them. */
const findersOf: ReadonlyMap<RecogniserName, readonly Finder[]> = new Map(
  recogniserNames.map((name) => {
    const leaves: readonly LeafName[] = isUnion(name) ? recogniserUnions[name] : [name];
    const ids = leaves.flatMap((leaf) => (isBasic(leaf) ? [] : [nationalIds[leaf]]));
    const basic = leaves.flatMap((leaf) => (isBasic(leaf) ? [basicFinders[leaf]] : []));
    return [name, ids.length === 0 ? basic : [...basic, (text: string) => findNationalIds(ids, text)]];
  }),
);

function isUnion(name: RecogniserName): name is UnionName {
  return Object.hasOwn(recogniserUnions, name);
}

function isBasic(name: LeafName): name is BasicName {
  return basicNames.some((known) => known === name);
}

function mergeRanges(ranges: readonly TextRange[]): readonly TextRange[] {
  const merged: TextRange[] = [];
  for (const range of [...ranges].sort((left, right) => left.start - right.start || left.end - right.end)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start < last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}
