import type { CodePointRange } from "./code-points.ts";

/** A pattern as a tree. Groups only group: there is nothing to capture in a yes-or-no question. */
export type PatternNode =
  | { readonly kind: "class"; readonly ranges: readonly CodePointRange[] }
  | { readonly kind: "sequence"; readonly items: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly item: PatternNode; readonly min: number; readonly max: number | undefined };
