import type { OriginSource, Root } from "../ast/condition.ts";
import type { Field, Truth, Value } from "../value/value.ts";
import type { Fact } from "./fact.ts";

/** What a condition may see: the event and the state for policies, the model of a deployment for controls. */
export interface Environment {
  read(root: Root, segments: readonly string[]): Field;
  /** Was this value seen before at that source? (`language.md` 6) */
  origin(value: Value, source: OriginSource): Truth;
  /** The history term of this name (`language.md` 5). */
  history(term: string): Field;
}

/** The elements bound on the way from the root, by the bound name. */
export type Scope = ReadonlyMap<string, Fact>;
