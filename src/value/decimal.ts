/** An exact decimal: `coefficient * 10 ** -scale`. Normalised: no trailing zero in the coefficient while `scale > 0`. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}
