import type { Event } from "../../event/event.ts";
import { copyFields } from "../../event/row.ts";
import { unrecorded } from "../../value/value.ts";
import type { Decision } from "../decision.ts";
import { rankOf } from "../reason.ts";
import type { ActionRecord } from "../state.ts";
import type { History } from "./history.ts";
import type { HistoryIndex } from "./history-index.ts";
import { type Acted, recordOccurrence, settleOccurrences, withdrawOccurrence } from "./record-history.ts";

/** What an event did: the call or message it is about, before it, and what was decided about that. */
export interface Advance {
  readonly event: Event;
  /** The owner of what the call brings; undefined where the event names none. */
  readonly owner: string | undefined;
  readonly before: ActionRecord | undefined;
  /** Nothing of the owner was recorded before. */
  readonly isNew: boolean;
  /** The decision on a call or a message; results and what has no tool bring nothing when they are decided. */
  readonly decision: Decision | undefined;
  /** The owner of a result that may be decided again; otherwise "". */
  readonly resultOwner: string;
  /** What the decision was about, or the event itself. */
  readonly subject: Event;
  /** The last known time of the session before the event. */
  readonly sessionClock: number | undefined;
}

/** The history after an event (`language.md` 5): what happened to its call, in the order of an action's life. */
export function advanceHistory(history: History, advance: Advance, index: HistoryIndex): History {
  if (index.terms.length === 0) return history;
  const { event, decision, before, isNew } = advance;
  const { at } = event;
  const known = index.ordered ? history.clock : advance.sessionClock;
  const clock = at === undefined ? known : Math.max(at, known ?? at);
  const { tracking, seq, size, terms, keys } = history;
  let next: History = !index.ordered || clock === history.clock ? history : { tracking, clock, seq, size, terms, keys };
  const call = callOf(advance);
  // Of one event there is one occurrence in a phase.
  const action: Acted = { event: call, tool: call.tool, owner: advance.owner ?? "", isFirst: isNew, at, clock };
  const proceeds = decision !== undefined && rankOf(decision.level) <= rankOf("log");

  if ((event.kind === "call" || event.kind === "message") && before === undefined) {
    next = recordOccurrence(next, "attempted", action, true, index);
  }
  if (decision !== undefined && event.kind !== "started" && event.kind !== "result") {
    if (decision.level === "deny" && before?.decision.level !== "deny") {
      next = recordOccurrence(next, "denied", action, true, index);
    }
    if (proceeds && before?.status !== "proceed") {
      // It may start from now on: others are decided as if it had.
      next = recordOccurrence(next, "started", action, false, index);
      if (decision.requirements.some(({ kind }) => kind === "approval")) {
        next = recordOccurrence(next, "approved", action, true, index);
      }
    }
    if (!proceeds && before?.status === "proceed") next = withdrawOccurrence(next, "started", action, index);
  }
  // A message goes out at once; nothing decides it again.
  if (call.kind === "message" && proceeds) next = settleOccurrences(next, action, index);
  switch (event.kind) {
    case "started":
      // A start that is refused may have happened all the same; what came of it will tell.
      if (before?.status !== "started" && before?.status !== "done") {
        next = recordOccurrence(next, "started", action, proceeds, index);
      }
      break;
    case "result":
    case "error": {
      if (before?.status === "done") break;
      if (before?.status !== "started") next = recordOccurrence(next, "started", action, true, index);
      const outcome = event.kind === "result" ? "executed" : "failed";
      const answered: Acted = { event: call, tool: call.tool, owner: advance.resultOwner, isFirst: isNew, at, clock };
      next = recordOccurrence(next, outcome, answered, true, index);
      next = settleOccurrences(next, action, index);
      break;
    }
    case "cancelled":
      if (before?.status === "pending" || before?.status === "proceed") {
        next = withdrawOccurrence(next, "started", action, index);
      }
      next = settleOccurrences(next, action, index);
      break;
    default:
      break;
  }
  return next;
}

/** The call with its fields, and with the result if the event is one. Of a call never seen, the arguments are unknown. */
function callOf({ event, before, subject }: Advance): Event {
  if (event.kind === "call" || event.kind === "message") return event;
  const call = before?.event ?? (subject.kind === "call" ? subject : undefined);
  if (call === undefined) {
    return {
      ...event,
      tool: event.tool ?? before?.tool,
      fields: copyFields(event.fields, { args: unrecorded("not_recorded") }),
    };
  }
  return { ...call, fields: copyFields(call.fields, { at: event.fields.at, result: event.fields.result }) };
}
