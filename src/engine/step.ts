import { type Event, eventKinds, type InvalidEvent } from "../event/event.ts";
import { layoutOf } from "../event/layout.ts";
import { copyFields } from "../event/row.ts";
import { present } from "../value/value.ts";
import { actionKeyOf, beginsAction } from "./action-key.ts";
import { answerBaseline } from "./answer-baseline.ts";
import type { Setting } from "./assemble-decision.ts";
import { circumstancesOf } from "./circumstances.ts";
import { clockFault, defaultClockBoundMs } from "./clock-fault.ts";
import { compilePolicy } from "./compile-policy.ts";
import type { Decision, Level, ReasonCode } from "./decision.ts";
import { defaultKeyBudget, emptyHistory, trackTerms } from "./history/history.ts";
import { indexHistory } from "./history/history-index.ts";
import { type Inspection, inspectEvent } from "./inspect-event.ts";
import { decideByInterpreter } from "./interpret-policy.ts";
import type { PolicyIr } from "./ir.ts";
import { mapGet, mapSize } from "./ordered-map.ts";
import { type PastOf, pastOf } from "./past.ts";
import { defaultTextBudget } from "./provenance.ts";
import { denial } from "./reason.ts";
import { recordAnswer } from "./record-answer.ts";
import { type Recording, recordEvent, recordWide } from "./record-event.ts";
import { isStop, recordStatement } from "./record-statement.ts";
import { actionOf, emptyState, lostState, noSession, type SessionState, type State, sessionOf } from "./state.ts";
import { unexplained } from "./unexplained.ts";

export interface EngineOptions {
  /** Both mean the same; the interpreter is the reference, the closures are fast. */
  readonly engine: "closures" | "interpreter";
  /** The kinds of obligation the host performs; one it cannot perform is denied. Undefined: all of them. */
  readonly performs?: readonly string[];
  /** How many event ids a session remembers (100,000); further events are denied `id_budget`. */
  readonly idBudget?: number;
  /** Characters of text a session keeps for `origin` (1 MiB); beyond it a miss says nothing. */
  readonly textBudget?: number;
  /** How many keys the history terms keep together (100,000); a key without place is unknown until the window has passed. */
  readonly keyBudget?: number;
  /** Milliseconds between an event's own time and its admission, and of an admission behind the last one (300,000); beyond: `clock`. */
  readonly clockBoundMs?: number;
  /** `unordered`: of what other sessions did nobody knows whether it came before; only a session itself is in order. */
  readonly sessions?: "ordered" | "unordered";
}

export interface Engine {
  /** A complete and empty state: nothing has happened before. */
  readonly initial: () => State;
  /**
   * The state to start with where the past was lost: every kill switch may be set until an `admin` event states it, and what
   * was counted is not known until each window has passed.
   */
  readonly lost: () => State;
  /**
   * Decides an event on the state before it and records it; the decision is undefined where the event asks for none. With
   * `explain` its reasons say what they rest on; the state is the same either way, and does not hold that: an action that
   * is over is answered again without it.
   */
  readonly step: (state: State, event: Event | InvalidEvent, options?: StepOptions) => Stepped;
  /** What `step` would decide, without its explanation. */
  readonly decide: (state: State, event: Event | InvalidEvent) => Decision;
  /** What `step` would decide. */
  readonly explain: (state: State, event: Event | InvalidEvent) => Decision;
  /** Every rule that has a say about the event, taken apart; undefined where there is nothing to decide. */
  readonly inspect: (state: State, event: Event | InvalidEvent) => Inspection | undefined;
  /** The level of `decide` alone, as fast as it can be had. */
  readonly level: (state: State, event: Event | InvalidEvent) => Level;
}

export interface StepOptions {
  /** Adds to the reasons the facts behind them, as `explain` does (false). */
  readonly explain?: boolean;
}

export interface Stepped {
  readonly state: State;
  readonly decision: Decision | undefined;
  /** Of the action that was decided: the event itself, or what it starts or answers. Undefined where there is none. */
  readonly actionHash: string | undefined;
}

const defaultIdBudget = 100_000;

/**
 * An engine for a policy: pure functions over states and events. Nothing throws on an event, whatever it holds. Events of
 * a session must come in their order; their time is lifted to the last one's if a little behind.
 */
export const createEngine = (ir: PolicyIr, options: EngineOptions): Engine =>
  createEngineWith(options.engine === "closures" ? byClosures : byInterpreter, ir, options);

