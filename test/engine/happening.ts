import type { Happening } from "../../src/engine/history/happening.ts";

/** One sure event of nobody's, in the order of its time. */
export const happening = (at: number, more: Partial<Happening> = {}): Happening => ({
  owner: "",
  seq: at,
  from: at,
  at,
  sure: true,
  role: "event",
  carried: { kind: "one" },
  ...more,
});
