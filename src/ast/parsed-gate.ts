import type { Span } from "../source/span.ts";
import type { Expression } from "./expression.ts";
import type { DurationLiteral, Name, ParsedPath, QuotedText } from "./name.ts";

export interface GateDeclaration {
  readonly kind: "gate";
  readonly span: Span;
  readonly name: Name;
  readonly on: readonly GateTarget[];
  readonly clauses: readonly GateClause[];
}

export type GateTarget =
  | { readonly kind: "tool"; readonly span: Span; readonly pattern: Name }
  | { readonly kind: "effect"; readonly span: Span; readonly effects: readonly Name[] }
  | { readonly kind: "result"; readonly span: Span; readonly pattern: Name }
  | { readonly kind: "message"; readonly span: Span; readonly to: Name | undefined }
  | { readonly kind: "prompt"; readonly span: Span }
  | { readonly kind: "output"; readonly span: Span };

export type GateClause =
  | { readonly kind: "when"; readonly span: Span; readonly condition: Expression }
  | { readonly kind: "unless"; readonly span: Span; readonly condition: Expression }
  | { readonly kind: "outcome"; readonly span: Span; readonly outcome: ParsedOutcome }
  /** `require schema "./answer.json"`: the gate acts unless the content satisfies it. */
  | { readonly kind: "schema"; readonly span: Span; readonly path: QuotedText }
  | { readonly kind: "also"; readonly span: Span; readonly obligation: ParsedObligation }
  | { readonly kind: "overridable"; readonly span: Span }
  | {
      readonly kind: "observe";
      readonly span: Span;
      readonly until: { readonly span: Span; readonly ms: number };
      readonly owner: QuotedText;
    }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText }
  | { readonly kind: "tags"; readonly span: Span; readonly tags: readonly QuotedText[] };

export type ParsedOutcome =
  | { readonly kind: "allow"; readonly span: Span }
  | { readonly kind: "log"; readonly span: Span }
  | { readonly kind: "deny"; readonly span: Span }
  | {
      readonly kind: "verification";
      readonly span: Span;
      readonly by: { readonly kind: "agent" | "rule"; readonly name: Name };
    }
  | { readonly kind: "confirmation"; readonly span: Span }
  | {
      readonly kind: "approval";
      readonly span: Span;
      readonly role: Name;
      readonly count: number | undefined;
      readonly valid: DurationLiteral | undefined;
      readonly reusable: number | undefined;
      readonly escalate: { readonly after: DurationLiteral; readonly role: Name } | undefined;
    };

export type ParsedObligation =
  | {
      readonly kind: "redact";
      readonly span: Span;
      readonly recognisers: readonly Name[];
      readonly path: ParsedPath;
      readonly by: Name;
    }
  | { readonly kind: "record-full"; readonly span: Span }
  | { readonly kind: "alert"; readonly span: Span; readonly target: QuotedText }
  | { readonly kind: "notify"; readonly span: Span; readonly target: QuotedText };

/** `bands confidence on TARGETS { above 90% -> allow … otherwise -> … }` */
export interface BandsDeclaration {
  readonly kind: "bands";
  readonly span: Span;
  readonly subject: Name;
  readonly on: readonly GateTarget[];
  readonly rows: readonly BandRow[];
}

export interface BandRow {
  readonly span: Span;
  readonly bound: { readonly kind: "above" | "from"; readonly value: Expression } | { readonly kind: "otherwise" };
  readonly outcome: ParsedOutcome;
}
