import type { IrBreakGlass, IrGate } from "./ir.ts";
import { uniteByContent } from "./reason.ts";

/** What is left of a gate under open break glasses: `log`, with the obligations of all. */
export const overrideGate = (gate: IrGate, open: readonly IrBreakGlass[]): IrGate => ({
  ...gate,
  level: "log",
  requirements: [],
  obligations: uniteByContent([...gate.obligations, ...open.flatMap(({ obligations }) => obligations)]),
});
