import type { Register } from "./register.ts";

/**
 * The registers of one key, side by side in the order of their terms: an event touches many terms of few keys, so that a key
 * is looked up once, and what has changed of it is written once.
 */
export interface KeyRegisters {
  /** The places of the terms that have a register, rising. */
  readonly places: readonly number[];
  readonly registers: readonly Register[];
}

export const noRegisters: KeyRegisters = { places: [], registers: [] };

/** The register of the term at a place, if it has one. */
export function registerAt({ places, registers }: KeyRegisters, place: number): Register | undefined {
  const at = firstFrom(places, place);
  return places[at] === place ? registers[at] : undefined;
}

/** The registers of a key that are being made from others. */
export interface KeyDraft {
  readonly name: string;
  places: readonly number[];
  registers: readonly Register[];
  /** The registers, once one of them has changed. */
  own: Register[] | undefined;
  /** The key that was drafted before it. */
  readonly earlier: KeyDraft | undefined;
}

export const draftKey = (
  name: string,
  { places, registers }: KeyRegisters,
  earlier: KeyDraft | undefined,
): KeyDraft => ({ name, places, registers, own: undefined, earlier });

/** Whether the term had none before. */
export function putRegister(draft: KeyDraft, place: number, register: Register): boolean {
  const at = firstFrom(draft.places, place);
  const isNew = draft.places[at] !== place;
  if (isNew) {
    draft.places = draft.places.toSpliced(at, 0, place);
    draft.own = draft.registers.toSpliced(at, 0, register);
  } else {
    draft.own ??= draft.registers.slice();
    draft.own[at] = register;
  }
  draft.registers = draft.own;
  return isNew;
}

/** Of terms that stand elsewhere now, by their old places; the registers of others are dropped. */
export function movedRegisters(
  { places, registers }: KeyRegisters,
  placeNow: ReadonlyMap<number, number>,
): KeyRegisters {
  const moved = registers.flatMap((register, at) => {
    const place = placeNow.get(places[at] ?? -1);
    return place === undefined ? [] : [{ place, register }];
  });
  moved.sort((left, right) => left.place - right.place);
  return { places: moved.map(({ place }) => place), registers: moved.map(({ register }) => register) };
}

/** Where the first place stands that is not below this one. */
function firstFrom(places: readonly number[], place: number): number {
  let from = 0;
  let end = places.length;
  while (from < end) {
    const middle = (from + end) >> 1;
    if ((places[middle] ?? place) < place) from = middle + 1;
    else end = middle;
  }
  return from;
}
