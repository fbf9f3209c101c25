import type { Event } from "../event/event.ts";
import type { Value } from "../value/value.ts";
import type { Decision } from "./decision.ts";
import { emptyHistory, type History } from "./history/history.ts";
import { LastLook, type OrderedMap } from "./ordered-map.ts";
import { emptyProvenance, type Provenance } from "./provenance.ts";

/**
 * Everything the past can say to a decision (`language.md` 4 to 6). A value: stepping makes a new state and leaves the old
 * one as it was. `snapshot.ts` writes it as canonical JSON.
 */
export interface State {
  readonly sessions: OrderedMap<SessionState>;
  /** By `agent:NAME`, `token:ID`, `user:ID`: the tenants that revoked it; `null` is a revocation for all. */
  readonly revoked: OrderedMap<readonly (string | null)[]>;
  /** The time of the last heartbeat by tenant; "" is the feed of the whole deployment; `null` if never at a known time. */
  readonly heartbeats: OrderedMap<number | null>;
  /** What conditions count (`language.md` 5). */
  readonly history: History;
  /** By the name of the kill switch, then by its scope and what of it: `tenant acme`, `session `, `agent refund`. */
  readonly kills: OrderedMap<OrderedMap<KillSetting>>;
  /** By the name of the break glass, then by the tenant it was said for; "" is the whole deployment. */
  readonly glasses: OrderedMap<OrderedMap<GlassSetting>>;
  /** The past was lost: a switch of which nothing was stated since may be set. */
  readonly lost: boolean;
}

/** What was stated of a kill switch for one tenant, session or agent, or for all of them. */
export interface KillSetting {
  /** Undefined as long as too few persons stated anything. */
  readonly is: "set" | "clear" | undefined;
  /** Whose word waits for that of others; a person has one. */
  readonly votes: readonly Vote[];
}

/** What was stated of a break glass for one tenant, or for all. */
export interface GlassSetting {
  /** The last opening and who approved it; how long it lasts is the policy's. */
  readonly opened?: { readonly at: number; readonly by: readonly string[] };
  /** Whose approval waits for that of others. */
  readonly votes: readonly { readonly by: string; readonly at: number }[];
}

export interface Vote {
  readonly by: string;
  readonly wants: "set" | "clear";
  readonly at: number | undefined;
}

export interface SessionState {
  /** The last admission time; the clock of a session never runs backwards. */
  readonly clock: number | undefined;
  /** How much had happened in the history when the session began. */
  readonly opened: number;
  readonly ids: OrderedMap<SeenId>;
  readonly actions: OrderedMap<ActionRecord>;
  /** By the action hash they are bound to, in order of arrival. */
  readonly responses: OrderedMap<readonly Response[]>;
  readonly tasks: OrderedMap<TaskRecord>;
  readonly labels: LabelSet;
  /** Started calls whose result was not seen, by tool: what they returned is not in the index. */
  readonly awaiting: OrderedMap<number>;
  /** A tool was seen to start for a call that was not put to decision: it is in the history before the call is. */
  readonly strays: boolean;
  readonly provenance: Provenance;
}

export type LabelSet = Extract<Value, { readonly kind: "labels" }>;

/** An id is one content for ever. The answer is kept for a redelivery after completion. */
export interface SeenId {
  readonly contentHash: string;
  /** The action that it began, if it began one; its answer stands there. */
  readonly action?: string;
  readonly decision?: Decision;
}

/**
 * An action from its decision to its end. `pending`: not (yet) to proceed; `proceed`: to proceed, not started; `started`;
 * `done`: a result, an error or a cancellation was seen, or, for what has no tool, it went out.
 */
export interface ActionRecord {
  readonly status: "pending" | "proceed" | "started" | "done";
  /** A tool was seen to start, or to answer, whatever was decided. */
  readonly ran: boolean;
  /** The last answer. */
  readonly decision: Decision;
  /** Undefined once done: nothing re-decides it. */
  readonly event: Event | undefined;
  readonly tool: string | undefined;
  readonly actionHash: string | undefined;
  readonly demandedAt: number | undefined;
  readonly rejectedBy: readonly string[];
}

/** A verification, confirmation or approval that answered a call. */
export interface Response {
  readonly kind: "verification" | "confirmation" | "approval";
  /** `agent:NAME` or `rule:NAME` for a verification, otherwise the person. */
  readonly by: string;
  readonly roles: readonly string[];
  /** The action that it names. */
  readonly action: string;
  readonly at: number | undefined;
  readonly expiresAt: number | undefined;
  /** How long after the demand it came; undefined where a time is unrecorded. */
  readonly afterMs: number | undefined;
  /** The executions that consumed it. */
  readonly usedBy: readonly string[];
}

export interface TaskRecord {
  readonly startedAt: number | undefined;
  /** Undefined: for every agent of the session. */
  readonly agents: readonly string[] | undefined;
}

const sessionLook = new LastLook<SessionState>();
const actionLook = new LastLook<ActionRecord>();

/** The session of that name. An event asks for its own several times. */
export const sessionOf = ({ sessions }: State, name: string): SessionState | undefined =>
  sessionLook.get(sessions, name);

/** The action known under that key. */
export const actionOf = (session: SessionState | undefined, key: string): ActionRecord | undefined =>
  actionLook.get(session?.actions, key);

export const emptyState: State = {
  sessions: undefined,
  revoked: undefined,
  heartbeats: undefined,
  history: emptyHistory,
  kills: undefined,
  glasses: undefined,
  lost: false,
};

/**
 * The state of a deployment whose past was lost: kill switches may be set until an administrator states them, every break
 * glass is closed, and what was counted is unknown until each window has passed.
 */
export const lostState: State = { ...emptyState, history: { ...emptyHistory, tracking: "lost" }, lost: true };

export const emptyLabels: LabelSet = { kind: "labels", has: new Set(), maybe: new Set(), open: false };

export const emptySession = (): SessionState => ({
  clock: undefined,
  opened: 0,
  ids: undefined,
  actions: undefined,
  responses: undefined,
  tasks: undefined,
  labels: emptyLabels,
  awaiting: undefined,
  strays: false,
  provenance: emptyProvenance(),
});

/** A session of which nothing is known, for reading only: what grows begins with one of its own. */
export const noSession: SessionState = emptySession();
