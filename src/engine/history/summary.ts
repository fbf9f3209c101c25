import type { Amounts, SettledAmounts } from "./amounts.ts";
import type { DistinctSummary, SettledDistinct } from "./distinct.ts";
import type { SettledMoments } from "./moments.ts";

/** What a register holds that no action brings anew when it is decided again. */
export type Settled = SettledAmounts | SettledDistinct | SettledMoments;

/** What registers say about a window. */
export type Summary = { readonly kind: "amounts"; readonly amounts: Amounts } | DistinctSummary | SettledMoments;
