import { circumstancesOf } from "../engine/circumstances.ts";
import type { Decision, Level } from "../engine/decision.ts";
import { levels } from "../engine/decision.ts";
import { defaultKeyBudget } from "../engine/history/history.ts";
import { indexHistory } from "../engine/history/history-index.ts";
import type { Inspection } from "../engine/inspect-event.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { pastOf } from "../engine/past.ts";
import { sessionOf } from "../engine/state.ts";
import { createEngine, liftTime } from "../engine/step.ts";
import { admit } from "../event/admit.ts";
import type { Event, InvalidEvent, RawEvent } from "../event/event.ts";
import { readEvent } from "../event/read-event.ts";
import type { JsonValue } from "../json/json-value.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import type { Field } from "../value/value.ts";
import { type Assumption, applyAssumptions } from "./assumptions.ts";
import type { SimulatedSession, TimelineEntry } from "./simulation.ts";
import { summariseEvent } from "./summarise-event.ts";

/** One session as an importer delivers it. */
export interface ReplaySession {
  readonly session: string;
  readonly file: string;
  readonly format: string;
  readonly events: readonly RawEvent[];
}

export interface ReplayOptions {
  /** `recorded` uses the log's outcomes; in `counterfactual` a call starts only if its level is `allow` or `log`. */
  readonly mode: "recorded" | "counterfactual";
  readonly assumptions: readonly Assumption[];
  /** Obligations the host performs; undefined: all of them (`language.md` 4). */
  readonly performs?: readonly string[];
  /** Called for each decided event, with what takes its rules apart on demand: the state before it is kept. */
  readonly watch?: (entry: TimelineEntry, inspect: () => Inspection | undefined) => void;
  /** Called before each event is decided, with the history as it lies before it: a term by its name. */
  readonly measure?: (event: Event, history: (term: string) => Field) => void;
  readonly readYaml?: (text: string) => JsonValue | undefined;
}

/**
 * Replays sessions through one engine, so that state wider than a session is seen: they run in the order of their recorded
 * times; without times for all, one after the other and known to be unordered.
 */
export function replaySessions(
  policy: PolicyIr,
  sessions: readonly ReplaySession[],
  options: ReplayOptions,
): readonly SimulatedSession[] {
  const independent = options.assumptions.some(({ kind }) => kind === "sessions");
  const order = independent ? undefined : orderByTime(sessions);
  const isOrdered = independent || order !== undefined || sessions.length <= 1;
  const engine = createEngine(policy, {
    engine: "closures",
    sessions: isOrdered ? "ordered" : "unordered",
    ...(options.performs === undefined ? {} : { performs: options.performs }),
  });
  let state = engine.initial();
  const past = pastOf(indexHistory(policy.terms, defaultKeyBudget, isOrdered));
  const step: Step = (event) => {
    const before = state;
    if (options.measure !== undefined && event.kind !== "invalid") {
      const circumstances = circumstancesOf(before, liftTime(event, sessionOf(before, event.session)?.clock), past);
      options.measure(event, (term) => circumstances.past.field(term));
    }
    const stepped = engine.step(before, event, { explain: true });
    state = stepped.state;
    return { ...stepped, inspect: () => engine.inspect(before, event) };
  };
  const running = sessions.map((session) => openSession(session, policy, options, step));
  if (order !== undefined) for (const { session, index } of order) running[session]?.next(index);
  else {
    for (const [session, { events }] of sessions.entries()) {
      if (independent) state = engine.initial();
      for (const index of events.keys()) running[session]?.next(index);
    }
  }
  return running.map(({ close }) => close());
}

/** The events of all sessions by time, each session in its own order; undefined where some time was not recorded. */
export function orderByTime(
  sessions: readonly ReplaySession[],
): readonly { readonly session: number; readonly index: number }[] | undefined {
  const placed: { readonly session: number; readonly index: number; readonly ms: number }[] = [];
  for (const [session, { events }] of sessions.entries()) {
    let clock = Number.NEGATIVE_INFINITY;
    for (const [index, { at }] of events.entries()) {
      const ms = at === undefined ? undefined : parseTimestamp(at);
      if (ms === undefined) return undefined;
      clock = Math.max(clock, ms);
      placed.push({ session, index, ms: clock });
    }
  }
  return placed.sort((a, b) => a.ms - b.ms || a.session - b.session || a.index - b.index);
}

type Step = (event: Event | InvalidEvent) => {
  readonly decision: Decision | undefined;
  readonly actionHash: string | undefined;
  readonly inspect: () => Inspection | undefined;
};

interface RunningSession {
  /** Replays the event at this place of the session. */
  readonly next: (index: number) => void;
  readonly close: () => SimulatedSession;
}

