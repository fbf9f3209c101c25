import { actionKeyOf } from "../engine/action-key.ts";
import type { Obligation } from "../engine/decision.ts";
import type { Event } from "../event/event.ts";
import { sessionGaps } from "../event/event-shape.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import type { GuardContext } from "./context.ts";
import type { DecisionRecord, ObligationStatus } from "./decision-record.ts";
import type { Refusal } from "./guard-code.ts";
import { admitMembers, eventOf, isRefusal, type Members, type Stepped, stepEvent, undecided } from "./step-event.ts";
import { withinTime } from "./within-time.ts";

/** One action on its way through the guard: what was performed for it so far, and its records. */
export interface Action {
  readonly event: Event;
  readonly key: string;
  /** By the canonical form of the obligation. */
  readonly statuses: Map<string, ObligationStatus>;
  readonly records: DecisionRecord[];
}

export const beginAction = (event: Event): Action => ({
  event,
  key: actionKeyOf(event),
  statuses: new Map(),
  records: [],
});

/** What every event of an action says of its circumstances; what was not recorded of them stays so. */
export function circumstancesOf({ raw }: Event): Members {
  const { session, tenant, agent, chain, purpose } = raw;
  const gaps = (raw.not_recorded ?? []).filter((path) => keptGaps.includes(path.split(".")[0] ?? ""));
  return { session, tenant, agent, chain, purpose, ...(gaps.length === 0 ? {} : { not_recorded: gaps }) };
}

const keptGaps: readonly string[] = ["tenant", "agent", "chain", "purpose", ...Object.values(sessionGaps)];

/**
 * Feeds how an action ended and records it. `happened`: it was started, so its record is kept until it can be written. Never rejects.
 */
export async function reportEnd(
  context: GuardContext,
  action: Action,
  members: Members,
  refusal: Refusal,
  happened: boolean,
): Promise<void> {
  const { kind, not_recorded: more, ...own } = members;
  const about = circumstancesOf(action.event);
  const gaps = [about["not_recorded"], more].flatMap((list) => (Array.isArray(list) ? list : []));
  const all = { ...own, call: action.key, ...(gaps.length === 0 ? {} : { not_recorded: gaps }) };
  const made = eventOf(context, kind as Event["kind"], about, all);
  const stepped: Stepped = isRefusal(made)
    ? { event: action.event, ...undecided }
    : await stepEvent(context, admitMembers(context, made));
  const given = recordable(action, { ...stepped, refusal });
  const { record } = await (happened ? context.recorder.writeHappened(given) : context.recorder.write(given));
  action.records.push(record);
}

/**
 * Feeds an event that belongs to an action, performs what its decision newly obliges to, and writes its record. The answer is the
 * decision, and the refusal where something of that failed.
 */
export async function feedAction(
  context: GuardContext,
  action: Action,
  members: Members,
  refuse?: Parameters<typeof stepEvent>[2],
): Promise<Stepped> {
  const { kind, ...own } = members;
  const made = eventOf(context, kind as Event["kind"], circumstancesOf(action.event), own);
  if (isRefusal(made)) return { event: action.event, ...undecided, refusal: made };
  return settleStep(context, action, await stepEvent(context, admitMembers(context, made), refuse));
}

/** Performs the obligations of a decision that were not performed for this action yet, then writes its record. */
export async function settleStep(context: GuardContext, action: Action, stepped: Stepped): Promise<Stepped> {
  const failed = await performObligations(context, action, stepped);
  const refusal = stepped.refusal ?? failed;
  return settleRecord(context, action, { ...stepped, ...(refusal && { refusal }) });
}

/** Writes the record of a decision, or that the guard refuses what the policy left open. */
export async function settleRecord(context: GuardContext, action: Action, stepped: Stepped): Promise<Stepped> {
  // A tool that has answered has acted.
  const write = action.event.kind === "result" ? context.recorder.writeHappened : context.recorder.write;
  const { record, isWritten } = await write(recordable(action, stepped));
  action.records.push(record);
  return isWritten ? stepped : { ...stepped, refusal: notWritten };
}

export const notWritten: Refusal = { code: "record_failed", message: "the decision record could not be written" };

async function performObligations(
  context: GuardContext,
  action: Action,
  stepped: Stepped,
): Promise<Refusal | undefined> {
  let refusal: Refusal | undefined;
  for (const obligation of stepped.decision?.obligations ?? []) {
    const key = canonicalJson(obligation);
    if (!(obligation.kind === "alert" || obligation.kind === "notify") || action.statuses.get(key) === "done") continue;
    const { kind, target } = obligation;
    const handler = context.handlers[kind];
    const ended = await withinTime(context.machine, context.timeouts.handlerMs, () => {
      if (handler === undefined) throw new Error("there is no handler");
      return handler({ target, record: context.recorder.preview(recordable(action, stepped)) });
    });
    action.statuses.set(key, ended.kind === "returned" ? "done" : "failed");
    if (ended.kind === "returned") continue;
    refusal = { code: "obligation_failed", message: `the ${kind} to ${JSON.stringify(target)} was not delivered` };
  }
  return refusal;
}

/** A record is written by being read: `record full` is done where there is a record. Redaction is due until something is sent. */
export function recordable(action: Action, { event, decision, actionHash, refusal }: Stepped) {
  const statusOf = (obligation: Obligation): ObligationStatus =>
    action.statuses.get(canonicalJson(obligation)) ?? (obligation.kind === "record-full" ? "done" : "due");
  return { event, subject: action.event, decision, actionHash, statusOf, ...(refusal && { refusal }) };
}
