import type { Event } from "../event/event.ts";
import type { PolicyIr } from "./ir.ts";
import { isRevoked } from "./is-revoked.ts";
import { recordGlass } from "./record-glass.ts";
import { recordKill } from "./record-kill.ts";
import type { State } from "./state.ts";
import { type Stated, voided } from "./statement-answer.ts";

/**
 * An administrator's statement (`language.md` 4). It counts if the policy declares what it is about, and its person holds the
 * role and is no agent; otherwise the state stays as it is, and the answer says why.
 */
export function recordStatement(state: State, event: Event, ir: PolicyIr): Stated {
  const { raw } = event;
  if (raw.kind !== "admin") return voided(state, "invalid", "it is no statement");
  const { set, clear, open, close } = raw.statement;
  const { by, roles } = raw;
  // What stops counts, whoever says it; what lets go on must not come from somebody who was revoked.
  if (!isStop(event) && isRevoked(state, `user:${by}`, event.tenant)) {
    const rule = clear === undefined ? `break_glass:${open ?? ""}` : `kill_switch:${clear}`;
    return voided(state, "rule", `${by} was revoked`, rule);
  }
  if (set !== undefined) return recordKill(state, event, { by, roles, name: set, wants: "set" }, ir);
  if (clear !== undefined) return recordKill(state, event, { by, roles, name: clear, wants: "clear" }, ir);
  if (open !== undefined) return recordGlass(state, event, { by, roles, name: open, wants: "open" }, ir);
  return recordGlass(state, event, { by, roles, name: close ?? "", wants: "close" }, ir);
}

/** A statement that stops: it is kept where nothing else is any more. */
export const isStop = ({ raw }: Event): boolean =>
  raw.kind === "admin" && (raw.statement.set !== undefined || raw.statement.close !== undefined);
