import { type Field, present } from "../value.ts";

/** A list while it is known only in part: `open` when there may be more. */
export interface OpenList {
  readonly items: readonly Field[];
  readonly open: boolean;
}

export const noItems: OpenList = { items: [], open: false };

/** So many items are kept of lists that many programs share; behind them the list is open. */
const most = 32;

/** Both lists as one. */
export function joinLists(left: OpenList, right: OpenList): OpenList {
  if (right.items.length === 0 && !right.open) return left;
  const items = [...left.items, ...right.items.slice(0, Math.max(most - left.items.length, 0))];
  return { items, open: left.open || right.open || items.length < left.items.length + right.items.length };
}

export const listField = ({ items, open }: OpenList): Field => present({ kind: "list", items, open });
