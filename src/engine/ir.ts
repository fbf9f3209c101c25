import type { Condition } from "../ast/condition.ts";
import type { HistoryKey, HistoryTerm } from "../ast/history.ts";
import type { SwitchScope } from "../ast/switch-scope.ts";
import type { Catalogue } from "../event/catalogue.ts";
import type { Level, Obligation, Requirement } from "./decision.ts";

/** Conditions without spans. */
export type IrCondition = Condition<unknown>;

/**
 * The compiled policy: canonical JSON, sorted by name, no spans, no comments, patterns expanded against the catalogue.
 * Everything that acts by itself in the source (clauses of agents and connectors, bands) is a gate here, so an engine knows grants and gates only.
 */
export interface PolicyIr {
  readonly ir: 1;
  readonly policy: string;
  readonly version: number;
  readonly language: number;
  readonly catalogue: Catalogue;
  readonly agents: readonly IrAgent[];
  readonly grants: readonly IrGrant[];
  readonly gates: readonly IrGate[];
  readonly labels: readonly IrLabelRule[];
  /** The history that some condition reads, by name, each once. */
  readonly terms: readonly HistoryTerm[];
  readonly endorsements: readonly IrEndorsement[];
  /** Which baselines the gates `drift:NAME:row` compare with. */
  readonly drifts: readonly IrDrift[];
  /** Who may set and clear what the gates `kill_switch:NAME` read. */
  readonly killSwitches: readonly IrKillSwitch[];
  readonly breakGlasses: readonly IrBreakGlass[];
}

export interface IrDrift {
  readonly name: string;
  readonly per: HistoryKey;
  /** SHA-256 of the baseline file, over its canonical JSON. */
  readonly baseline: string;
}

export interface IrKillSwitch {
  readonly name: string;
  readonly scope: SwitchScope;
  readonly setBy: IrQuorum;
  readonly clearedBy: IrQuorum;
}

/** While it is open, the outcome of the gates it names, all `overridable`, is `log` with its obligations besides theirs. */
export interface IrBreakGlass {
  readonly name: string;
  /** Sorted. */
  readonly gates: readonly string[];
  readonly approval: IrQuorum;
  /** Both ends included. */
  readonly maxMs: number;
  readonly obligations: readonly Obligation[];
  readonly because?: string;
}

/** So many different persons of a role; the word of one counts for `validMs`, or until what it is about changes. */
export interface IrQuorum {
  readonly role: string;
  readonly count: number;
  readonly validMs?: number;
}

export interface IrAgent {
  readonly name: string;
  readonly subject: string;
  readonly mayMessage: readonly string[];
  readonly mayDelegate: readonly { readonly tools: readonly string[]; readonly to: string; readonly depth: number }[];
  readonly trust?: string;
}

/** Applies only if `when` is definitely true and every other member matches. */
export interface IrGrant {
  readonly name: string;
  readonly agents: readonly string[];
  /** Exact tool names, sorted. */
  readonly tools: readonly string[];
  readonly when?: IrCondition;
  readonly purposes?: readonly string[];
  /** The user at the head of the chain must hold one of these roles. */
  readonly onBehalfOf?: readonly string[];
  readonly untilMs?: number;
  readonly whileTask?: { readonly maxMs?: number };
}

export type IrTarget =
  | { readonly kind: "call"; readonly tools: readonly string[] }
  | { readonly kind: "result"; readonly tools: readonly string[] }
  | { readonly kind: "message"; readonly to?: string }
  | { readonly kind: "prompt" }
  | { readonly kind: "output" };

/** Fires unless `when` is definitely false or `unless` definitely true. */
export interface IrGate {
  /** The source name, or `agent:NAME:clause`, `connector:NAME:clause`, `bands:SUBJECT:row`, `drift:NAME:row`, `kill_switch:NAME`. */
  readonly name: string;
  readonly builtIn: boolean;
  /** The reason code where it is not `gate`. */
  readonly code?: "killed";
  readonly on: readonly IrTarget[];
  /** Only for these acting agents; absent: for all. */
  readonly agents?: readonly string[];
  readonly when?: IrCondition;
  readonly unless?: IrCondition;
  readonly level: Exclude<Level, "allow">;
  readonly requirements: readonly Requirement[];
  readonly obligations: readonly Obligation[];
  readonly overridable: boolean;
  readonly observe?: { readonly untilMs: number; readonly owner: string };
  readonly because?: string;
  readonly tags: readonly string[];
}

/** Results of these tools bring the label; an unknown `when` makes membership unknown. */
export interface IrLabelRule {
  readonly label: string;
  readonly tools: readonly string[];
  readonly when?: IrCondition;
}

/** The tool's own results do not bring these labels, whatever else says that they do. Nothing else is cleared. */
export interface IrEndorsement {
  readonly tool: string;
  readonly labels: readonly string[];
}
