import type { AdminStatement, Event } from "../event/event.ts";
import type { Field } from "../value/value.ts";
import type { Decision, Reason, ReasonClass } from "./decision.ts";
import type { IrKillSwitch, IrQuorum, PolicyIr } from "./ir.ts";
import { settingKey } from "./kill-field.ts";
import { mapGet, mapSet } from "./ordered-map.ts";
import { personsOf } from "./quorum.ts";
import { denial } from "./reason.ts";
import type { KillSetting, State, Vote } from "./state.ts";

/** What a statement does: the state after it, and the answer to who made it. */
export interface Stated {
  readonly state: State;
  /** `allow` where it counts, with what for; `deny` where it has no effect, and why. */
  readonly decision: Decision;
}

/**
 * An administrator's statement (`language.md` 4). It counts if the policy declares what it is about, and its person holds the
 * role and is no agent; otherwise the state stays as it is, and the answer says why. A switch changes once `count` different
 * persons want it; a person has one word, the last. Where the tenant or the agent was not recorded, a switch is set for all
 * and cleared for none.
 */
export function recordStatement(state: State, event: Event, ir: PolicyIr): Stated {
  if (event.raw.kind !== "admin") return voided(state, "invalid", "it is no statement");
  const { by, roles, statement } = event.raw;
  const wants = killWanted(statement);
  if (wants === undefined) return voided(state, "invalid", "the policy declares no break glass of this name");
  const { name } = wants;
  const declared = ir.killSwitches.find((one) => one.name === name);
  if (declared === undefined) return voided(state, "invalid", `the policy declares no kill switch \`${name}\``);
  const rule = `kill_switch:${name}`;
  const quorum = wants.is === "set" ? declared.setBy : declared.clearedBy;
  const refused = refusalOf(by, roles, quorum, ir);
  if (refused !== undefined) return voided(state, "not_granted", refused, rule);
  const key = keyOf(declared, event);
  if (key === undefined && wants.is === "clear") {
    return voided(state, "evidence", `for which ${declared.scope} it is cleared was not recorded`, rule);
  }
  return recordKill(state, event, { declared, wants: wants.is, by, key: key ?? "" });
}

const killWanted = ({
  set,
  clear,
}: AdminStatement): { readonly is: Vote["wants"]; readonly name: string } | undefined =>
  set !== undefined ? { is: "set", name: set } : clear !== undefined ? { is: "clear", name: clear } : undefined;

/** Agents neither stop nor release anything, whatever roles they claim. */
function refusalOf(by: string, roles: readonly string[], { role }: IrQuorum, ir: PolicyIr): string | undefined {
  if (ir.agents.some(({ name }) => name === by)) return `\`${by}\` is an agent`;
  return roles.includes(role) ? undefined : `${by} does not hold the role ${role}`;
}

/** What of its scope an event is about; "" is all of it, undefined is not recorded. */
function keyOf({ scope }: IrKillSwitch, event: Event): string | undefined {
  switch (scope) {
    case "global":
      return "";
    case "session":
      return event.session;
    case "tenant":
      return nameIn(event.tenant);
    case "agent":
      return nameIn(event.agent);
  }
}

function nameIn(field: Field): string | undefined {
  if (field.state === "absent") return "";
  return field.state === "value" && field.value.kind === "text" ? field.value.text : undefined;
}

interface KillWord {
  readonly declared: IrKillSwitch;
  readonly wants: Vote["wants"];
  readonly by: string;
  readonly key: string;
}

function recordKill(state: State, { at }: Event, { declared, wants, by, key }: KillWord): Stated {
  const { name, scope } = declared;
  const settings = mapGet(state.kills, name);
  const place = settingKey(scope, key);
  const known: KillSetting = mapGet(settings, place) ?? { is: undefined, votes: [] };
  const others = known.votes.filter((vote) => vote.by !== by);
  const put = (setting: KillSetting): State => ({
    ...state,
    kills: mapSet(state.kills, name, mapSet(settings, place, setting)),
  });
  const rule = `kill_switch:${name}`;
  if (wants === "clear" && key !== "" && mapGet(settings, settingKey(scope, ""))?.is === "set") {
    return voided(state, "rule", `it is set for every ${scope}, and stays so until it is cleared for every one`, rule);
  }
  // Nothing stated is clear, unless the past was lost.
  const is = known.is ?? (state.lost ? undefined : "clear");
  if (is === wants) {
    const next = others.length === known.votes.length ? state : put({ ...known, votes: others });
    return stated(next, rule, `it is ${wants} already`);
  }
  const quorum = wants === "set" ? declared.setBy : declared.clearedBy;
  const votes: readonly Vote[] = [...others, { by, wants, at }];
  const words = votes.filter((vote) => vote.wants === wants);
  // A word of unknown age may help to stop, never to release.
  const persons = personsOf(quorum, words, at, wants === "set");
  if (persons >= quorum.count) return stated(put({ is: wants, votes: [] }), rule, `it is ${wants} now`);
  const message = `${persons} of ${quorum.count} of role ${quorum.role} want it ${wants}`;
  return stated(put({ ...known, votes }), rule, message);
}

const stated = (state: State, rule: string, message: string): Stated => ({
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

const voided = (state: State, reasonClass: ReasonClass, message: string, rule?: string): Stated => ({
  state,
  decision: answer("deny", denial("void_statement", reasonClass, { message, ...(rule === undefined ? {} : { rule }) })),
});

const answer = (level: "allow" | "deny", reason: Reason): Decision => ({
  demanded: level,
  level,
  reasons: [reason],
  requirements: [],
  remaining: [],
  obligations: [],
  actionHash: undefined,
});
