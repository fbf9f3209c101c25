import type { Decimal } from "./decimal.ts";

/** What a field can hold once admitted. Integers, decimals and percentages (as fractions) are all `number`. */
export type Value =
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "number"; readonly value: Decimal }
  | { readonly kind: "money"; readonly amount: Decimal; readonly currency: string }
  | { readonly kind: "duration"; readonly ms: number }
  | { readonly kind: "timestamp"; readonly ms: number }
  /** Strings and every canonical text type (email, domain, path, cidr, …): `text` is the canonical form. */
  | { readonly kind: "text"; readonly text: string }
  /** A canonical URL; `href` is what a guard must send. `parts` are the fields a policy may read. */
  | { readonly kind: "url"; readonly href: string; readonly parts: ReadonlyMap<string, Field> }
  /** Shell text, as it is, and what it runs (`command.ts`). */
  | { readonly kind: "command"; readonly text: string; readonly parts: ReadonlyMap<string, Field> }
  | { readonly kind: "list"; readonly items: readonly Field[]; readonly open: boolean }
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, Field>; readonly open: boolean }
  /** A three-valued set of labels: in `has` true, in `maybe` unknown, otherwise false, or unknown when `open`. */
  | {
      readonly kind: "labels";
      readonly has: ReadonlySet<string>;
      readonly maybe: ReadonlySet<string>;
      readonly open: boolean;
    }
  /** A number or amount of which the history tells the ends only (`interval.ts`); an undefined end is infinite. */
  | {
      readonly kind: "interval";
      readonly low: Decimal | undefined;
      readonly high: Decimal | undefined;
      readonly currency?: string;
      readonly cause: Cause;
    };

/**
 * Why a field has no value although it may have had one. `not_recorded`: this trace format or scan cannot say, and only
 * this cause may be filled by `--assume`. The others are facts about what was recorded.
 */
export type Cause =
  | "not_recorded"
  | "ill_typed"
  | "unverified"
  | "invalid"
  | "unreadable"
  | "overflow"
  | "over_budget"
  | "ambiguous"
  | "lost"
  | "unresolved";

/** Where a fact comes from. Lines and columns are one-based; `path` is the document path, `text` what stands there. */
export interface FactSource {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly text: string;
  /** The rule that made this the effective value, e.g. "Istio: nothing set means PERMISSIVE". */
  readonly rule?: string;
}

export type Basis = "enforced" | "declared" | "attested" | "capability";

/** Carried by the facts of a deployment; events have none. */
export interface FactEvidence {
  readonly sources: readonly FactSource[];
  readonly basis: Basis;
  /** For an unrecorded fact: what would decide it. */
  readonly decidedBy?: string;
}

/**
 * One field of an event or of a deployment: a value, absent (its object was recorded completely and has no such field),
 * or unrecorded (nobody can say).
 */
export type Field = (
  | { readonly state: "value"; readonly value: Value }
  | { readonly state: "absent" }
  | { readonly state: "unrecorded"; readonly cause: Cause }
) & { readonly evidence?: FactEvidence };

export const absent: Field = { state: "absent" };
export const unrecorded = (cause: Cause): Field => ({ state: "unrecorded", cause });
export const present = (value: Value): Field => ({ state: "value", value });
export const textField = (text: string): Field => present({ kind: "text", text });
export const boolField = (value: boolean): Field => present({ kind: "bool", value });

/** Strong Kleene truth. */
export type Truth = "true" | "false" | "unknown";
