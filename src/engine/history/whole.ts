/**
 * A whole number of any size: a `number` where that is exact (a safe integer), otherwise a `bigint`. Each has one form, so
 * `===` and `<` compare them, and what registers mostly hold is added without big integers.
 */
export type Whole = number | bigint;

const wholeOf = (big: bigint): Whole => {
  const small = Number(big);
  return Number.isSafeInteger(small) ? small : big;
};

/** From digits with an optional sign, as a snapshot has them, or from a big integer. Throws on anything else. */
export const readWhole = (digits: string | bigint): Whole => wholeOf(BigInt(digits));

export function addWhole(one: Whole, other: Whole): Whole {
  if (typeof one === "number" && typeof other === "number") {
    const sum = one + other;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return wholeOf(BigInt(one) + BigInt(other));
}

export function subtractWhole(one: Whole, other: Whole): Whole {
  if (typeof one === "number" && typeof other === "number") {
    const difference = one - other;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return wholeOf(BigInt(one) - BigInt(other));
}
