import type { Span } from "../source/span.ts";
import type { Type } from "../value/type.ts";
import type { CheckedCondition, CheckedName, CheckedOperand, Spanned } from "./checked-condition.ts";
import type { CheckedConnector } from "./checked-connector.ts";
import type { CheckedClaim, CheckedControl } from "./checked-control.ts";
import type { CheckedDrift } from "./checked-drift.ts";
import type { CheckedBands, CheckedGate, CheckedPattern } from "./checked-gate.ts";
import type { CheckedBreakGlass, CheckedKillSwitch } from "./checked-switch.ts";
import type { HistoryTerm } from "./history.ts";
import type { ParsedFile } from "./parsed.ts";
import type { TestDeclaration } from "./parsed-test.ts";

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
  /** The effects that hints of its catalogue claim, whatever a `tool` declaration says. */
  readonly hinted: readonly string[];
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
