import type { TermHistory } from "./history.ts";

/**
 * What is kept of each term, by its place. In blocks, so that a state which differs from the last in a few terms shares
 * the others with it, however many there are.
 */
export type TermList = readonly (readonly TermHistory[])[];

const blockSize = 32;

/** Undefined where no term has this place. */
export const termAt = (list: TermList, place: number): TermHistory | undefined =>
  list[Math.floor(place / blockSize)]?.[place % blockSize];

export function termList(terms: readonly TermHistory[]): TermList {
  const blocks: (readonly TermHistory[])[] = [];
  for (let start = 0; start < terms.length; start += blockSize) blocks.push(terms.slice(start, start + blockSize));
  return blocks;
}

/** In the order of their places. */
export const termsOf = (list: TermList): readonly TermHistory[] => list.flat();

/** A list that is being made from another: what changes is copied before it first does. */
export interface TermDraft {
  readonly from: TermList;
  own: (readonly TermHistory[] | TermHistory[])[] | undefined;
}

export const draftTerms = (from: TermList): TermDraft => ({ from, own: undefined });

export const draftedAt = ({ from, own }: TermDraft, place: number): TermHistory | undefined =>
  termAt(own ?? from, place);

export const draftedTerms = ({ from, own }: TermDraft): TermList => own ?? from;

export function putTerm(draft: TermDraft, place: number, term: TermHistory): void {
  draft.own ??= draft.from.slice();
  const at = Math.floor(place / blockSize);
  const block = draft.own[at] ?? [];
  const mine = block === draft.from[at] ? block.slice() : (block as TermHistory[]);
  mine[place % blockSize] = term;
  draft.own[at] = mine;
}
