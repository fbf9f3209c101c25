import type { Decision } from "../engine/decision.ts";
import { mapGet } from "../engine/ordered-map.ts";
import { actionOf, type State, sessionOf } from "../engine/state.ts";
import type { RawEvent } from "../event/event.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { type Action, beginAction, feedAction, notWritten, reportEnd, settleRecord } from "./action.ts";
import { confineAction, notConfined } from "./confine-action.ts";
import type { GuardContext } from "./context.ts";
import { decideAction, denialOf, proceeds } from "./decide-action.ts";
import type { GuardCall } from "./envelope.ts";
import { type Execute, executeCall, type Threw } from "./execute-call.ts";
import type { Refusal } from "./guard-code.ts";
import type { CallOutcome, Denied } from "./outcome.ts";
import { isExact } from "./plain-value.ts";
import { notRedacted, redactAction } from "./redact-action.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import { admitMembers, eventOf, isRefusal, type Members, stepEvent, undecided } from "./step-event.ts";

/** See `Guard.run`. */
export async function runCall(context: GuardContext, given: GuardCall, execute: Execute): Promise<CallOutcome> {
  const members = eventOf(context, "call", given as unknown as Members);
  const event = isRefusal(members) ? undefined : admitMembers(context, members);
  if (event === undefined || event.kind === "invalid")
    return refuseInvalid(context, isRefusal(members) ? members : undefined, event);
  const action = beginAction(event);
  const lock = canonicalJson([event.session, action.key]);
  if (context.running.has(lock)) return refuse(context, action, inProgress);
  context.running.add(lock);
  const outcome = await runAlone(context, action, execute).catch(() => brokenOff(action));
  context.running.delete(lock);
  if (outcome.kind === "threw") throw outcome.error;
  return outcome;
}

/** Our own bug. Once the call was to be started nobody knows how far it came. */
function brokenOff({ key: call, records }: Action): CallOutcome {
  const hasStarted = records.some(({ event }) => event.kind === "started");
  const kind = hasStarted ? "withheld" : "denied";
  return { kind, code: "guard_failed", message: "the guard failed", call, decision: undefined, records };
}

async function runAlone(context: GuardContext, action: Action, execute: Execute): Promise<CallOutcome | Threw> {
  const first = await stepEvent(context, action.event, (state) => (isRepeated(state, action) ? finished : undefined));
  const settled = await decideAction(context, action, first);
  if (!settled.proceeds) return giveUp(context, action, settled.decision, settled.refusal);
  const { args = {} } = action.event.raw as Extract<RawEvent, { readonly kind: "call" }>;
  if (!isExact(args)) return giveUp(context, action, settled.decision, inexact);
  const { decision, refusal } = await feedAction(context, action, { kind: "started", call: action.key }, (state) =>
    statusOf(state, action) === "proceed" ? undefined : finished,
  );
  if (refusal !== undefined) return giveUp(context, action, decision, refusal);
  if (decision === undefined || !proceeds(decision)) {
    const message = decision?.level === "deny" ? denialOf(decision).message : "what was approved is not any more";
    return cancel(context, action, decision, { code: "changed_before_start", message });
  }
  const sent = await redactAction(context, action, args, "args", decision.obligations);
  if (sent === undefined) return cancel(context, action, decision, notRedacted);
  if (!(await confineAction(context, action, decision.obligations)))
    return cancel(context, action, decision, notConfined);
  return executeCall(context, action, execute, sent, decision);
}

const inProgress: Refusal = { code: "call_in_progress", message: "this call is being worked on" };
const finished: Refusal = { code: "call_finished", message: "this call was started before" };
const inexact: Refusal = { code: "arguments_inexact", message: "a number has more digits than can be sent" };

const statusOf = (state: State, { event, key }: Action) => actionOf(sessionOf(state, event.session), key)?.status;

/** A call that was started, by whomever, is not executed again. The engine itself tells another call of the same id. */
function isRepeated(state: State, action: Action): boolean {
  const status = statusOf(state, action);
  const { session, id, hashes } = action.event;
  const seen = mapGet(sessionOf(state, session)?.ids, id);
  return (status === "started" || status === "done") && seen?.contentHash === hashes.content();
}

/**
 * A call that was to proceed and does not is cancelled: what it reserved is free again. One that waits for an answer stays: an
 * answer may be fed, and the call run again.
 */
function giveUp(
  context: GuardContext,
  action: Action,
  decision: Decision | undefined,
  refusal: Refusal,
): Promise<Denied> | Denied {
  return decision !== undefined && proceeds(decision)
    ? cancel(context, action, decision, refusal)
    : { kind: "denied", ...refusal, call: action.key, decision, records: action.records };
}

async function cancel(
  context: GuardContext,
  action: Action,
  decision: Decision | undefined,
  refusal: Refusal,
): Promise<Denied> {
  await reportEnd(context, action, { kind: "cancelled" }, refusal, false);
  return { kind: "denied", ...refusal, call: action.key, decision, records: action.records };
}

/** A refusal that is recorded and changes no state. */
async function refuse(context: GuardContext, action: Action, refusal: Refusal): Promise<Denied> {
  const settled = await settleRecord(context, action, { event: action.event, ...undecided, refusal });
  const said = settled.refusal ?? notWritten;
  return { kind: "denied", ...said, call: action.key, decision: undefined, records: action.records };
}
