import type { Decision, Level, ReasonClass } from "../engine/decision.ts";
import type { EventKind } from "../event/event.ts";

/** One decided event of a replay. */
export interface TimelineEntry {
  readonly index: number;
  readonly id: string;
  readonly kind: EventKind;
  /** The tool of a call or result, the recipient of a message; undefined for prompts and outputs. */
  readonly subject: string | undefined;
  readonly agent: string | undefined;
  /** Milliseconds since the epoch, where recorded. */
  readonly at: number | undefined;
  readonly decision: Decision;
  /** Of the action that was decided. */
  readonly actionHash: string | undefined;
  /** A short printed form of the arguments or text, bounded to 200 characters, unescaped: reporters escape it. */
  readonly summary: string;
  /** Whether the log shows that the call ran: `started`, a result or an error. Undefined where it cannot say. */
  readonly ran: boolean | undefined;
  /** The decision rests only on what this format did not record: it says nothing about the agent. */
  readonly wantOfEvidence: boolean;
}

export interface SimulatedSession {
  readonly session: string;
  readonly file: string;
  readonly format: string;
  readonly entries: readonly TimelineEntry[];
  /** The strictest level of the session. */
  readonly strictest: Level;
}

export interface Tally {
  readonly name: string;
  readonly levels: Readonly<Record<Level, number>>;
}

/** A file, or a session of it, that was not replayed, and why. Nothing is dropped silently. */
export interface Refusal {
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly code: string;
  readonly message: string;
}

export interface Simulation {
  readonly policy: string;
  readonly mode: "recorded" | "counterfactual";
  readonly agent: string | undefined;
  readonly assumptions: readonly string[];
  readonly sessions: readonly SimulatedSession[];
  readonly refusals: readonly Refusal[];
  /** Per format seen: what it cannot record, by path, and which of these were assumed. */
  readonly notRecorded: readonly {
    readonly format: string;
    readonly files: number;
    readonly paths: readonly string[];
  }[];
  readonly byLevel: Readonly<Record<Level, number>>;
  /** Each decision above `log` once. */
  readonly byClass: Readonly<Record<ReasonClass, number>>;
  /** Decisions above `log` that rest on recorded facts, and those that rest only on what was not recorded. */
  readonly byEvidence: { readonly onEvidence: number; readonly forWantOfEvidence: number };
  readonly byRule: readonly Tally[];
  /** Calls by their tool; what has none by its kind, as `(result)`. */
  readonly byTool: readonly Tally[];
  readonly byAgent: readonly Tally[];
  readonly notes: readonly string[];
}

/** The outcome of one `test` block (or one row of its table). */
export interface TestResult {
  readonly title: string;
  readonly file: string;
  /** Offsets of the block, and of the failed expectation. */
  readonly start: number;
  readonly end: number;
  readonly passed: boolean;
  readonly failures: readonly { readonly start: number; readonly end: number; readonly message: string }[];
}
