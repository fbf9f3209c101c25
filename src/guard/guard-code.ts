/**
 * Why the guard itself refused, beside the reasons of the decision: a closed list, permanent like the engine's reason codes.
 * The text says what it means; `docs/guard.md` prints it.
 */
export const guardCodes = {
  denied: "the policy denies it; the reasons of the decision say why",
  invalid_call: "it is not a valid event: a wrong member, a value that JSON cannot say",
  arguments_inexact: "an argument has more digits than the number that would be sent",
  call_in_progress: "a call of this id is being worked on",
  call_finished: "a call of this id was started before; it is not executed twice",
  changed_before_start: "between the decision and the start the decision became stricter",
  unanswered: "nobody answered what the policy requires",
  insufficient: "the answers are valid and not enough",
  answer_malformed: "the handler returned something that is no answer",
  answer_for_other_action: "the answer names another action hash: other arguments, another agent or tool",
  answer_for_other_call: "the answer was given to another call, and is not reusable",
  answer_expired: "the answer expired before it was needed",
  answer_from_chain: "whoever acts cannot approve: the answer is by a member of the chain or an agent",
  answer_without_role: "the answer is by somebody without the role that is required",
  answer_revoked: "whoever answered was revoked",
  answer_by_other: "the answer is by another than the policy asks",
  handler_failed: "a handler that was asked for an answer threw",
  handler_timeout: "a handler that was asked for an answer did not answer in time",
  redaction_failed: "a text could not be redacted, or something was left after it was",
  obligation_failed: "an alert or a notification could not be delivered, or a call not be confined",
  record_failed: "the decision record could not be written",
  execution_failed: "the tool threw; its error is rethrown as it is",
  execution_timeout:
    "the tool did not return in time; whether it acted is not known, and what it returns later is ignored",
  result_malformed: "the tool returned something that JSON cannot say",
  wrong_usage: "the command line was used wrongly",
  policy_unavailable: "there is no policy that compiles",
  state_unavailable: "the state could not be read or written",
  guard_failed: "the clock or the source of ids failed, or the guard has a bug",
} as const satisfies Readonly<Record<string, string>>;
export type GuardCode = keyof typeof guardCodes;

/** A refusal of the guard. The message holds no value of the event: it may be shown to the agent. */
export interface Refusal {
  readonly code: GuardCode;
  readonly message: string;
}
