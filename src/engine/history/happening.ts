import type { Value } from "../../value/value.ts";
import type { Whole } from "./whole.ts";

/** What one event adds to a register: itself, an amount, values to tell apart, or a value to remember. */
export type Carried =
  | { readonly kind: "one" }
  /** In billionths of the unit. */
  | { readonly kind: "amount"; readonly units: Whole }
  /** An amount of another currency, of which only the sign can be said. */
  | { readonly kind: "foreign"; readonly negative: boolean }
  /** An amount that nobody knows. */
  | { readonly kind: "unknown" }
  /** `more`: besides these there may be one further value, or any number. */
  | { readonly kind: "values"; readonly values: readonly string[]; readonly more: "none" | "one" | "any" }
  | { readonly kind: "value"; readonly value: Value | undefined };

/** Something that happened to a call, as a register of one term sees it. */
export interface Happening {
  /** The action that may be decided again without counting it; "" where none will. */
  readonly owner: string;
  /** Its place in the order of everything that happened. */
  readonly seq: number;
  /** Not earlier than this; undefined: nobody can say. */
  readonly from: number | undefined;
  /** Its time, if that is recorded. */
  readonly at: number | undefined;
  /** False: it may be none of the term's events, or may not have happened. */
  readonly sure: boolean;
  /** `after` is the second event of `since`. */
  readonly role: "event" | "after";
  readonly carried: Carried;
}

/** The start of the window, `now - within`; undefined where now is unrecorded: then order alone counts. */
export type Horizon = number | undefined;
