import type { IrQuorum } from "./ir.ts";

/** A person's word, with the time it was given. */
interface Word {
  readonly by: string;
  readonly at: number | undefined;
}

/** How many different persons' words count now. `unknownAge`: whether one counts whose age nobody can say. */
export function personsOf(
  { validMs }: IrQuorum,
  words: readonly Word[],
  now: number | undefined,
  unknownAge: boolean,
): number {
  const counts = ({ at }: Word): boolean => {
    if (validMs === undefined) return true;
    if (at === undefined || now === undefined) return unknownAge;
    return now - at >= 0 && now - at <= validMs;
  };
  return new Set(words.filter(counts).map(({ by }) => by)).size;
}