/** The same by what finds decisions. */
export function createEngineWith(makeJudge: JudgeMaker, ir: PolicyIr, options: Omit<EngineOptions, "engine">): Engine {
  const setting: Setting = {
    performs: options.performs === undefined ? undefined : new Set(options.performs),
    agents: new Set(ir.agents.map(({ name }) => name)),
  };
  const idBudget = options.idBudget ?? defaultIdBudget;
  const clockBoundMs = options.clockBoundMs ?? defaultClockBoundMs;
  const isOrdered = options.sessions !== "unordered";
  const index = indexHistory(ir.terms, options.keyBudget ?? defaultKeyBudget, isOrdered, layoutOf(ir.catalogue));
  const past = pastOf(index);
  const recording: Recording = { ir, setting, textBudget: options.textBudget ?? defaultTextBudget, index, past };
  const judge = makeJudge(ir, setting, past);

  /** What to decide: the decision is known already, or an event is to be judged, or there is nothing to decide. */
  const prepare = (state: State, given: Event | InvalidEvent): Prepared => {
    if (given.kind === "invalid") return settled(invalidEvent(given));
    if (!eventKinds.includes(given.kind)) return settled(refusal("invalid_event", "invalid", "unknown kind of event"));
    const session = sessionOf(state, given.session) ?? noSession;
    const event = liftTime(given, session.clock);
    const seen = mapGet(session.ids, event.id);
    if (seen !== undefined && seen.contentHash !== event.hashes.content()) {
      return settled(refusal("id_reuse", "invalid", "this id was used for another content"));
    }
    const action = actionOf(session, beginsAction(event) ? actionKeyOf(event) : "");
    if (seen === undefined && action !== undefined) {
      return settled(refusal("id_reuse", "invalid", "this call was begun by another event"));
    }
    const open = action !== undefined && (action.status === "pending" || action.status === "proceed");
    if (seen !== undefined && !open) return { kind: "repeated", event, decision: action?.decision ?? seen.decision };
    // What was decided before and comes again may come late; what is said of it has a time of its own.
    const fault = clockFault(given, seen === undefined ? session.clock : undefined, clockBoundMs);
    if (fault !== undefined) return settled(refusal("clock", "invalid", fault));
    if (seen === undefined && mapSize(session.ids) >= idBudget) {
      const decided = subjectOf(session, event) !== undefined;
      const decision = refusal("id_budget", "rule", `more than ${idBudget} ids in one session`);
      return { kind: "over-budget", event, decision: decided ? decision : undefined };
    }
    return { kind: "open", event, subject: subjectOf(session, event) };
  };

  /** What starts without ever having been decided must not start, and a statement or a baseline is answered; nothing else is. */
  const withoutSubject = (state: State, event: Event): Omit<Stepped, "actionHash"> => {
    if (event.kind === "admin") return recordStatement(state, event, ir);
    if (event.kind === "baseline") return answerBaseline(state, event, ir);
    const stray = event.kind === "started";
    const decision = stray
      ? refusal("invalid_event", "invalid", "it starts no call that was put to decision")
      : undefined;
    return { state, decision };
  };

  /** A call of whose session nothing is known: no id, no earlier time, no call that it could belong to. */
  const opensSession = (state: State, given: Event | InvalidEvent): given is Event =>
    given.kind === "call" && idBudget > 0 && sessionOf(state, given.session) === undefined;

  const judged = (state: State, given: Event | InvalidEvent, explain: boolean): Decision => {
    if (opensSession(state, given) && clockFault(given, undefined, clockBoundMs) === undefined) {
      return judge.decide(given, state, explain);
    }
    const prepared = prepare(state, given);
    if (prepared.kind !== "open") return unexplained(prepared.decision ?? nothingToDecide, explain);
    const { event, subject } = prepared;
    if (subject === undefined) return withoutSubject(state, event).decision ?? nothingToDecide;
    return judge.decide(subject, recordAnswer(state, event), explain);
  };

  /** A state of another policy: its registers of our terms go on, new terms begin with the event. */
  const tracked = (given: State, event: Event | InvalidEvent): State => {
    const { history } = given;
    // The time of all sessions says nothing where each has its own.
    const state =
      isOrdered || history.clock === undefined ? given : { ...given, history: { ...history, clock: undefined } };
    if (history.tracking === index.tracking) return state;
    const at = event.kind === "invalid" ? undefined : event.at;
    const began = at === undefined ? history.clock : Math.max(at, history.clock ?? at);
    const beginning = state === emptyState ? undefined : { at: isOrdered ? began : undefined };
    return { ...state, history: trackTerms(state.history, index.terms, index.tracking, beginning) };
  };

  return {
    initial: () => ({ ...emptyState, history: trackTerms(emptyHistory, index.terms, index.tracking, undefined) }),
    lost: () => lostState,
    decide: (state, event) => judged(tracked(state, event), event, false),
    explain: (state, event) => judged(tracked(state, event), event, true),
    inspect(before, given) {
      const state = tracked(before, given);
      const prepared = prepare(state, given);
      if (prepared.kind !== "open" || prepared.subject === undefined) return undefined;
      const { event, subject } = prepared;
      return inspectEvent(ir, subject, circumstancesOf(recordAnswer(state, event), subject, past));
    },
    level(before, given) {
      const state = tracked(before, given);
      if (opensSession(state, given) && clockFault(given, undefined, clockBoundMs) === undefined) {
        return judge.level(given, state);
      }
      const prepared = prepare(state, given);
      if (prepared.kind !== "open") return (prepared.decision ?? nothingToDecide).level;
      const { event, subject } = prepared;
      if (subject === undefined) return (withoutSubject(state, event).decision ?? nothingToDecide).level;
      return judge.level(subject, recordAnswer(state, event));
    },
    step(before, given, options) {
      const explain = options?.explain === true;
      const state = tracked(before, given);
      const prepared = prepare(state, given);
      switch (prepared.kind) {
        case "settled":
          return { state, decision: unexplained(prepared.decision, explain), actionHash: undefined };
        case "repeated": {
          const { event, decision } = prepared;
          return {
            state,
            decision: decision && unexplained(decision, explain),
            // Of what comes again only the beginning of an action, or a statement, has an answer that is kept.
            actionHash: decision && event.hashes.action(),
          };
        }
        case "over-budget":
          return { state: recordStop(state, prepared.event, ir), decision: prepared.decision, actionHash: undefined };
        case "open": {
          const { event, subject } = prepared;
          const answered = recordAnswer(state, event);
          if (subject === undefined) {
            const { state: next, decision } = withoutSubject(answered, event);
            const kept = decision === undefined ? undefined : unexplained(decision, false);
            return {
              state: recordEvent(next, event, undefined, recording, kept),
              decision: explain ? decision : kept,
              actionHash: undefined,
            };
          }
          const decision = judge.decide(subject, answered, explain);
          const kept = explain ? unexplained(decision, false) : decision;
          return {
            state: recordEvent(answered, event, { subject, decision: kept }, recording),
            decision,
            actionHash: subject.hashes.action(),
          };
        }
      }
    },
  };
}

