import type { HistoryKey, HistoryTerm } from "../../ast/history.ts";
import { assertNever } from "../../source/assert-never.ts";
import { mostSlots } from "./amounts.ts";
import { mostValues } from "./distinct.ts";
import { longestText } from "./history-key.ts";
import { mostPending } from "./register.ts";

/** The most that a register of a term takes, in bytes of a snapshot. */
export interface TermBound {
  readonly term: string;
  readonly per: HistoryKey;
  readonly bytes: number;
}

/** At compile time: what each term needs for each key. Texts of keys and of owners come on top, once each. */
export const termBounds = (terms: readonly HistoryTerm[]): readonly TermBound[] =>
  terms.map((term) => ({ term: term.name, per: term.per, bytes: registerBytes(term) }));

/** What all terms together need for one session, one agent …: a register of each is touched by one call. */
export function keyBounds(
  terms: readonly HistoryTerm[],
): readonly { readonly per: HistoryKey; readonly bytes: number }[] {
  const sums = new Map<HistoryKey, number>();
  for (const { per, bytes } of termBounds(terms)) sums.set(per, (sums.get(per) ?? 0) + bytes);
  return [...sums].map(([per, bytes]) => ({ per, bytes })).sort((a, b) => (a.per < b.per ? -1 : 1));
}

// Digits of a time or a place in the order; of a count, with its quotes; of a sum in billionths, with sign and quotes.
const time = 16;
const countDigits = 18;
const sumDigits = 60;
/** A kept text of UTF-16 code units, each at most three bytes, or six where it is escaped. */
const text = longestText * 6 + 2;
const frame = 400;

function registerBytes(term: HistoryTerm): number {
  switch (term.kind) {
    case "count":
      return frame + slots(countDigits) + pending(0);
    case "sum":
      return frame + slots(sumDigits) + pending(sumDigits);
    case "distinct":
      return frame + mostValues * (text + 2 * (time + 1) + 4) + slots(countDigits) + pending(mostValues * (text + 1));
    case "last":
      return frame + 4 * (moment + value) + pending(value);
    case "previously":
    case "since":
      return frame + 4 * moment + pending(0);
    default:
      return assertNever(term);
  }
}

const amounts = (digits: number): number => 4 * (digits + 1) + 2 * (time + 1) + 4;
const slots = (digits: number): number => mostSlots * (amounts(digits) + 2 * (time + 1)) + 2 * (amounts(digits) + 20);
const moment = 3 * (time + 10) + 20;
/** A value with its kind; an address keeps its parts. */
const value = 12 * text;
const pending = (carried: number): number => mostPending * (text * 2 + 3 * (time + 10) + 90 + carried);
