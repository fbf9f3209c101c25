import { isUnknown, type SeenValue, seeAll, summariseDistinct } from "./distinct.ts";
import type { Happening, Horizon } from "./happening.ts";
import { type SettledMoments, settleMoment, summariseMoments } from "./moments.ts";
import type { Settled, Summary } from "./summary.ts";

/**
 * What a register of values or moments holds, settled and pending put together, so that reading it does not go through all that
 * is pending; counts and sums are added up when they are read. It follows from the register's parts alone, or a restored state
 * would answer otherwise than the one it was made from.
 */
export type Together =
  | {
      readonly kind: "distinct";
      readonly seen: readonly SeenValue[];
      /** Of what is pending, what may have brought a value that is unrecorded. */
      readonly unknown: readonly Happening[];
    }
  | { readonly kind: "moments"; readonly moments: SettledMoments };

interface Parts {
  readonly settled: Settled;
  readonly pending: readonly Happening[];
}

/** With fewer pending it costs less to go through them. */
const fewest = 4;

/** Of these parts; undefined where little is pending, or where it is added up at every read. */
export function togetherOf(settled: Settled, pending: readonly Happening[]): Together | undefined {
  if (pending.length < fewest) return undefined;
  switch (settled.kind) {
    case "amounts":
      return undefined;
    case "distinct":
      return { kind: "distinct", seen: seeAll(settled.values, pending), unknown: pending.filter(isUnknown) };
    case "moments":
      return { kind: "moments", moments: summariseMoments(settled, pending) };
  }
}

/** Of the parts that came from `before` by adding this one, and by settling the oldest if there was no more room for it. */
export function togetherAfter(
  settled: Settled,
  pending: readonly Happening[],
  before: Parts & { readonly together: Together | undefined },
  added: Happening,
): Together | undefined {
  const known = before.together;
  if (known === undefined) return togetherOf(settled, pending);
  switch (known.kind) {
    case "distinct": {
      if (settled.kind !== "distinct" || before.settled.kind !== "distinct") return togetherOf(settled, pending);
      // Values that were given up are in what was put together and nowhere else.
      const gaveUp = settled.past !== before.settled.past || settled.overflow !== before.settled.overflow;
      if (gaveUp) return togetherOf(settled, pending);
      const isSame = known.unknown.length === 0 && !isUnknown(added);
      const unknown = isSame ? known.unknown : pending.filter(isUnknown);
      return { kind: "distinct", seen: seeAll(known.seen, [added]), unknown };
    }
    case "moments":
      return { kind: "moments", moments: settleMoment(known.moments, added) };
  }
}

/** What a register says about a window by what was put together; undefined where that does not tell. */
export function summariseTogether(
  { settled, pending }: Parts,
  known: Together | undefined,
  horizon: Horizon,
): Summary | undefined {
  if (known === undefined) return undefined;
  switch (known.kind) {
    case "distinct":
      return settled.kind === "distinct" ? summariseDistinct(settled, pending, known, horizon) : undefined;
    case "moments":
      return known.moments;
  }
}
