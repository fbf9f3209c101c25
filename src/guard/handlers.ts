import type { Confinement, Decision, Obligation, Requirement } from "../engine/decision.ts";
import type { DecisionRecord } from "./decision-record.ts";
import type { PlainValue } from "./plain-value.ts";

/** What somebody is asked to verify, confirm or approve. Spread `binding` into the answer: it says what is answered. */
export interface Request<R extends Requirement = Requirement> {
  readonly requirement: R;
  readonly binding: Binding;
  readonly kind: "call" | "prompt" | "message" | "output" | "result";
  readonly session: string;
  readonly tool: string | undefined;
  /** Who is written to, of a message. */
  readonly to: string | undefined;
  /** The arguments of a call, the content of a result, the text of a prompt, message or output: unredacted, frozen. */
  readonly content: PlainValue | undefined;
  /** The decision so far, with its reasons. */
  readonly decision: Decision;
}

/** The action and the call that an answer is for. */
export interface Binding {
  readonly call: string;
  readonly actionHash: string;
}

/** A second opinion, by the agent or the rule that was asked. */
export interface VerifyAnswer extends Binding {
  readonly verified: boolean;
  readonly by: string;
}

/** The word of the user at the head of the chain. */
export interface ConfirmAnswer extends Binding {
  readonly confirmed: boolean;
  readonly by: string;
}

/** The word of a person outside the chain, verified by the host: who it is, in which roles, until when it holds (RFC 3339). */
export interface ApproveAnswer extends Binding {
  readonly approved: boolean;
  readonly by: string;
  readonly roles: readonly string[];
  readonly expiresAt?: string;
}

/** One answer, several, or nothing when nobody answered. */
type Answered<A> = A | readonly A[] | undefined;

/** What is sent to somebody: it holds no value of the event. */
export interface Notice {
  readonly target: string;
  readonly record: DecisionRecord;
}

/** The call whose connections are confined. */
export interface ConfinedCall {
  readonly call: string;
  readonly session: string;
  readonly tool: string | undefined;
}

/**
 * What the host does for the guard. A guard is not created when its policy can demand what no handler is there for. A handler
 * that throws, does not end in time or returns something else is a refusal.
 */
export interface Handlers {
  readonly verify?: (request: Request<Of<"verification">>) => MaybePromise<Answered<VerifyAnswer>>;
  readonly confirm?: (request: Request<Of<"confirmation">>) => MaybePromise<Answered<ConfirmAnswer>>;
  readonly approve?: (request: Request<Of<"approval">>) => MaybePromise<Answered<ApproveAnswer>>;
  /** Writes a record where it stays. Nothing is executed, and no result reaches the agent, before its record is written. */
  readonly record?: (record: DecisionRecord) => MaybePromise<unknown>;
  readonly alert?: (notice: Notice) => MaybePromise<unknown>;
  readonly notify?: (notice: Notice) => MaybePromise<unknown>;
  /** Sees to it that this call connects to nothing else: called before it is executed, which it is only after an answer. */
  readonly confine?: (confinement: Confinement, call: ConfinedCall) => MaybePromise<unknown>;
  /** Redacts one text in place of the guard's own redaction; what it leaves is searched once more. */
  readonly redact?: (
    text: string,
    obligation: Extract<Obligation, { readonly kind: "redact" }>,
  ) => MaybePromise<string>;
}

type MaybePromise<T> = T | PromiseLike<T>;
type Of<K extends Requirement["kind"]> = Extract<Requirement, { readonly kind: K }>;
