import { type ReasonCode, reasonCodes } from "../ast/reason-code.ts";
import type { Cause } from "../value/value.ts";

export const levels = ["allow", "log", "verify", "confirm", "approve", "deny"] as const;
/** `allow < log < verify < confirm < approve < deny`, in the order of `levels`. */
export type Level = (typeof levels)[number];

export type Requirement =
  | { readonly kind: "verification"; readonly by: { readonly kind: "agent" | "rule"; readonly name: string } }
  | { readonly kind: "confirmation"; readonly by: "user" }
  | {
      readonly kind: "approval";
      readonly role: string;
      readonly count: number;
      readonly validMs?: number;
      readonly reusable?: number;
      readonly escalate?: { readonly afterMs: number; readonly role: string };
    };

export type Obligation =
  | {
      readonly kind: "redact";
      readonly recognisers: readonly string[];
      readonly path: readonly string[];
      readonly by: "mask" | "hash" | "drop";
    }
  | { readonly kind: "record-full" }
  | { readonly kind: "alert"; readonly target: string }
  | { readonly kind: "notify"; readonly target: string }
  | Confinement;

/** The host lets the call connect to nothing else, because nobody can see where it goes. A list that is absent limits nothing. */
export interface Confinement {
  readonly kind: "confine";
  readonly hosts: readonly string[];
  readonly methods?: readonly string[];
  readonly ports?: readonly number[];
  readonly types?: readonly string[];
}

export { type ReasonCode, reasonCodes };

/**
 * Why a decision is not lower, in four classes that reports never mix: a `rule` said so; nothing `granted` it; `evidence`
 * was missing (the gate fired only because something was unknown); the event was `invalid`.
 */
export type ReasonClass = "rule" | "not_granted" | "evidence" | "invalid";

export interface Unknown {
  /** The dotted path, e.g. `token.ttl`. */
  readonly path: string;
  readonly cause: Cause | "absent";
}

export interface Reason {
  readonly code: ReasonCode;
  readonly class: ReasonClass;
  readonly level: Level;
  /** The grant, gate or built-in gate (`agent:refund:token_ttl`, `bands:confidence:2`); absent for `not_granted` and the like. */
  readonly rule?: string;
  readonly because?: string;
  /** A shadow gate only reports what it would have done. */
  readonly observed?: boolean;
  /** The open break glasses that made a log of the gate's outcome, sorted. */
  readonly overriddenBy?: readonly string[];
  /** Explain mode: what was unknown in its condition. */
  readonly unknowns: readonly Unknown[];
  /** Explain mode: the facts that forced the condition, as `path` and printed value, sorted. */
  readonly support: readonly { readonly path: string; readonly value: string }[];
  readonly message?: string;
}

export interface Decision {
  /** Before requirements are discharged; what `prove` reads. */
  readonly demanded: Level;
  /** What remains; what `expect` reads. */
  readonly level: Level;
  /** Everything that acted, in code-unit order of (code, rule): never dependent on the order of declarations. */
  readonly reasons: readonly Reason[];
  readonly requirements: readonly Requirement[];
  readonly remaining: readonly Requirement[];
  readonly obligations: readonly Obligation[];
}
