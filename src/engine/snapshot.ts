import { decodeEvent, encodeEvent, withoutUndefined } from "./encode-event.ts";
import { asList, asObject, decodeValue, encodeValue, type Plain, type PlainObject } from "./encode-field.ts";
import { decodeHistory, encodeHistory } from "./history/encode-history.ts";
import { mapEntries, mapOf, type OrderedMap } from "./ordered-map.ts";
import { addText, emptyProvenance, type Provenance, type ProvenanceEntry, provenanceEntries } from "./provenance.ts";
import type {
  ActionRecord,
  GlassSetting,
  KillSetting,
  LabelSet,
  Response,
  SeenId,
  SessionState,
  State,
  TaskRecord,
  Vote,
} from "./state.ts";

/** A state as plain JSON. Equal states have equal snapshots: their canonical JSON can be compared and hashed. */
export type StateSnapshot = PlainObject;

export function snapshotState(state: State): StateSnapshot {
  return {
    state: 1,
    sessions: encodeMap(state.sessions, encodeSession),
    revoked: encodeMap(state.revoked, (tenants) => [...tenants].sort()),
    heartbeats: encodeMap(state.heartbeats, (at) => at),
    history: encodeHistory(state.history),
    kills: encodeMap(state.kills, (settings) => encodeMap(settings, encodeKill)),
    glasses: encodeMap(state.glasses, (settings) => encodeMap(settings, (setting) => setting as unknown as Plain)),
    lost: state.lost,
  };
}

/** The state of a snapshot. Anything else than a snapshot of this version is refused with an exception. */
export function restoreState(snapshot: StateSnapshot): State {
  if (snapshot["state"] !== 1) throw new Error("not a state snapshot of this version");
  return {
    sessions: decodeMap(snapshot["sessions"], (session) => decodeSession(asObject(session))),
    revoked: decodeMap(snapshot["revoked"], (tenants) => asList(tenants) as readonly (string | null)[]),
    heartbeats: decodeMap(snapshot["heartbeats"], (at) => at as number | null),
    history: decodeHistory(asObject(snapshot["history"])),
    kills: decodeMap(snapshot["kills"], (settings) => decodeMap(settings, decodeKill)),
    glasses: decodeMap(snapshot["glasses"], (settings) =>
      decodeMap(settings, (setting) => setting as unknown as GlassSetting),
    ),
    lost: snapshot["lost"] === true,
  };
}

const encodeKill = ({ is, votes }: KillSetting): Plain => withoutUndefined({ is, votes: votes.map(withoutUndefined) });

const decodeKill = (encoded: Plain): KillSetting => ({
  is: asObject(encoded)["is"] as KillSetting["is"],
  votes: asList(asObject(encoded)["votes"]).map((vote) => ({
    ...({ at: undefined } as const),
    ...(vote as unknown as Omit<Vote, "at">),
  })),
});

const encodeSession = (session: SessionState): Plain => ({
  ...withoutUndefined({ clock: session.clock, opened: session.opened, strays: session.strays ? true : undefined }),
  ids: encodeMap(session.ids, withoutUndefined),
  actions: encodeMap(session.actions, ({ event, ...record }) =>
    withoutUndefined({
      ...record,
      event: event === undefined ? undefined : encodeEvent(event),
    }),
  ),
  responses: encodeMap(session.responses, (responses) => responses.map(withoutUndefined)),
  tasks: encodeMap(session.tasks, withoutUndefined),
  labels: encodeValue(session.labels),
  awaiting: encodeMap(session.awaiting, (count) => count),
  provenance: encodeProvenance(session.provenance),
});

function decodeSession(encoded: PlainObject): SessionState {
  return {
    clock: encoded["clock"] as number | undefined,
    opened: Number(encoded["opened"]),
    strays: encoded["strays"] === true,
    ids: decodeMap(encoded["ids"], (seen) => seen as unknown as SeenId),
    actions: decodeMap(encoded["actions"], (action) => decodeAction(asObject(action))),
    responses: decodeMap(encoded["responses"], (list) => asList(list).map(decodeResponse)),
    tasks: decodeMap(encoded["tasks"], (task) => ({
      ...({ startedAt: undefined, agents: undefined } satisfies TaskRecord),
      ...(task as unknown as TaskRecord),
    })),
    labels: decodeValue(asObject(encoded["labels"])) as LabelSet,
    awaiting: decodeMap(encoded["awaiting"], Number),
    provenance: decodeProvenance(asObject(encoded["provenance"])),
  };
}

function decodeAction(encoded: PlainObject): ActionRecord {
  const { event, ...record } = encoded;
  return {
    ...({ tool: undefined, actionHash: undefined, demandedAt: undefined } as const),
    ...(record as unknown as Omit<ActionRecord, "event">),
    event: event === undefined ? undefined : decodeEvent(asObject(event)),
  };
}

const decodeResponse = (encoded: Plain): Response => ({
  ...({ at: undefined, expiresAt: undefined, afterMs: undefined } as const),
  ...(encoded as unknown as Omit<Response, "at" | "expiresAt" | "afterMs">),
});

const encodeProvenance = (provenance: Provenance): Plain => ({
  overflowed: provenance.overflowed,
  entries: provenanceEntries(provenance) as unknown as Plain,
});

function decodeProvenance(encoded: PlainObject): Provenance {
  const entries = asList(encoded["entries"]) as unknown as readonly ProvenanceEntry[];
  const provenance = entries.reduce(
    (grown, entry) => addText(grown, entry, Number.POSITIVE_INFINITY),
    emptyProvenance(),
  );
  return { ...provenance, overflowed: encoded["overflowed"] === true };
}

/** Entries in the order of their keys. */
const encodeMap = <V>(map: OrderedMap<V>, encode: (value: V) => Plain): Plain =>
  mapEntries(map).map(([key, value]) => [key, encode(value)]);

const decodeMap = <V>(encoded: Plain | undefined, decode: (value: Plain) => V): OrderedMap<V> =>
  mapOf(asList(encoded).map((entry) => [String(asList(entry)[0]), decode(asList(entry)[1] ?? null)] as const));
