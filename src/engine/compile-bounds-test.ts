import type { Condition } from "../ast/condition.ts";
import { parseDecimal } from "../value/decimal.ts";
import { type Frame, maybe, no, type Ternary, yes } from "./frame.ts";
import { unitsOf } from "./history/carried.ts";
import type { Bounds } from "./history/history-bounds.ts";
import type { TermReference } from "./history/history-index.ts";
import { readWhole, type Whole } from "./history/whole.ts";

type Compare = Extract<Condition<unknown>, { readonly kind: "compare" }>;
type Test = (frame: Frame) => Ternary;

/**
 * The test of a count or a sum against a number: by the bounds of the term, without a value being made of them. What they do
 * not tell is asked of `slow`, the general test of the same. Undefined where the relation is no such one.
 */
export function compileBoundsTest({ operator, left, right }: Compare, slow: Test): Test | undefined {
  if (left.kind !== "history" || right.kind !== "literal") return undefined;
  const { literal } = right;
  const isAmount = literal.kind === "number" || literal.kind === "money";
  const decimal = isAmount ? parseDecimal(literal.digits) : undefined;
  if (decimal === undefined) return undefined;
  const currency = literal.kind === "money" ? literal.currency : undefined;
  const events = decimal.scale === 0 ? readWhole(decimal.coefficient) : undefined;
  const billionths = unitsOf(decimal);
  const term: TermReference = { name: left.term, found: undefined };
  const compare = comparisons[operator];
  return (frame) => {
    const bounds = frame.bounds(term);
    if (bounds === undefined || bounds.currency !== currency) return slow(frame);
    const limit = bounds.inBillionths ? billionths : events;
    return limit === undefined ? slow(frame) : compare(bounds, limit);
  };
}

/** What holds for every number between the bounds is true, what holds for none is false. */
const comparisons: Readonly<Record<Compare["operator"], (bounds: Bounds, limit: Whole) => Ternary>> = {
  "<": ({ low, high }, limit) => (high < limit ? yes : low >= limit ? no : maybe),
  "<=": ({ low, high }, limit) => (high <= limit ? yes : low > limit ? no : maybe),
  ">": ({ low, high }, limit) => (low > limit ? yes : high <= limit ? no : maybe),
  ">=": ({ low, high }, limit) => (low >= limit ? yes : high < limit ? no : maybe),
  "==": ({ low, high }, limit) => (low > limit || high < limit ? no : low === high ? yes : maybe),
};
