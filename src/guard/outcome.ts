import type { Decision } from "../engine/decision.ts";
import type { DecisionRecord } from "./decision-record.ts";
import type { GuardCode } from "./guard-code.ts";
import type { PlainValue } from "./plain-value.ts";

/** What every outcome says. */
interface Judged {
  /** The id under which the action is known; running a call again under it goes on where it was left. */
  readonly call: string;
  /** The last decision; undefined where none was made. */
  readonly decision: Decision | undefined;
  /** The records of this run, in their order. */
  readonly records: readonly DecisionRecord[];
}

/** Nothing was executed; nothing was passed on. The message holds no value of the event: it may be shown to the agent. */
export interface Denied extends Judged {
  readonly kind: "denied";
  readonly code: GuardCode;
  readonly message: string;
}

/** The tool ran, and `value` is what the agent may see of its result: what was decided on, after redaction. */
export interface Executed extends Judged {
  readonly kind: "executed";
  readonly value: PlainValue | undefined;
}

/** The tool ran, and its result must not reach the agent. */
export interface Withheld extends Judged {
  readonly kind: "withheld";
  readonly code: GuardCode;
  readonly message: string;
}

/** The tool was started and did not end in time; whether it acted is not known. */
export interface Unfinished extends Judged {
  readonly kind: "unfinished";
  readonly code: "execution_timeout";
  readonly message: string;
}

export type CallOutcome = Executed | Denied | Withheld | Unfinished;

/** The text that may be passed on, after redaction. */
export interface Passed extends Judged {
  readonly kind: "passed";
  readonly text: string;
}

export type TextOutcome = Passed | Denied;

/** What `feed` answers: the event counts from now on; where it answers a pending action, with that action's new decision. */
export type FeedOutcome = (Judged & { readonly kind: "recorded" }) | Denied;
