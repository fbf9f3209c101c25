/**
 * What is kept of each term, by its place. In blocks, so that a state which differs from the last in a few terms shares
 * the others with it, however many there are.
 */
export type TermList<T> = readonly (readonly T[])[];

const blockSize = 32;

/** Undefined where no term has this place. */
export const termAt = <T>(list: TermList<T>, place: number): T | undefined =>
  list[Math.floor(place / blockSize)]?.[place % blockSize];

export function termList<T>(terms: readonly T[]): TermList<T> {
  const blocks: (readonly T[])[] = [];
  for (let start = 0; start < terms.length; start += blockSize) blocks.push(terms.slice(start, start + blockSize));
  return blocks;
}

/** In the order of their places. */
export const termsOf = <T>(list: TermList<T>): readonly T[] => list.flat();

/** A list that is being made from another: what changes is copied before it first does. */
export interface TermDraft<T> {
  readonly from: TermList<T>;
  own: (readonly T[])[] | undefined;
}

export const draftTerms = <T>(from: TermList<T>): TermDraft<T> => ({ from, own: undefined });

export const draftedAt = <T>({ from, own }: TermDraft<T>, place: number): T | undefined => termAt(own ?? from, place);

export const draftedTerms = <T>({ from, own }: TermDraft<T>): TermList<T> => own ?? from;

export function putTerm<T>(draft: TermDraft<T>, place: number, term: T): void {
  draft.own ??= draft.from.slice();
  const at = Math.floor(place / blockSize);
  const block = draft.own[at] ?? [];
  const mine = block === draft.from[at] ? block.slice() : (block as T[]);
  mine[place % blockSize] = term;
  draft.own[at] = mine;
}
