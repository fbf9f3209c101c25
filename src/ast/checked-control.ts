import type { Span } from "../source/span.ts";
import type { CheckedCondition } from "./checked-condition.ts";
import type { CheckedRequirement } from "./checked-gate.ts";

/** `controls.md`. Operands of its conditions start at the root `subject`. */
export interface CheckedControl {
  readonly name: string;
  readonly span: Span;
  readonly title: string;
  readonly subject: "agent" | "connector" | "channel" | "store" | "deployment";
  readonly group: string | undefined;
  readonly ordinal: number | undefined;
  readonly failWhen: readonly ControlCondition[];
  readonly require: readonly ControlCondition[];
  readonly partial: readonly ControlCondition[];
  readonly notApplicable: readonly ControlCondition[];
  readonly attestedBy: readonly {
    readonly span: Span;
    readonly attestation: string;
    readonly when: CheckedCondition | undefined;
  }[];
  readonly because: string | undefined;
  readonly remedies: readonly { readonly platform: string; readonly text: string }[];
  readonly tags: readonly string[];
}

export interface ControlCondition {
  readonly span: Span;
  readonly condition: CheckedCondition;
  readonly because: string | undefined;
}

export type CheckedClaim = { readonly span: Span; readonly text: string } & (
  | { readonly kind: "never"; readonly tools: readonly string[]; readonly with: CheckedCondition | undefined }
  | {
      readonly kind: "always";
      readonly tools: readonly string[];
      readonly with: CheckedCondition | undefined;
      readonly demand: CheckedRequirement | { readonly kind: "at-least"; readonly level: string };
    }
  | { readonly kind: "no-dead-gates" }
  | { readonly kind: "not-weaker-than"; readonly file: string }
);
