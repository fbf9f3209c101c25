import type { Obligation } from "../engine/decision.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import type { Action } from "./action.ts";
import type { GuardContext } from "./context.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { Refusal } from "./guard-code.ts";
import { withinTime } from "./within-time.ts";

/** Whether the host confined the call as its obligations want it; several all hold. Never rejects. */
export async function confineAction(
  context: GuardContext,
  action: Action,
  obligations: readonly Obligation[],
): Promise<boolean> {
  for (const obligation of obligations) {
    if (obligation.kind !== "confine") continue;
    const { session, tool } = action.event;
    const ended = await withinTime(context.machine, context.timeouts.handlerMs, () => {
      const { confine } = context.handlers;
      if (confine === undefined) throw new Error("there is no handler");
      return confine(frozenCopy(obligation), { call: action.key, session, tool });
    });
    const isDone = ended.kind === "returned";
    action.statuses.set(canonicalJson(obligation), isDone ? "done" : "failed");
    if (!isDone) return false;
  }
  return true;
}

export const notConfined: Refusal = { code: "obligation_failed", message: "its connections could not be confined" };
