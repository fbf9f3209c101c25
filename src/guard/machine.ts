/** What a guard needs of the machine, handed in: the guard itself reads no clock, makes no identifier and sets no timer. */
export interface Machine {
  /** Milliseconds since the epoch, whole. */
  readonly now: () => number;
  /** A name that no event of this partition has yet. */
  readonly newId: () => string;
  /** Runs `wake` once after so many milliseconds, unless what it returns is called before. */
  readonly after: (ms: number, wake: () => void) => () => void;
}
