import type { Event, InvalidEvent, Principal } from "../event/event.ts";

/** Who acts, on whose behalf, and how that was shown. Not redacted: it is what a record is for. */
export interface RecordedIdentity {
  readonly agent?: string;
  /** From the head (the user) to the acting agent; absent where there is none. */
  readonly chain?: readonly RecordedPrincipal[] | "unrecorded";
  readonly purpose?: string;
  readonly token?: { readonly verified?: boolean; readonly subject?: string; readonly id?: string };
  readonly peer?: { readonly mutual?: boolean; readonly agent?: string };
}

export type RecordedPrincipal =
  | { readonly user: string; readonly roles?: readonly string[] }
  | { readonly agent: string };

export function recordIdentity(event: Event | InvalidEvent): RecordedIdentity {
  if (event.kind === "invalid") return {};
  const { raw, chain } = event;
  const token = members(raw.token, ["verified", "subject"]);
  const claims = members(members(raw.token, ["claims"])?.["claims"], ["jti"]);
  const peer = members(raw.peer, ["mutual", "agent"]);
  return {
    ...(raw.agent === undefined ? {} : { agent: raw.agent }),
    ...(chain.state === "absent"
      ? {}
      : { chain: chain.state === "value" ? chain.principals.map(recordPrincipal) : "unrecorded" }),
    ...(raw.purpose === undefined ? {} : { purpose: raw.purpose }),
    ...(token === undefined
      ? {}
      : { token: { ...token, ...(typeof claims?.["jti"] === "string" ? { id: claims["jti"] } : {}) } }),
    ...(peer === undefined ? {} : { peer }),
  };
}

const recordPrincipal = (principal: Principal): RecordedPrincipal =>
  principal.kind === "agent"
    ? { agent: principal.agent }
    : { user: principal.user, ...(principal.roles === undefined ? {} : { roles: [...principal.roles].sort() }) };

/** These members of an object that was read by the shapes of events. */
function members(object: unknown, names: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  if (typeof object !== "object" || object === null) return undefined;
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
}
