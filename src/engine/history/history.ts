import type { HistoryTerm } from "../../ast/history.ts";
import { mapEntries, mapOf, type OrderedMap } from "../ordered-map.ts";
import { type KeyRegisters, movedRegisters } from "./key-registers.ts";

/** The past as conditions ask for it: by key, by term. Part of the state. */
export interface History {
  /** The terms that are kept, so that another policy's are told apart; "" before any. */
  readonly tracking: string;
  /** The last known time of the partition; it never runs backwards. Undefined where sessions are unordered: each has its own. */
  readonly clock: number | undefined;
  /** How much has happened. */
  readonly seq: number;
  /** Registers of all terms together. */
  readonly size: number;
  /** In the order of the names in `tracking`. */
  readonly terms: readonly TermHistory[];
  /** By the names that `history-key.ts` gives. */
  readonly keys: OrderedMap<KeyRegisters>;
}

/** What is known of a term whatever the key. */
export interface TermHistory {
  /** Undefined: complete from the beginning. Otherwise what happened before is not known. */
  readonly since: Beginning | undefined;
  /** When a key last found no place for a register. */
  readonly overflow: { readonly at: number | undefined } | undefined;
}

/** When a term began to be kept. A session that began after it is complete. */
export interface Beginning {
  readonly at: number | undefined;
  readonly seq: number;
}

export const emptyHistory: History = { tracking: "", clock: undefined, seq: 0, size: 0, terms: [], keys: undefined };

/** How many registers there may be. A key that finds no place is unknown until the window has passed. */
export const defaultKeyBudget = 100_000;

/** Of a term that nothing has happened to, and that nothing was kept from. */
export const newTerm: TermHistory = { since: undefined, overflow: undefined };

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
  const places = new Map(trackedNames(history.tracking).map((name, place) => [name, place]));
  const since = beginning && { at: beginning.at, seq: history.seq + 1 };
  const kept = terms.map(({ name }): TermHistory => history.terms[places.get(name) ?? -1] ?? { ...newTerm, since });
  const placeNow = new Map(terms.map(({ name }, place) => [places.get(name) ?? -1, place]));
  const keys = mapEntries(history.keys)
    .map(([key, registers]) => [key, movedRegisters(registers, placeNow)] as const)
    .filter(([, { places }]) => places.length > 0);
  const size = keys.reduce((sum, [, { places }]) => sum + places.length, 0);
  // One further place in the order, so that sessions seen already began before it.
  const seq = history.seq + (beginning === undefined ? 0 : 1);
  return { ...history, seq, tracking, terms: kept, keys: mapOf(keys), size };
}
