import type { Decision, Reason, ReasonClass } from "./decision.ts";
import type { IrQuorum, PolicyIr } from "./ir.ts";
import { denial } from "./reason.ts";
import type { State } from "./state.ts";

/** What a statement does: the state after it, and the answer to who made it. */
export interface Stated {
  readonly state: State;
  /** `allow` where it counts, with what for; `deny` where it counts for nothing, and why. */
  readonly decision: Decision;
}

export const stated = (state: State, rule: string, message: string): Stated => ({
  state,
  decision: answer("allow", {
    code: "stated",
    class: "rule",
    level: "allow",
    rule,
    message,
    unknowns: [],
    support: [],
  }),
});

export const voided = (state: State, reasonClass: ReasonClass, message: string, rule?: string): Stated => ({
  state,
  decision: answer("deny", denial("void_statement", reasonClass, { message, ...(rule === undefined ? {} : { rule }) })),
});

/** The answer `deny`, for this reason. */
export const refused = (state: State, reason: Reason): Stated => ({ state, decision: answer("deny", reason) });

/** Why a person may not state this; agents may not, whatever roles they claim. */
export function refusalOf(
  { by, roles }: { readonly by: string; readonly roles: readonly string[] },
  { role }: IrQuorum,
  { agents }: PolicyIr,
): string | undefined {
  if (agents.some(({ name }) => name === by)) return `\`${by}\` is an agent`;
  return roles.includes(role) ? undefined : `${by} does not hold the role ${role}`;
}

const answer = (level: "allow" | "deny", reason: Reason): Decision => ({
  demanded: level,
  level,
  reasons: [reason],
  requirements: [],
  remaining: [],
  obligations: [],
});
