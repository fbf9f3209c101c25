import type { OriginSource, Root } from "../ast/condition.ts";
import { conformance } from "../event/conformance.ts";
import type { Event } from "../event/event.ts";
import { sessionGaps } from "../event/event-shape.ts";
import { readEventPath } from "../event/read-event-path.ts";
import { absent, type Field, present, type Truth, unrecorded, type Value } from "../value/value.ts";
import { actionKeyOf } from "./action-key.ts";
import type { Environment } from "./environment.ts";
import type { IrBreakGlass } from "./ir.ts";
import { isOpen } from "./is-open.ts";
import { isRevoked } from "./is-revoked.ts";
import { killField } from "./kill-field.ts";
import { mapEntries, mapGet } from "./ordered-map.ts";
import { lacksPast, noPast, type Past, type PastOf } from "./past.ts";
import { originOf } from "./provenance.ts";
import {
  type ActionRecord,
  actionOf,
  noSession,
  type Response,
  type SessionState,
  type State,
  sessionOf,
  type TaskRecord,
} from "./state.ts";

/** What a decision reads besides its event: the state strictly before it, seen from it. */
export interface Circumstances {
  readonly labels: Field;
  revocationAge(): Field;
  killSwitch(name: string): Field;
  isOpen(glass: IrBreakGlass): boolean;
  origin(value: Value, source: OriginSource): Truth;
  readonly tasks: readonly TaskRecord[];
  /** What happened before. */
  readonly past: Past;
  /** The action that is decided, if it was seen before. */
  readonly action: ActionRecord | undefined;
  readonly actionKey: string;
  readonly responses: readonly Response[];
  /** Is this subject (`agent:NAME`, `user:ID`, `token:ID`) revoked for the event's tenant? */
  isRevoked(subject: string): boolean;
  anyTokenRevoked(): boolean;
  /** Was nothing ever revoked? */
  readonly nothingRevoked: boolean;
}

/** What is asked of them is gathered when it is asked. */
export const circumstancesOf = (state: State, event: Event, pastOf: PastOf = noPast): Circumstances =>
  new EventCircumstances(state, event, pastOf);

/** A class, so that a decision pays only for what it asks. */
class EventCircumstances implements Circumstances {
  readonly #state: State;
  readonly #event: Event;
  readonly #pastOf: PastOf;
  readonly #session: SessionState | undefined;
  #past: Past | undefined;
  #labels: Field | undefined;
  #responses: readonly Response[] | undefined;
  readonly actionKey: string;
  readonly action: ActionRecord | undefined;

  constructor(state: State, event: Event, pastOf: PastOf) {
    this.#state = state;
    this.#event = event;
    this.#pastOf = pastOf;
    this.#session = sessionOf(state, event.session);
    this.actionKey = actionKeyOf(event);
    this.action = actionOf(this.#session, this.actionKey);
  }

  get labels(): Field {
    this.#labels ??= labelsOf(this.#session ?? noSession, this.#event);
    return this.#labels;
  }
  get responses(): readonly Response[] {
    this.#responses ??= responsesTo(this.#session ?? noSession, this.#event);
    return this.#responses;
  }
  get tasks(): readonly TaskRecord[] {
    const { tasks } = this.#session ?? noSession;
    return tasks === undefined ? none : mapEntries(tasks).map(([, task]) => task);
  }
  get past(): Past {
    this.#past ??= this.#pastOf(this.#state, this.#event, this.#session, this.action);
    return this.#past;
  }
  get nothingRevoked(): boolean {
    return this.#state.revoked === undefined;
  }
  revocationAge(): Field {
    return revocationAge(this.#state, this.#event);
  }
  killSwitch(name: string): Field {
    return killField(this.#state, name, this.#event);
  }
  isOpen(glass: IrBreakGlass): boolean {
    return isOpen(this.#state, glass, this.#event);
  }
  origin(value: Value, source: OriginSource): Truth {
    const { provenance, awaiting } = this.#session ?? noSession;
    // A call of an unrecorded tool may be a call of any.
    const found = originOf(provenance, value, source, (tool) =>
      [tool, ""].some((name) => (mapGet(awaiting, name) ?? 0) > 0),
    );
    return found === "false" && textsAreMissing(source, this.#event) ? "unknown" : found;
  }
  isRevoked(subject: string): boolean {
    return isRevoked(this.#state, subject, this.#event.tenant);
  }
  anyTokenRevoked(): boolean {
    return mapEntries(this.#state.revoked).some(([key]) => key.startsWith("token:"));
  }
}

/** A field of the event or of its circumstances, as conditions read it. */
export function readRoot(event: Event, circumstances: Circumstances, root: Root, segments: readonly string[]): Field {
  if (root === "labels") return circumstances.labels;
  if (root === "revocation") return circumstances.revocationAge();
  if (root === "conforms") return conformance(event, segments[0]);
  if (root === "kill_switch") return circumstances.killSwitch(segments[0] ?? "");
  if (root === "subject") return unrecorded("unresolved");
  return readEventPath(event, root, segments);
}

/** The event and its circumstances as conditions see them. */
export const environmentOf = (event: Event, circumstances: Circumstances): Environment => ({
  origin: (value, source) => circumstances.origin(value, source),
  history: (term) => circumstances.past.field(term),
  read: (root, segments) => readRoot(event, circumstances, root, segments),
});

const none: readonly never[] = [];

/** Where nothing was answered yet, nobody needs the hash. */
function responsesTo(session: SessionState, event: Event): readonly Response[] {
  const hash = session.responses === undefined ? undefined : event.hashes.action();
  return hash === undefined ? none : (mapGet(session.responses, hash) ?? none);
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
  if (event.hostLabels === undefined) {
    return present(lacksPast(event.raw) ? { ...session.labels, open: true } : session.labels);
  }
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

/** Whether texts of the source are no events in what was recorded: `prompts` (`prompts.user`, `prompts.system`), `messages`, or all of `past`. */
function textsAreMissing({ kind }: OriginSource, { raw }: Event): boolean {
  if (raw.not_recorded === undefined) return false;
  if (lacksPast(raw)) return true;
  switch (kind) {
    case "user":
    case "system":
      return raw.not_recorded.some((path) => path === sessionGaps.prompts || path === `${sessionGaps.prompts}.${kind}`);
    case "agent":
      return raw.not_recorded.includes(sessionGaps.messages);
    case "tool":
    case "field":
      return false;
  }
}