type Prepared =
  | { readonly kind: "settled"; readonly decision: Decision }
  | { readonly kind: "repeated"; readonly event: Event; readonly decision: Decision | undefined }
  | { readonly kind: "over-budget"; readonly event: Event; readonly decision: Decision | undefined }
  | { readonly kind: "open"; readonly event: Event; readonly subject: Event | undefined };

const settled = (decision: Decision): Prepared => ({ kind: "settled", decision });

export type JudgeMaker = (ir: PolicyIr, setting: Setting, past: PastOf) => Judge;

interface Judge {
  readonly decide: (event: Event, state: State, explain: boolean) => Decision;
  readonly level: (event: Event, state: State) => Level;
}

const byClosures: JudgeMaker = (ir, setting, past) => compilePolicy(ir, setting, past);

const byInterpreter: JudgeMaker = (ir, setting, past) => {
  const decide: Judge["decide"] = (event, state, explain) =>
    unexplained(decideByInterpreter(ir, event, circumstancesOf(state, event, past), setting), explain);
  return { decide, level: (event, state) => decide(event, state, false).level };
};

/** What stops must never be lost; nothing else of a session whose ids are used up can proceed any more. */
function recordStop(state: State, event: Event, ir: PolicyIr): State {
  if (event.kind === "revocation") return recordWide(state, event);
  return isStop(event) ? recordStatement(state, event, ir).state : state;
}

/**
 * The action that an event puts to decision: itself, or the call it starts or answers, as it was admitted and at the
 * event's time: arguments are not read a second time.
 */
function subjectOf(session: SessionState, event: Event): Event | undefined {
  switch (event.kind) {
    case "call":
    case "prompt":
    case "output":
    case "message":
      return event;
    case "result":
      return withCall(event, session);
    case "started":
    case "verification":
    case "confirmation":
    case "approval":
    case "rejection": {
      const action = event.call === undefined ? undefined : actionOf(session, event.call);
      return action?.event === undefined ? undefined : atTime(action.event, event);
    }
    default:
      return undefined;
  }
}

/** A result that does not name its tool takes it from its call, and with it the call's arguments. */
function withCall(event: Event, session: SessionState): Event {
  const action = event.call === undefined ? undefined : actionOf(session, event.call);
  if (action === undefined) return event;
  const tool = event.tool ?? action.tool;
  const args = event.fields.args.state === "value" ? event.fields.args : action.event?.fields.args;
  const toolField =
    event.tool === undefined && action.event !== undefined ? action.event.fields.tool : event.fields.tool;
  const fields = copyFields(event.fields, { args: args ?? event.fields.args, tool: toolField });
  return { ...event, tool, fields };
}

const atTime = (event: Event, { at, fields }: Event): Event => ({
  ...event,
  at,
  fields: copyFields(event.fields, { at: fields.at }),
});

/** One monotone clock a session: a time behind the last one is that one. */
export function liftTime(event: Event, clock: number | undefined): Event {
  if (clock === undefined || event.at === undefined || event.at >= clock) return event;
  return { ...event, at: clock, fields: copyFields(event.fields, { at: present({ kind: "timestamp", ms: clock }) }) };
}

const nothingToDecide: Decision = {
  demanded: "allow",
  level: "allow",
  reasons: [],
  requirements: [],
  remaining: [],
  obligations: [],
};

const refusal = (code: ReasonCode, reasonClass: "rule" | "invalid", message: string): Decision => ({
  ...nothingToDecide,
  demanded: "deny",
  level: "deny",
  reasons: [denial(code, reasonClass, { message })],
});

const invalidEvent = ({ path, message }: InvalidEvent): Decision =>
  refusal("invalid_event", "invalid", path === "" ? message : `\`${path}\`: ${message}`);
