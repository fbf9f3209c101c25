import type { Span } from "../source/span.ts";
import type { Type } from "../value/type.ts";
import type { Condition, Operand } from "./condition.ts";
import type { HistoryKey, HistoryTerm } from "./history.ts";
import type { ParsedFile } from "./parsed.ts";
import type { TestDeclaration } from "./parsed-test.ts";
import type { SwitchScope } from "./switch-scope.ts";

/** What every checked node carries. */
export interface Spanned {
  readonly span: Span;
}
export type CheckedCondition = Condition<Spanned>;
export type CheckedOperand = Operand<Spanned>;

/** A declared name and where it stands. */
export interface CheckedName {
  readonly name: string;
  readonly span: Span;
}

/** A policy after names, types and patterns are resolved: the only input of lowering, lint and proofs. */
export interface CheckedPolicy {
  readonly name: string;
  readonly version: number;
  readonly language: number;
  readonly files: readonly ParsedFile[];
  readonly tools: readonly CheckedTool[];
  readonly context: readonly CheckedContextField[];
  readonly roles: readonly CheckedName[];
  readonly agents: readonly CheckedAgent[];
  readonly grants: readonly CheckedGrant[];
  readonly gates: readonly CheckedGate[];
  readonly connectors: readonly CheckedConnector[];
  readonly bands: readonly CheckedBands[];
  readonly drifts: readonly CheckedDrift[];
  readonly killSwitches: readonly CheckedKillSwitch[];
  readonly breakGlasses: readonly CheckedBreakGlass[];
  readonly labels: readonly CheckedLabelRule[];
  readonly endorsements: readonly CheckedEndorsement[];
  readonly lets: readonly CheckedLet[];
  readonly controls: readonly CheckedControl[];
  readonly claims: readonly CheckedClaim[];
  /** Steps are resolved against the catalogue; `fixtures` tests (with `on`) are for the audit. */
  readonly tests: readonly TestDeclaration[];
  readonly uses: readonly CheckedUse[];
  /** The packs in use, also those that packs use, sorted by name. What they declare stands among the policy's own. */
  readonly packs: readonly CheckedPack[];
  /** What `require schema` clauses demand, by the SHA-256 of the schema, each once, sorted. */
  readonly schemas: readonly (readonly [digest: string, type: Type])[];
  /** Every history term that some condition or `let` reads, by name, each once. */
  readonly terms: readonly HistoryTerm[];
}

export interface CheckedUse {
  readonly span: Span;
  readonly path: string;
  readonly prefix: string | undefined;
  readonly digest: string;
  readonly tools: readonly string[];
}

export interface CheckedPack {
  /** Below the names of the packs that use it: `assistant:mail`. */
  readonly name: string;
  readonly version: number;
  /** The path in the `use pack` clause. */
  readonly span: Span;
  readonly path: string;
  readonly digest: string;
  readonly files: readonly ParsedFile[];
  /** The names of its gates that act, as `PACK:GATE`, sorted. */
  readonly gates: readonly string[];
  readonly inert: readonly InertRule[];
}

/** A rule of a pack of which something covers no tool of this policy. */
export interface InertRule {
  readonly kind: "gate" | "connector" | "label";
  readonly name: string;
  readonly span: Span;
  /** What covers nothing, as written. */
  readonly targets: readonly string[];
  /** Nothing is left of it: it is not a part of the policy. */
  readonly wholly: boolean;
}

export interface CheckedTool {
  readonly name: string;
  /** The `tool` declaration, or the `use tools` clause that brought it. */
  readonly span: Span;
  readonly args: Type;
  readonly result: Type;
  readonly resultFormat: "json" | "yaml" | undefined;
  readonly effects: readonly string[];
  /** Who said so: a `tool` declaration, hints of the catalogue, or nobody. */
  readonly effectsFrom: "declared" | "hints" | "none";
  readonly returns: readonly string[];
  readonly trusted: readonly string[];
  readonly untrusted: readonly string[];
  readonly undo: string | undefined;
  readonly irreversible: boolean;
  readonly schemaDigest: string;
  /** Integer arguments whose unit nobody states, as dotted paths. */
  readonly refined: readonly string[];
}

export interface CheckedContextField {
  readonly span: Span;
  readonly path: string;
  readonly type: Type;
  readonly from: "token" | "host" | "model";
}

export interface CheckedAgent {
  readonly name: string;
  readonly span: Span;
  readonly subject: { readonly text: string; readonly span: Span };
  readonly tokenTtl: { readonly ms: number; readonly span: Span } | undefined;
  readonly tokenScope: Spanned | undefined;
  readonly mtls: Spanned | undefined;
  readonly revocation: { readonly ms: number; readonly span: Span } | undefined;
  readonly mayMessage: readonly CheckedName[];
  readonly mayDelegate: readonly {
    readonly span: Span;
    readonly tools: readonly string[];
    readonly to: string;
    readonly depth: number;
  }[];
  readonly trust: string | undefined;
}

