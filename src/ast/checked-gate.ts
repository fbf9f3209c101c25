import type { Span } from "../source/span.ts";
import type { CheckedCondition } from "./checked-condition.ts";

/** A pattern as written and the tools it matches, sorted. */
export interface CheckedPattern {
  readonly span: Span;
  readonly pattern: string;
  readonly tools: readonly string[];
}

export type CheckedTarget =
  | { readonly kind: "call"; readonly span: Span; readonly written: string; readonly tools: readonly string[] }
  | { readonly kind: "result"; readonly span: Span; readonly written: string; readonly tools: readonly string[] }
  | { readonly kind: "message"; readonly span: Span; readonly to: string | undefined }
  | { readonly kind: "prompt"; readonly span: Span }
  | { readonly kind: "output"; readonly span: Span };

export type CheckedRequirement =
  | {
      readonly kind: "verification";
      readonly span: Span;
      readonly by: { readonly kind: "agent" | "rule"; readonly name: string };
    }
  | { readonly kind: "confirmation"; readonly span: Span }
  | {
      readonly kind: "approval";
      readonly span: Span;
      readonly role: string;
      readonly count: number;
      readonly validMs: number | undefined;
      readonly reusable: number | undefined;
      readonly escalate: { readonly afterMs: number; readonly role: string } | undefined;
    };

export type CheckedObligation =
  | {
      readonly kind: "redact";
      readonly span: Span;
      readonly recognisers: readonly string[];
      readonly path: readonly string[];
      readonly by: "mask" | "hash" | "drop";
    }
  | { readonly kind: "record-full"; readonly span: Span }
  | { readonly kind: "alert" | "notify"; readonly span: Span; readonly target: string };

export interface CheckedGate {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly on: readonly CheckedTarget[];
  readonly when: CheckedCondition | undefined;
  readonly unless: CheckedCondition | undefined;
  /** `deny`, or `log`, or undefined when only requirements are demanded; `level` in the IR is their maximum. */
  readonly outcomes: readonly ("log" | "deny")[];
  readonly requirements: readonly CheckedRequirement[];
  readonly obligations: readonly CheckedObligation[];
  readonly overridable: boolean;
  readonly observe: { readonly span: Span; readonly untilMs: number; readonly owner: string } | undefined;
  readonly because: string | undefined;
  readonly tags: readonly string[];
}

export interface CheckedBands {
  readonly span: Span;
  readonly subject: "confidence";
  readonly on: readonly CheckedTarget[];
  /** Strictly descending; the last has no bound. `fraction` is exact decimal text. */
  readonly rows: readonly {
    readonly span: Span;
    readonly bound: { readonly kind: "above" | "from"; readonly fraction: string } | undefined;
    readonly outcome: "allow" | "log" | "deny" | CheckedRequirement;
  }[];
}
