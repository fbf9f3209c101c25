import type { Condition, OriginSource, Root } from "../ast/condition.ts";
import type { Row } from "../event/row.ts";
import type { Field, Truth, Value } from "../value/value.ts";
import type { Bounds } from "./history/history-bounds.ts";
import type { TermReference } from "./history/history-index.ts";

/** What compiled closures run on: one event with its circumstances, and the elements bound at each depth. */
export interface Frame {
  /** What closures with a slot look at first; see `slots.ts`. */
  readonly row: Row;
  read(root: Root, segments: readonly string[]): Field;
  origin(value: Value, source: OriginSource): Truth;
  history(term: string): Field;
  bounds(term: TermReference): Bounds | undefined;
  /** By depth of binding; mutated while a quantifier runs. */
  readonly elements: Field[];
  /** The printed paths of `elements`, filled in explain mode only. */
  readonly paths: string[];
}

/** Strong Kleene truth as a small integer, so that `and` is the minimum, `or` the maximum and `not` is `2 - t`. */
export type Ternary = 0 | 1 | 2;
export const no = 0;
export const maybe = 1;
export const yes = 2;

export const ternary = (holds: boolean): Ternary => (holds ? yes : no);
export const inverse = (truth: Ternary): Ternary => (2 - truth) as Ternary;
export const fromTruth = (truth: Truth): Ternary => (truth === "true" ? yes : truth === "false" ? no : maybe);

/** The part of an operand that a test needs. */
export type Reader = (frame: Frame) => Field;
export type Test = (frame: Frame) => Ternary;

/** The depth at which a bound name stands, from the outside. */
export type Depths = ReadonlyMap<string, number>;
export const noDepths: Depths = new Map();

/** Facts by path; a condition's explanation adds to it. */
export type FactSink = Map<string, Field>;

export interface CompiledOperand {
  readonly read: (frame: Frame) => Field;
  /** Adds the facts that the field was read from: all of them, or only those without a value. */
  readonly explain: (frame: Frame, sink: FactSink, missingOnly: boolean) => void;
  /** The printed path, for the elements of a list. */
  readonly path: (frame: Frame) => string;
}

export interface CompiledCondition {
  /** Where it is an `and`: what of, each with its test. */
  readonly conjuncts?:
    | readonly { readonly condition: Condition<unknown>; readonly test: (frame: Frame) => Ternary }[]
    | undefined;
  readonly test: (frame: Frame) => Ternary;
  /** Adds the facts that force `truth`, which `test` has returned for the same frame. */
  readonly explain: (frame: Frame, truth: Ternary, sink: FactSink) => void;
}