export interface CheckedGrant {
  readonly name: string;
  readonly span: Span;
  readonly agents: readonly CheckedName[];
  readonly patterns: readonly CheckedPattern[];
  readonly when: CheckedCondition | undefined;
  readonly purposes: readonly string[] | undefined;
  readonly onBehalfOf: readonly CheckedName[] | undefined;
  readonly until: { readonly ms: number; readonly span: Span } | undefined;
  readonly whileTask: { readonly maxMs: number | undefined; readonly span: Span } | undefined;
  readonly because: string | undefined;
  readonly tags: readonly string[];
}

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

/** Every clause of it acts by itself on the calls (and results) of its tools. */
export interface CheckedConnector {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly patterns: readonly CheckedPattern[];
  /** All tools of the patterns, sorted. */
  readonly tools: readonly string[];
  readonly egress: CheckedEgress | undefined;
  readonly rate: CheckedRate | undefined;
  readonly quota: CheckedQuota | undefined;
  readonly validate: { readonly request: Spanned | undefined; readonly response: Spanned | undefined };
  readonly redactions: readonly CheckedRedaction[];
  readonly violation: CheckedViolation;
}

/** Lists are canonical and sorted; an undefined one limits nothing. */
export interface CheckedEgress extends Spanned {
  readonly hosts: readonly string[];
  readonly methods: readonly string[] | undefined;
  readonly ports: readonly number[] | undefined;
  readonly types: readonly string[] | undefined;
}

/** At most so many calls: with this one, `term` is at most `limit`. */
export interface CheckedRate extends Spanned {
  readonly limit: number;
  readonly term: HistoryTerm;
}

/** At most so much of `amount`, on the tools that have it. */
export interface CheckedQuota extends Spanned {
  readonly tools: readonly string[];
  readonly limit: CheckedOperand;
  readonly amount: CheckedOperand;
  readonly term: HistoryTerm;
}

/** What is redacted in the calls, or in the results, of the tools that have it. */
export interface CheckedRedaction extends Spanned {
  readonly on: "call" | "result";
  readonly tools: readonly string[];
  readonly obligation: Extract<CheckedObligation, { readonly kind: "redact" }>;
}

/** What happens where a clause of the connector does not hold; without a span nobody wrote it, and it is a deny. */
export interface CheckedViolation {
  readonly span: Span | undefined;
  readonly outcome: "log" | "deny" | CheckedRequirement;
  readonly obligations: readonly CheckedObligation[];
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

/** What happens where a metric is unusual. Every row acts by itself on calls and messages. */
export interface CheckedDrift {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly per: HistoryKey;
  readonly baseline: {
    readonly span: Span;
    readonly path: string;
    readonly digest: string;
    /** Exact decimal text above zero: a smaller deviation counts as this one. */
    readonly minDeviation: string | undefined;
  };
  readonly metrics: readonly CheckedMetric[];
  readonly warmup: (CheckedDriftRow & { readonly events: number; readonly term: HistoryTerm }) | undefined;
  /** `sigmas` is exact decimal text, strictly ascending. None while the drift is being measured. */
  readonly rows: readonly (CheckedDriftRow & { readonly sigmas: string })[];
  readonly because: string | undefined;
}

/** `all` is what is usual for whoever is not listed. */
export interface CheckedMetric extends CheckedName {
  readonly term: HistoryTerm;
  readonly all: CheckedUsual | undefined;
  readonly agents: readonly (CheckedUsual & { readonly agent: string })[];
}

/** Exact decimal texts in the unit of the metric. */
export interface CheckedUsual {
  readonly mean: string;
  readonly deviation: string;
}

export interface CheckedDriftRow extends Spanned {
  readonly outcome: "log" | "deny" | CheckedRequirement;
  readonly obligations: readonly CheckedObligation[];
}

export interface CheckedKillSwitch {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly scope: SwitchScope;
  readonly setBy: CheckedQuorum;
  readonly clearedBy: CheckedQuorum;
  readonly because: string | undefined;
}

export interface CheckedBreakGlass {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  /** Gates that are `overridable`. */
  readonly gates: readonly CheckedName[];
  readonly approval: CheckedQuorum;
  readonly maxMs: number;
  readonly obligations: readonly CheckedObligation[];
  readonly because: string | undefined;
}

/** So many different persons of a role; the word of one counts for `validMs`, or until the switch changes. */
export interface CheckedQuorum {
  readonly span: Span;
  readonly role: string;
  readonly count: number;
  readonly validMs: number | undefined;
}

export interface CheckedLabelRule {
  readonly span: Span;
  readonly label: string;
  readonly tools: readonly string[];
  readonly when: CheckedCondition | undefined;
}

/** What the tool's own results do not bring, whatever else says that they do. */
export interface CheckedEndorsement {
  readonly span: Span;
  readonly tool: string;
  readonly labels: readonly string[];
}

/** A `let` after checking; its uses are inlined. `used` is for lint. */
export interface CheckedLet {
  readonly name: string;
  readonly span: Span;
  readonly used: boolean;
  readonly value:
    | { readonly kind: "condition"; readonly condition: CheckedCondition }
    | { readonly kind: "operand"; readonly operand: CheckedOperand }
    | { readonly kind: "list"; readonly items: readonly CheckedOperand[] };
}

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
