import type { Event } from "../event/event.ts";
import { releaseFields } from "../event/plain-call.ts";
import { actionKeyOf, beginsAction, ownerOf } from "./action-key.ts";
import type { Setting } from "./assemble-decision.ts";
import { circumstancesOf, textOf } from "./circumstances.ts";
import type { Decision } from "./decision.ts";
import { dischargedBy } from "./discharge.ts";
import { advanceHistory } from "./history/advance-history.ts";
import type { HistoryIndex } from "./history/history-index.ts";
import type { PolicyIr } from "./ir.ts";
import { joinLabels } from "./labels.ts";
import { mapGet, mapRemove, mapSet } from "./ordered-map.ts";
import type { PastOf } from "./past.ts";
import { addText, type ProvenanceSource } from "./provenance.ts";
import { rankOf } from "./reason.ts";
import {
  type ActionRecord,
  actionOf,
  emptySession,
  type Response,
  type SeenId,
  type SessionState,
  type State,
  sessionOf,
} from "./state.ts";

/** What recording needs to know besides the event. */
export interface Recording {
  readonly ir: PolicyIr;
  readonly setting: Setting;
  readonly textBudget: number;
  readonly index: HistoryIndex;
  readonly past: PastOf;
}

/** What was decided, and about which action: the event itself, or the call that it starts or answers. */
export interface Decided {
  readonly subject: Event;
  readonly decision: Decision;
}

/** A session that is being made from another. */
type SessionDraft = { -readonly [member in keyof SessionState]: SessionState[member] };

/** Every member by its name: this is done for every event, and a spread costs many times as much. */
const copySession = (session: SessionState): SessionDraft => ({
  clock: session.clock,
  opened: session.opened,
  ids: session.ids,
  actions: session.actions,
  responses: session.responses,
  tasks: session.tasks,
  labels: session.labels,
  awaiting: session.awaiting,
  strays: session.strays,
  provenance: session.provenance,
});

/** The state after an event (`language.md` 4, life of an action): its id, its decision and what its kind does. */
export function recordEvent(
  state: State,
  event: Event,
  decided: Decided | undefined,
  recording: Recording,
  /** To an event that is no action, for its redelivery. */
  answer?: Decision,
): State {
  const before = sessionOf(state, event.session);
  const session = copySession(before ?? emptySession());
  if (before === undefined) session.opened = state.history.seq + 1;
  const history = recordHistory(state.history, session, event, decided, recording);
  session.clock = event.at ?? session.clock;
  session.ids = mapSet(session.ids, event.id, seenId(event, answer));
  if (decided !== undefined) recordDecision(session, state, decided, recording);
  recordKind(session, state, event, decided, recording);
  const { revoked, heartbeats, kills, glasses, lost } = state;
  const sessions = mapSet(state.sessions, event.session, session);
  return recordWide({ sessions, revoked, heartbeats, history, kills, glasses, lost }, event);
}

function seenId(event: Event, decision: Decision | undefined): SeenId {
  const contentHash = event.hashes.content();
  if (decision !== undefined) return { contentHash, decision };
  return beginsAction(event) ? { contentHash, action: actionKeyOf(event) } : { contentHash };
}

function recordHistory(
  history: State["history"],
  session: SessionState,
  event: Event,
  decided: Decided | undefined,
  { index }: Recording,
): State["history"] {
  if (index.terms.length === 0) return history;
  const key = event.kind === "call" || event.kind === "message" ? actionKeyOf(event) : event.call;
  const isCounted = decided?.subject.kind === "call" || decided?.subject.kind === "message";
  const isOpenResult =
    event.kind === "result" && decided !== undefined && rankOf(decided.decision.level) > rankOf("log");
  const before = key === undefined ? undefined : actionOf(session, key);
  const advance = {
    event,
    owner: key === undefined ? undefined : ownerOf(event.session, key),
    before,
    isNew: before === undefined && !session.strays && (event.kind === "call" || event.kind === "message"),
    decision: isCounted ? decided.decision : undefined,
    subject: decided?.subject ?? event,
    resultOwner: isOpenResult ? ownerOf(event.session, event.id) : "",
    sessionClock: session.clock,
  };
  return advanceHistory(history, advance, index);
}

/** When an action is to proceed, the approvals that let it are consumed in the same step. */
function recordDecision(
  session: SessionDraft,
  state: State,
  { subject, decision }: Decided,
  { setting, past }: Recording,
): void {
  const key = actionKeyOf(subject);
  const known = actionOf(session, key);
  const proceeds = rankOf(decision.level) <= rankOf("log");
  // What has no tool goes out at once; a call has yet to start.
  const done = proceeds && subject.kind !== "call";
  const record: ActionRecord = {
    status: done ? "done" : proceeds ? "proceed" : "pending",
    ran: known?.ran ?? false,
    decision,
    event: done ? undefined : (known?.event ?? subject),
    tool: subject.tool,
    actionHash: subject.hashes.action(),
    demandedAt: known?.demandedAt ?? subject.at,
    rejectedBy: known?.rejectedBy ?? nobody,
  };
  session.actions = mapSet(session.actions, key, record);
  // It may wait for long.
  if (record.event !== undefined) releaseFields(record.event);
  if (proceeds) consume(session, state, { subject, decision }, key, setting, past);
}

const nobody: readonly never[] = [];

