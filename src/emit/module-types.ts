import { reasonCodes } from "../ast/reason-code.ts";
import { levels } from "../engine/decision.ts";

const union = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(" | ");

/** The types of every emitted module: they need nothing either. What is opaque is made by the module and handed back to it. */
export const moduleTypes = `declare const opaque: unique symbol;

export interface JsonNumber { readonly lexeme: string }
/** A record that \`readEvent\` has checked. */
export interface RawEvent { readonly [opaque]: "raw" }
/** An admitted event. */
export interface Event { readonly [opaque]: "event"; readonly kind: string; readonly id: string; readonly session: string }
export interface InvalidEvent { readonly kind: "invalid"; readonly id: string | undefined; readonly path: string; readonly message: string }
export type ReadEventResult =
  | { readonly ok: true; readonly raw: RawEvent }
  | { readonly ok: false; readonly path: string; readonly message: string };

/** What happened so far; plain data that no call changes. */
export interface State { readonly [opaque]: "state" }
/** A state as plain JSON. */
export interface StateSnapshot { readonly [key: string]: unknown }

export type Level = ${union(levels)};
export type ReasonCode =
  | ${union(reasonCodes)};
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
  | {
      readonly kind: "confine";
      readonly hosts: readonly string[];
      readonly methods?: readonly string[];
      readonly ports?: readonly number[];
      readonly types?: readonly string[];
    };
export interface Reason {
  readonly code: ReasonCode;
  readonly class: "rule" | "not_granted" | "evidence" | "invalid";
  readonly level: Level;
  readonly rule?: string;
  readonly because?: string;
  readonly observed?: boolean;
  /** The open break glasses that made a log of the gate's outcome. */
  readonly overriddenBy?: readonly string[];
  readonly unknowns: readonly { readonly path: string; readonly cause: string }[];
  readonly support: readonly { readonly path: string; readonly value: string }[];
  readonly message?: string;
}
export interface Decision {
  /** Before requirements are discharged. */
  readonly demanded: Level;
  /** What remains. */
  readonly level: Level;
  readonly reasons: readonly Reason[];
  readonly requirements: readonly Requirement[];
  readonly remaining: readonly Requirement[];
  readonly obligations: readonly Obligation[];
}

export interface EngineOptions {
  /** The kinds of obligation the host performs; one it cannot perform is denied. Undefined: all of them. */
  readonly performs?: readonly string[];
  readonly idBudget?: number;
  readonly clockBoundMs?: number;
  readonly textBudget?: number;
  readonly keyBudget?: number;
  readonly sessions?: "ordered" | "unordered";
}
export interface Engine {
  /** A complete and empty state: nothing happened before. */
  readonly initial: () => State;
  /** A state that does not know what happened before. */
  readonly lost: () => State;
  /**
   * Decides an event on the state before it and records it; the decision is undefined where the event asks for none. With
   * \`explain\` its reasons say what they rest on; the state is the same either way, and does not hold that.
   */
  readonly step: (
    state: State,
    event: Event | InvalidEvent,
    options?: { readonly explain?: boolean },
  ) => {
    readonly state: State;
    readonly decision: Decision | undefined;
    /** Of the action that was decided: the event itself, or what it starts or answers. */
    readonly actionHash: string | undefined;
  };
  /** What \`step\` would decide, without its explanation. */
  readonly decide: (state: State, event: Event | InvalidEvent) => Decision;
  /** What \`step\` would decide. */
  readonly explain: (state: State, event: Event | InvalidEvent) => Decision;
  /** The level of \`decide\` alone. */
  readonly level: (state: State, event: Event | InvalidEvent) => Level;
}

/** What was compiled; \`digest\` is the SHA-256 of its canonical form. */
export declare const policy: {
  readonly name: string;
  readonly version: number;
  readonly language: number;
  readonly digest: string;
};
/** An engine of this policy for a host of which the options say more. */
export declare const createEngine: (options?: EngineOptions) => Engine;
export declare const initial: Engine["initial"];
export declare const lost: Engine["lost"];
export declare const step: Engine["step"];
export declare const decide: Engine["decide"];
export declare const explain: Engine["explain"];
export declare const level: Engine["level"];
/** A number as it was written, for records whose numbers a double does not hold. Throws on a text that is no JSON number. */
export declare const jsonNumber: (lexeme: string) => JsonNumber;
/** The same of a finite number. */
export declare const jsonNumberFrom: (plain: number) => JsonNumber;
/** Reads a record of the host strictly; never throws. */
export declare const readEvent: (value: unknown) => ReadEventResult;
/** Types a record by the catalogue of the policy. */
export declare const admit: (
  raw: RawEvent,
  options?: { readonly readYaml?: (text: string) => unknown },
) => Event | InvalidEvent;
export declare const snapshotState: (state: State) => StateSnapshot;
/** Throws on what is not a snapshot of this version. */
export declare const restoreState: (snapshot: StateSnapshot) => State;
`;
