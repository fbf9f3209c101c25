import type { Decision, ReasonCode } from "../engine/decision.ts";
import { beginAction, recordable } from "./action.ts";
import type { GuardContext } from "./context.ts";
import { denialOf } from "./decide-action.ts";
import type { GuardFeed } from "./envelope.ts";
import type { Refusal } from "./guard-code.ts";
import type { FeedOutcome } from "./outcome.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import { admitMembers, eventOf, isRefusal, type Members, stepEvent } from "./step-event.ts";

/** Kinds that are fed as they are; the others have a door of their own, behind which they are decided. */
const fed = [
  ...["verification", "confirmation", "approval", "rejection", "revocation"],
  ...["heartbeat", "task_start", "task_end", "baseline", "admin"],
] as const;

/** Of these, many come and none is a decision: they leave no record. */
const unrecorded: readonly string[] = ["heartbeat", "task_start", "task_end", "baseline"];

/** See `Guard.feed`. Never rejects. */
export async function feedEvent(context: GuardContext, given: GuardFeed): Promise<FeedOutcome> {
  const { kind, call, ...rest } = (given ?? {}) as GuardFeed & { readonly call?: string };
  const known = fed.find((one) => one === kind);
  if (known === undefined)
    return refuseInvalid(context, { code: "invalid_call", message: "this kind of event is not fed" }, undefined);
  const members = eventOf(
    context,
    known as Parameters<typeof eventOf>[1],
    rest as Members,
    call === undefined ? {} : { call },
  );
  const event = isRefusal(members) ? undefined : admitMembers(context, members);
  if (event === undefined || event.kind === "invalid")
    return refuseInvalid(context, isRefusal(members) ? members : undefined, event);
  const stepped = await stepEvent(context, event);
  const action = beginAction(event);
  const common = { call: event.call ?? event.id, decision: stepped.decision, records: action.records } as const;
  if (!unrecorded.includes(kind) || stepped.refusal !== undefined || stepped.decision !== undefined) {
    const { record } = await context.recorder.writeHappened(recordable(action, stepped));
    action.records.push(record);
  }
  const refusal = stepped.refusal ?? notCounted(stepped.decision);
  return refusal === undefined ? { kind: "recorded", ...common } : { kind: "denied", ...refusal, ...common };
}

/** What the engine would not have: it counts for nothing, so it is not said to be recorded. */
function notCounted(decision: Decision | undefined): Refusal | undefined {
  const refused = decision?.reasons.some(({ code }) => refusing.includes(code)) === true;
  return refused ? denialOf(decision) : undefined;
}

const refusing: readonly ReasonCode[] = ["clock", "id_reuse", "id_budget", "invalid_event"];