function consume(
  session: SessionDraft,
  state: State,
  { subject, decision }: Decided,
  key: string,
  setting: Setting,
  past: PastOf,
): void {
  const hash = session.responses === undefined ? undefined : subject.hashes.action();
  const responses = hash === undefined ? undefined : mapGet(session.responses, hash);
  if (hash === undefined || responses === undefined) return;
  const circumstances = circumstancesOf(state, subject, past);
  const used = new Set<Response>(
    decision.requirements.flatMap(
      (requirement) => dischargedBy(requirement, subject, circumstances, setting.agents) ?? [],
    ),
  );
  const consumed = responses.map((response) =>
    used.has(response) && !response.usedBy.includes(key)
      ? { ...response, usedBy: [...response.usedBy, key] }
      : response,
  );
  session.responses = mapSet(session.responses, hash, consumed);
}

function recordKind(
  session: SessionDraft,
  state: State,
  event: Event,
  decided: Decided | undefined,
  recording: Recording,
): void {
  const { raw } = event;
  switch (raw.kind) {
    case "prompt":
      addParts(session, event, { kind: authorOf(raw), name: "" }, recording);
      break;
    case "message":
      addParts(session, event, { kind: "agent", name: textOf(event.agent) ?? "" }, recording);
      break;
    case "started":
      recordStart(session, state, event, decided, recording);
      break;
    case "result":
    case "error":
    case "cancelled":
      recordOutcome(session, state, event, decided?.subject ?? event, recording);
      break;
    case "task_start":
      session.tasks = mapSet(session.tasks, raw.task, { startedAt: event.at, agents: raw.agents });
      break;
    case "task_end":
      session.tasks = mapRemove(session.tasks, raw.task);
      break;
    default:
      break;
  }
}

/** A prompt that does not say who wrote it is the user's; where that was not recorded, it may be either's. */
function authorOf({ from, not_recorded }: Extract<Event["raw"], { readonly kind: "prompt" }>) {
  return from ?? (not_recorded?.includes("from") ? "user-or-system" : "user");
}

/** Labels follow from which tools started, whatever was decided: a log can show what should not have happened. */
function recordStart(
  session: SessionDraft,
  state: State,
  event: Event,
  decided: Decided | undefined,
  recording: Recording,
): void {
  const action = event.call === undefined ? undefined : actionOf(session, event.call);
  const tool = action?.tool ?? event.tool;
  run(session, state, tool, action?.event ?? event, recording);
  if (event.call === undefined) return;
  if (action === undefined) {
    session.strays = true;
    return;
  }
  const proceeds = decided !== undefined && rankOf(decided.decision.level) <= rankOf("log");
  // Started again after it was started: it still returns once.
  if (!action.ran) session.awaiting = mapSet(session.awaiting, tool ?? "", awaited(session, tool) + 1);
  session.actions = mapSet(session.actions, event.call, {
    ...action,
    ran: true,
    status: action.status === "done" ? "done" : proceeds ? "started" : "pending",
  });
}

function recordOutcome(session: SessionDraft, state: State, event: Event, subject: Event, recording: Recording): void {
  const action = event.call === undefined ? undefined : actionOf(session, event.call);
  const tool = subject.tool ?? action?.tool;
  const ran = event.kind !== "cancelled" || action?.ran === true;
  // Rules on what a result holds are judged once more, now that it is there.
  if (ran) run(session, state, tool, subject, recording);
  if (event.kind !== "cancelled") addParts(session, event, { kind: "tool", name: tool ?? "" }, recording);
  if (event.call === undefined || action === undefined) return;
  const left = awaited(session, tool) - (action.ran && action.status !== "done" ? 1 : 0);
  session.awaiting = left > 0 ? mapSet(session.awaiting, tool ?? "", left) : mapRemove(session.awaiting, tool ?? "");
  session.actions = mapSet(session.actions, event.call, { ...action, ran, status: "done", event: undefined });
}

const awaited = (session: SessionState, tool: string | undefined): number => mapGet(session.awaiting, tool ?? "") ?? 0;

function run(
  session: SessionDraft,
  state: State,
  tool: string | undefined,
  event: Event,
  { ir, past }: Recording,
): void {
  session.labels = joinLabels(session.labels, ir, tool, event, circumstancesOf(state, event, past));
}

/** What the agent has read from now on; where not all of it was recorded, a mark that says so. */
function addParts(
  session: SessionDraft,
  event: Event,
  from: Pick<ProvenanceSource, "kind" | "name">,
  { textBudget }: Recording,
): void {
  const split = event.parts.some(({ path }) => path.length > 0);
  for (const { path, text } of event.parts) {
    const source: ProvenanceSource = { ...from, path, ...(split && path.length === 0 ? { split } : {}) };
    session.provenance = addText(session.provenance, { source, text, complete: true }, textBudget);
  }
  if (!event.partsComplete) {
    session.provenance = addText(
      session.provenance,
      { source: { ...from, path: [] }, text: "", complete: false },
      textBudget,
    );
  }
}

/** What holds beyond the session: revocations and the heartbeat of their feed. */
export function recordWide(state: State, event: Event): State {
  const { raw } = event;
  if (raw.kind === "heartbeat") {
    const key = textOf(event.tenant) ?? "";
    return { ...state, heartbeats: mapSet(state.heartbeats, key, event.at ?? mapGet(state.heartbeats, key) ?? null) };
  }
  if (raw.kind !== "revocation") return state;
  const { agent, token, user } = raw.subject;
  const tenant = textOf(event.tenant) ?? null;
  let { revoked } = state;
  for (const [kind, name] of Object.entries({ agent, token, user })) {
    if (name === undefined) continue;
    const key = `${kind}:${name}`;
    const tenants = mapGet(revoked, key) ?? [];
    if (!tenants.includes(tenant)) revoked = mapSet(revoked, key, [...tenants, tenant]);
  }
  return { ...state, revoked };
}
