import type { HistoryTerm } from "../../ast/history.ts";
import { mapSize, type OrderedMap } from "../ordered-map.ts";
import type { Register } from "./register.ts";
import { type TermList, termList, termsOf } from "./term-list.ts";

/** The past as conditions ask for it: by term, by key. Part of the state. */
export interface History {
  /** The terms that are kept, so that another policy's are told apart; "" before any. */
  readonly tracking: string;
  /** The last known time of the partition; it never runs backwards. */
  readonly clock: number | undefined;
  /** How much has happened. */
  readonly seq: number;
  /** Registers of all terms together. */
  readonly size: number;
  /** In the order of the names in `tracking`. */
  readonly terms: TermList<TermHistory>;
}

export interface TermHistory {
  /** Undefined: complete from the beginning. Otherwise what happened before is not known. */
  readonly since: Beginning | undefined;
  /** By the names that `history-key.ts` gives. */
  readonly registers: OrderedMap<Register>;
  /** When a key last found no place for a register. */
  readonly overflow: { readonly at: number | undefined } | undefined;
}

/** When a term began to be kept. A session that began after it is complete. */
export interface Beginning {
  readonly at: number | undefined;
  readonly seq: number;
}

export const emptyHistory: History = { tracking: "", clock: undefined, seq: 0, size: 0, terms: [] };

/** How many registers there may be. A key that finds no place is unknown until the window has passed. */
export const defaultKeyBudget = 100_000;

/** Of a term that nothing has happened to, and that nothing was kept from. */
export const newTerm: TermHistory = { since: undefined, registers: undefined, overflow: undefined };

export const trackedNames = (tracking: string): readonly string[] => (tracking === "" ? [] : tracking.split("\n"));

export const trackingOf = (terms: readonly HistoryTerm[]): string => terms.map(({ name }) => name).join("\n");

/**
 * The history as a policy with these terms keeps it. Terms that are new begin now, and are incomplete unless nothing has
 * happened before; the registers of terms that stay are kept, those of others dropped.
 */
export function trackTerms(
  history: History,
  terms: readonly HistoryTerm[],
  tracking: string,
  beginning: { readonly at: number | undefined } | undefined,
): History {
  if (history.tracking === tracking) return history;
  const before = termsOf(history.terms);
  const known = new Map(trackedNames(history.tracking).map((name, place) => [name, before[place]]));
  const since = beginning && { at: beginning.at, seq: history.seq + 1 };
  const kept = terms.map(({ name }): TermHistory => known.get(name) ?? { ...newTerm, since });
  // One further place in the order, so that sessions seen already began before it.
  const seq = history.seq + (beginning === undefined ? 0 : 1);
  return { ...history, seq, tracking, terms: termList(kept), size: sizeOf(kept) };
}

const sizeOf = (kept: readonly TermHistory[]): number =>
  kept.reduce((size, { registers }) => size + mapSize(registers), 0);
