import { findCards } from "./recognise-card.ts";
import { findEmails } from "./recognise-email.ts";
import { findIbans } from "./recognise-iban.ts";
import { findPhones } from "./recognise-phone.ts";
import { findSecrets } from "./recognise-secret.ts";
import type { TextRange } from "./text-range.ts";

/** What a text can be searched for; the last two are unions of the others. */
export const recogniserNames = ["card", "iban", "email", "phone", "secret", "pii", "pci"] as const;
export type RecogniserName = (typeof recogniserNames)[number];

export const isRecogniserName = (name: string): name is RecogniserName =>
  recogniserNames.some((known) => known === name);

/**
 * The places of a text that hold such content, in order, without overlaps: what a redaction replaces. A recogniser
 * judges by shape and check digits alone; it may miss what is disguised. Time is linear in the text.
 */
export function findContent(name: RecogniserName, text: string): readonly TextRange[] {
  return mergeRanges(finders[name].flatMap((find) => find(text)));
}

/** Whether a text holds such content, by the recogniser's name. Without prototype: no other name finds anything. */
export const recognisers: Readonly<Record<string, (text: string) => boolean>> = Object.freeze(
  Object.assign(
    Object.create(null) as Record<string, (text: string) => boolean>,
    Object.fromEntries(recogniserNames.map((name) => [name, (text: string) => holds(name, text)])),
  ),
);

const holds = (name: RecogniserName, text: string): boolean => finders[name].some((find) => find(text).length > 0);

type Finder = (text: string) => readonly TextRange[];

const finders: Readonly<Record<RecogniserName, readonly Finder[]>> = {
  card: [findCards],
  iban: [findIbans],
  email: [findEmails],
  phone: [findPhones],
  secret: [findSecrets],
  pii: [findEmails, findPhones, findIbans, findCards],
  pci: [findCards],
};

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
