import type { Event } from "../event/event.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import { mapGet, mapSet } from "./ordered-map.ts";
import { actionOf, type Response, type SessionState, type State, sessionOf } from "./state.ts";

/**
 * The state with an answer to a pending action: a verification, confirmation, approval or rejection. It is recorded before
 * the action is decided again, so that it counts. An answer to no known action, or bound to another action's hash, is void.
 */
export function recordAnswer(state: State, event: Event): State {
  const session = sessionOf(state, event.session);
  const action = event.call === undefined ? undefined : actionOf(session, event.call);
  if (session === undefined || action === undefined || event.call === undefined) return state;
  if (event.raw.kind === "rejection") {
    const rejectedBy = [...action.rejectedBy, event.raw.by];
    const actions = mapSet(session.actions, event.call, { ...action, rejectedBy });
    return { ...state, sessions: mapSet(state.sessions, event.session, { ...session, actions }) };
  }
  const given = answerOf(event.raw);
  const hash = action.actionHash;
  if (given === undefined || hash === undefined || (given.boundTo !== undefined && given.boundTo !== hash))
    return state;
  const response: Response = {
    kind: given.kind,
    by: given.by,
    roles: given.roles,
    expiresAt: given.expiresAt,
    action: event.call,
    at: event.at,
    afterMs: event.at === undefined || action.demandedAt === undefined ? undefined : event.at - action.demandedAt,
    usedBy: [],
  };
  const changed: SessionState = {
    ...session,
    responses: mapSet(session.responses, hash, [...(mapGet(session.responses, hash) ?? []), response]),
  };
  return { ...state, sessions: mapSet(state.sessions, event.session, changed) };
}

interface Answer extends Pick<Response, "kind" | "by" | "roles" | "expiresAt"> {
  readonly boundTo: string | undefined;
}

function answerOf(raw: Event["raw"]): Answer | undefined {
  switch (raw.kind) {
    case "verification": {
      const by = raw.by.agent === undefined ? `rule:${raw.by.rule ?? ""}` : `agent:${raw.by.agent}`;
      return { kind: raw.kind, by, roles: [], expiresAt: undefined, boundTo: raw.action_hash };
    }
    case "confirmation":
      return { kind: raw.kind, by: raw.by, roles: [], expiresAt: undefined, boundTo: raw.action_hash };
    case "approval": {
      const expiresAt = raw.expires_at === undefined ? undefined : parseTimestamp(raw.expires_at);
      // A time that cannot be read never lies ahead.
      const broken = raw.expires_at !== undefined && expiresAt === undefined;
      return {
        kind: raw.kind,
        by: raw.by,
        roles: raw.roles,
        expiresAt: broken ? 0 : expiresAt,
        boundTo: raw.action_hash,
      };
    }
    default:
      return undefined;
  }
}
