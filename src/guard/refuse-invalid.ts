import type { InvalidEvent } from "../event/event.ts";
import { notWritten } from "./action.ts";
import type { GuardContext } from "./context.ts";
import type { Refusal } from "./guard-code.ts";
import type { Denied } from "./outcome.ts";
import { stepEvent } from "./step-event.ts";

/** What the host handed in is no event: denied and recorded as such. The reason of the decision names the member at fault. */
export async function refuseInvalid(
  context: GuardContext,
  refusal: Refusal | undefined,
  given: InvalidEvent | undefined,
): Promise<Denied> {
  const { path, message } = given ?? { path: "", message: refusal?.message ?? "" };
  const event: InvalidEvent = { kind: "invalid", id: given?.id, path, message };
  const { decision } = await stepEvent(context, event);
  const said = refusal ?? { code: "invalid_call", message: "it is not a valid event" };
  const { record, isWritten } = await context.recorder.write({
    event,
    decision,
    actionHash: undefined,
    refusal: said,
    statusOf: () => "undone",
  });
  return { kind: "denied", ...(isWritten ? said : notWritten), call: event.id ?? "", decision, records: [record] };
}