function openSession(session: ReplaySession, policy: PolicyIr, options: ReplayOptions, step: Step): RunningSession {
  const entries: TimelineEntry[] = [];
  const outcomes = new Map(
    session.events.map((event) => [event.call ?? event.id, ranOf(event.kind)] as const).filter(([, ran]) => ran),
  );
  const blocked = new Set<string>();
  const next = (index: number): void => {
    const recorded = session.events[index];
    if (recorded === undefined) return;
    if (index === 0) {
      for (const start of assumedTask(session, options.assumptions)) {
        step(admitted(applyAssumptions(start, 0, options.assumptions, policy), policy, options));
      }
    }
    const raw = applyAssumptions(recorded, index, options.assumptions, policy);
    // What a blocked call did has not happened. Answers to it have: they may let it go ahead.
    const isBlocked = options.mode === "counterfactual" && raw.call !== undefined && blocked.has(raw.call);
    if (isBlocked && ranOf(raw.kind)) return;
    for (const heartbeat of assumedHeartbeats(raw, options.assumptions)) step(admitted(heartbeat, policy, options));
    const event = admitted(raw, policy, options);
    const { decision, actionHash, inspect } = step(event);
    if (decision === undefined || raw.kind === "started") return;
    // An answer (an approval, say) re-decides its call; the call may go ahead after it.
    if (rank(decision.level) <= rank("log")) blocked.delete(raw.call ?? raw.id);
    else if (raw.kind === "call") blocked.add(raw.call ?? raw.id);
    const entry = timelineEntry(entries.length, raw, event, { decision, actionHash }, outcomes.get(raw.call ?? raw.id));
    entries.push(entry);
    options.watch?.(entry, inspect);
  };
  const close = (): SimulatedSession => ({
    session: session.session,
    file: session.file,
    format: session.format,
    entries,
    strictest: entries.reduce<Level>((strictest, { decision }) => stricter(strictest, decision.level), "allow"),
  });
  return { next, close };
}

export const rank = (level: Level): number => levels.indexOf(level);
const stricter = (left: Level, right: Level): Level => (rank(left) >= rank(right) ? left : right);

const ranOf = (kind: RawEvent["kind"]): boolean => kind === "started" || kind === "result" || kind === "error";

function admitted(raw: RawEvent, policy: PolicyIr, options: ReplayOptions): Event | InvalidEvent {
  const read = readEvent(raw);
  if ("kind" in read) return read;
  return admit(read.raw, policy.catalogue, options.readYaml === undefined ? {} : { readYaml: options.readYaml });
}

/** An assumed identity includes that the revocation feed is alive: a heartbeat stands before each event. */
function assumedHeartbeats(raw: RawEvent, assumptions: readonly Assumption[]): readonly RawEvent[] {
  const assumed = assumptions.some((assumption) => assumption.kind === "identity" && assumption.part === "all");
  if (!assumed) return [];
  const heartbeat: RawEvent = {
    kind: "heartbeat",
    id: `${raw.id}~heartbeat`,
    session: raw.session,
    ...(raw.at === undefined ? { not_recorded: ["at"] } : { at: raw.at }),
  };
  return [heartbeat];
}

type Decided = Pick<TimelineEntry, "decision" | "actionHash">;

function timelineEntry(
  index: number,
  raw: RawEvent,
  event: Event | InvalidEvent,
  { decision, actionHash }: Decided,
  ran: boolean | undefined,
): TimelineEntry {
  return {
    index,
    id: raw.id,
    kind: raw.kind,
    subject: raw.kind === "message" ? raw.to : "tool" in raw ? raw.tool : undefined,
    agent: raw.agent,
    at: event.kind === "invalid" ? undefined : event.at,
    decision,
    actionHash,
    summary: summariseEvent(raw),
    ran: raw.kind === "call" ? ran : undefined,
    wantOfEvidence: restsOnWantOfEvidence(decision),
  };
}

/** An assumed task starts with the session, where the format has no place for tasks. */
function assumedTask(session: ReplaySession, assumptions: readonly Assumption[]): readonly RawEvent[] {
  const [first] = session.events;
  const missing = first?.not_recorded ?? [];
  if (first === undefined || !missing.includes("task") || !assumptions.some(({ kind }) => kind === "task")) return [];
  const { id, at } = first;
  const task: RawEvent = {
    kind: "task_start",
    id: `${id}~task`,
    session: first.session,
    task: "assumed",
    ...(at === undefined ? { not_recorded: missing.filter((path) => path === "at") } : { at }),
  };
  return [task];
}

/** True when nothing but unrecorded facts raised the level above `log`. */
function restsOnWantOfEvidence(decision: Decision): boolean {
  if (rank(decision.level) <= rank("log")) return false;
  const raising = decision.reasons.filter(({ level, observed }) => observed !== true && rank(level) > rank("log"));
  return raising.every(
    (reason) =>
      reason.class === "evidence" &&
      reason.unknowns.length > 0 &&
      reason.unknowns.every(({ cause }) => cause === "not_recorded"),
  );
}
