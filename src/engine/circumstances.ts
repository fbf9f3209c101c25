import type { OriginSource } from "../ast/condition.ts";
import { conformance } from "../event/conformance.ts";
import type { Event } from "../event/event.ts";
import { readEventPath } from "../event/read-event-path.ts";
import { absent, type Field, present, type Truth, unrecorded, type Value } from "../value/value.ts";
import type { Environment } from "./environment.ts";
import type { HistoryIndex } from "./history/history-index.ts";
import { placesOf, short } from "./history/history-key.ts";
import { type Asking, readTerm } from "./history/read-history.ts";
import type { IrBreakGlass } from "./ir.ts";
import { isOpen } from "./is-open.ts";
import { isRevoked } from "./is-revoked.ts";
import { killField } from "./kill-field.ts";
import { mapEntries, mapGet } from "./ordered-map.ts";
import { originOf } from "./provenance.ts";
import {
  type ActionRecord,
  noSession,
  type Response,
  type SessionState,
  type State,
  type TaskRecord,
} from "./state.ts";

/** What a decision reads besides its event: the state strictly before it, seen from it. */
export interface Circumstances {
  readonly labels: Field;
  readonly revocationAge: () => Field;
  readonly killSwitch: (name: string) => Field;
  readonly isOpen: (glass: IrBreakGlass) => boolean;
  readonly origin: (value: Value, source: OriginSource) => Truth;
  readonly tasks: readonly TaskRecord[];
  /** A history term by its name. */
  readonly history: (term: string) => Field;
  /** The action that is decided, if it was seen before. */
  readonly action: ActionRecord | undefined;
  readonly actionKey: string;
  readonly responses: readonly Response[];
  /** Is this subject (`agent:NAME`, `user:ID`, `token:ID`) revoked for the event's tenant? */
  readonly isRevoked: (subject: string) => boolean;
  readonly anyTokenRevoked: () => boolean;
  /** Was nothing ever revoked? */
  readonly nothingRevoked: boolean;
}

/** The key under which an action is known: what answers and outcomes name it by. */
export const actionKeyOf = (event: Event): string => (event.kind === "call" ? (event.call ?? event.id) : event.id);

/** The kinds of event that are decided themselves. */
export const beginsAction = ({ kind }: Event): boolean =>
  kind === "call" || kind === "prompt" || kind === "output" || kind === "message" || kind === "result";

/** How an event reads the terms of a policy. */
export type Past = (state: State, event: Event) => Circumstances["history"];

/** The past of a policy without history terms. */
export const noPast: Past = () => unresolved;
const unresolved = (): Field => unrecorded("unresolved");

/** The past that these terms ask for; each is read once, however many conditions name it. */
export function pastOf(index: HistoryIndex): Past {
  if (index.terms.length === 0) return noPast;
  return (state, event) => {
    const known = new Map<string, Field>();
    const session = mapGet(state.sessions, event.session);
    const key = actionKeyOf(event);
    const asking: Asking = {
      event,
      owner: ownerOf(event.session, key),
      redecided: mapGet(session?.actions, key) !== undefined,
      opened: session?.opened ?? state.history.seq + 1,
      placeOf: placesOf(event, "now", !index.ordered),
    };
    return (term) => {
      const field = known.get(term) ?? readTerm(state.history, index, term, asking);
      known.set(term, field);
      return field;
    };
  };
}

/** The name of an action in the history, where those of all sessions stand together. */
export const ownerOf = (session: string, actionKey: string): string => short(`${session}\u0000${actionKey}`);

export function circumstancesOf(state: State, event: Event, past: Past = noPast): Circumstances {
  const session = mapGet(state.sessions, event.session) ?? noSession;
  const actionKey = actionKeyOf(event);
  return {
    labels: labelsOf(session, event),
    revocationAge: () => revocationAge(state, event),
    killSwitch: (name) => killField(state, name, event),
    isOpen: (glass) => isOpen(state, glass, event),
    origin: (value, source) =>
      // A call of an unrecorded tool may be a call of any.
      originOf(session.provenance, value, source, (tool) =>
        [tool, ""].some((name) => (mapGet(session.awaiting, name) ?? 0) > 0),
      ),
    history: past(state, event),
    tasks: session.tasks === undefined ? noTasks : mapEntries(session.tasks).map(([, task]) => task),
    action: mapGet(session.actions, actionKey),
    actionKey,
    responses: responsesTo(session, event),
    isRevoked: (subject) => isRevoked(state, subject, event.tenant),
    nothingRevoked: state.revoked === undefined,
    anyTokenRevoked: () => mapEntries(state.revoked).some(([key]) => key.startsWith("token:")),
  };
}

/** The event and its circumstances as conditions see them. */
export function environmentOf(event: Event, circumstances: Circumstances): Environment {
  return {
    origin: circumstances.origin,
    history: circumstances.history,
    read(root, segments) {
      if (root === "labels") return circumstances.labels;
      if (root === "revocation") return circumstances.revocationAge();
      if (root === "conforms") return conformance(event, segments[0]);
      if (root === "kill_switch") return circumstances.killSwitch(segments[0] ?? "");
      if (root === "subject") return unrecorded("unresolved");
      return readEventPath(event, root, segments);
    },
  };
}

const noTasks: readonly TaskRecord[] = [];

/** Where nothing was answered yet, nobody needs the hash. */
function responsesTo(session: SessionState, event: Event): readonly Response[] {
  const hash = session.responses === undefined ? undefined : event.hashes.action();
  return hash === undefined ? [] : (mapGet(session.responses, hash) ?? []);
}

/** The roles of the user at the head of the chain; absent where no user stands there. */
export function headRoles(event: Event): Field {
  if (event.chain.state === "unrecorded") return unrecorded("not_recorded");
  const head = event.chain.state === "value" ? event.chain.principals[0] : undefined;
  if (head?.kind !== "user") return absent;
  if (head.roles === undefined) return unrecorded("not_recorded");
  return present({ kind: "list", open: false, items: head.roles.map((text) => present({ kind: "text", text })) });
}

/** What the host supplies is finer than what the session has returned, and replaces it. */
function labelsOf(session: SessionState, event: Event): Field {
  if (event.hostLabels === undefined) return present(session.labels);
  return present({ kind: "labels", has: new Set(event.hostLabels), maybe: new Set(), open: false });
}

/** The age of the last heartbeat of the revocation feed: of the event's tenant, or of the whole deployment. */
function revocationAge(state: State, event: Event): Field {
  const tenant = textOf(event.tenant);
  const seen = [mapGet(state.heartbeats, ""), tenant === undefined ? undefined : mapGet(state.heartbeats, tenant)];
  const times = seen.filter((time) => time !== undefined);
  // No heartbeat counts as too old: an absent age satisfies no limit.
  if (times.length === 0) return event.raw.not_recorded?.includes("revocation") ? unrecorded("not_recorded") : absent;
  const known = times.filter((time) => time !== null);
  if (known.length === 0 || event.at === undefined) return unrecorded("not_recorded");
  const ms = event.at - Math.max(...known);
  // A heartbeat from the future says nothing about now.
  return ms < 0 ? unrecorded("ambiguous") : present({ kind: "duration", ms });
}

export const textOf = (field: Field): string | undefined =>
  field.state === "value" && field.value.kind === "text" ? field.value.text : undefined;
