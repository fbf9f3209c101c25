import { beginAction } from "./action.ts";
import type { GuardContext } from "./context.ts";
import { decideAction } from "./decide-action.ts";
import type { Envelope } from "./envelope.ts";
import type { TextOutcome } from "./outcome.ts";
import { notRedacted, redactAction } from "./redact-action.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import { admitMembers, eventOf, isRefusal, type Members, stepEvent } from "./step-event.ts";

/** A prompt, an output or a message: decided, and what of it may be passed on. Never rejects. */
export async function passText(
  context: GuardContext,
  kind: "prompt" | "output" | "message",
  given: Envelope,
): Promise<TextOutcome> {
  const members = eventOf(context, kind, given as unknown as Members);
  const event = isRefusal(members) ? undefined : admitMembers(context, members);
  if (event === undefined || event.kind === "invalid")
    return refuseInvalid(context, isRefusal(members) ? members : undefined, event);
  const action = beginAction(event);
  const settled = await decideAction(context, action, await stepEvent(context, event));
  const { decision } = settled;
  const common = { call: action.key, decision, records: action.records } as const;
  if (!settled.proceeds) return { kind: "denied", ...settled.refusal, ...common };
  const text = "text" in event.raw ? (event.raw.text ?? "") : "";
  const passed = await redactAction(context, action, text, "text", settled.decision.obligations);
  return typeof passed === "string"
    ? { kind: "passed", text: passed, ...common }
    : { kind: "denied", ...notRedacted, ...common };
}
