import type { Decision } from "../engine/decision.ts";
import type { Event, RawEvent } from "../event/event.ts";
import { type Action, beginAction, circumstancesOf, recordable } from "./action.ts";
import type { GuardContext } from "./context.ts";
import { decideAction } from "./decide-action.ts";
import type { Refusal } from "./guard-code.ts";
import type { CallOutcome } from "./outcome.ts";
import { plainValue } from "./plain-value.ts";
import { notRedacted, redactAction } from "./redact-action.ts";
import { admitMembers, eventOf, isRefusal, type Members, stepEvent } from "./step-event.ts";

/**
 * What a tool returned is decided like any other action: a result that JSON cannot say, that a gate stops or that cannot be recorded
 * does not reach the agent. The tool has run all the same, and the state knows it.
 */
export async function decideResult(context: GuardContext, call: Action, value: unknown): Promise<CallOutcome> {
  const withheld = (refusal: Refusal, decision: Decision | undefined): CallOutcome => ({
    kind: "withheld",
    ...refusal,
    call: call.key,
    decision,
    records: call.records,
  });
  const read = resultEvent(context, call, value === undefined ? {} : { content: value });
  const event = read ?? resultEvent(context, call, { complete: false });
  if (event === undefined) return withheld(unrecorded, undefined);
  const action: Action = { ...beginAction(event), records: call.records };
  const first = await stepEvent(context, event);
  if (read === undefined) {
    const { record } = await context.recorder.writeHappened(recordable(action, { ...first, refusal: malformed }));
    call.records.push(record);
    return withheld(malformed, first.decision);
  }
  const settled = await decideAction(context, action, first);
  const { decision } = settled;
  if (!settled.proceeds) return withheld(settled.refusal, decision);
  const { content } = event.raw as Extract<RawEvent, { readonly kind: "result" }>;
  const common = { kind: "executed", call: call.key, decision, records: call.records } as const;
  if (content === undefined) return { ...common, value: undefined };
  const shown = await redactAction(context, action, content, "result", settled.decision.obligations);
  return shown === undefined ? withheld(notRedacted, decision) : { ...common, value: plainValue(shown) };
}

const unrecorded: Refusal = { code: "guard_failed", message: "the result could not be recorded" };
const malformed: Refusal = { code: "result_malformed", message: "the tool returned what cannot be passed on" };

/** The result as an event; undefined where it is none. What is incomplete is not recorded at all. */
function resultEvent(context: GuardContext, { event, key }: Action, own: Members): Event | undefined {
  const { raw, tool } = event;
  const { token, peer, context: fields, confidence, egress } = raw;
  // What gates on results can read of the circumstances, as it was when the call was made.
  const seen = { token, peer, context: fields, confidence, egress };
  const gaps = [
    ...(raw.not_recorded ?? []).filter((path) => circumstances.includes(path.split(".")[0] ?? "")),
    ...(own["complete"] === false ? ["content"] : []),
  ];
  const about = { ...circumstancesOf(event), ...seen, not_recorded: gaps.length === 0 ? undefined : gaps };
  const members = eventOf(context, "result", about, { ...own, call: key, tool });
  const result = isRefusal(members) ? undefined : admitMembers(context, members);
  return result === undefined || result.kind === "invalid" ? undefined : result;
}

const circumstances: readonly string[] = [
  ...["tenant", "agent", "chain", "purpose"],
  ...["token", "peer", "context", "confidence", "egress", "revocation", "task"],
];
