import type { Basis, FactSource } from "../value/value.ts";

export const verdicts = ["fail", "partial", "unknown", "pass", "not-applicable"] as const;
/** In the order in which they win over one another when an item is taken over its subjects. */
export type Verdict = (typeof verdicts)[number];

/** A fact that forced a verdict: neither forgotten nor padded. */
export interface Evidence {
  /** The operand as written in the control, e.g. `agent.identity.id`. */
  readonly path: string;
  /** The printed value; `absent` or `unknown: CAUSE` where there is none. */
  readonly value: string;
  readonly basis: Basis | undefined;
  readonly sources: readonly FactSource[];
}

/** Somebody answers for a verdict for a time. It is an overlay: the verdict stays what it is. */
export interface Waived {
  readonly owner: string;
  readonly reason: string;
  readonly ticket: string | undefined;
  /** Its last instant is before this one, RFC 3339 in UTC. */
  readonly until: string;
  readonly source: FactSource;
}

export interface SubjectVerdict {
  /** `agent mailer`, `connector mailer/stripe`. */
  readonly subject: string;
  readonly verdict: Verdict;
  /** The weakest basis of the evidence; undefined for `unknown`. */
  readonly basis: Basis | undefined;
  /** The clause that decided, in words: `fail when …`, `require …`, `partial: "…"`. */
  readonly clause: string;
  readonly evidence: readonly Evidence[];
  /** For `unknown`, and beside a `partial`: what is missing and what would decide it. */
  readonly missing: readonly Missing[];
  readonly remedy: string | undefined;
  readonly waived?: Waived;
}

export interface Missing {
  readonly path: string;
  readonly decidedBy: string;
}

export interface AuditItem {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly ordinal: number;
  readonly verdict: Verdict;
  readonly basis: Basis | undefined;
  readonly subjects: readonly SubjectVerdict[];
  readonly tags: readonly string[];
  readonly because: string | undefined;
  /** False: no control for this item is loaded; the verdict is `unknown`, with what would decide it. */
  readonly controlled: boolean;
  readonly accepted: { readonly owner: string; readonly reason: string; readonly until: string } | undefined;
}

export interface AuditReport {
  readonly items: readonly AuditItem[];
  readonly agents: readonly { readonly name: string; readonly source: FactSource }[];
  readonly proposals: readonly { readonly name: string; readonly why: string; readonly source: FactSource }[];
  /** Files that could not be read as a manifest: the run is incomplete. */
  readonly refusals: readonly {
    readonly file: string;
    readonly line: number | undefined;
    readonly column: number | undefined;
    readonly code: string;
    readonly message: string;
  }[];
  /** Documents no reader claims, by kind; they take no part in any verdict. */
  readonly unclaimed: readonly { readonly file: string; readonly kind: string }[];
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly byBasis: Readonly<Record<Basis | "none", number>>;
  /** SHA-256 over the scanned files' paths and contents, sorted. */
  readonly inputDigest: string;
  readonly files: number;
}
