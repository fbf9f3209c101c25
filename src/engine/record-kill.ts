import type { Event } from "../event/event.ts";
import type { Field } from "../value/value.ts";
import type { IrKillSwitch, PolicyIr } from "./ir.ts";
import { isRevoked } from "./is-revoked.ts";
import { settingKey } from "./kill-field.ts";
import { mapGet, mapSet } from "./ordered-map.ts";
import { personsOf } from "./quorum.ts";
import type { KillSetting, State, Vote } from "./state.ts";
import { refusalOf, type Stated, stated, voided } from "./statement-answer.ts";

interface KillWord {
  readonly name: string;
  readonly wants: Vote["wants"];
  readonly by: string;
  readonly roles: readonly string[];
}

/**
 * A kill switch changes once `count` different persons want it; a person has one word, the last. Where the tenant or the agent
 * was not recorded, it is set for all and cleared for none.
 */
export function recordKill(state: State, event: Event, word: KillWord, ir: PolicyIr): Stated {
  const { name, wants } = word;
  const declared = ir.killSwitches.find((one) => one.name === name);
  if (declared === undefined) return voided(state, "invalid", `the policy declares no kill switch \`${name}\``);
  const rule = `kill_switch:${name}`;
  const refused = refusalOf(word, wants === "set" ? declared.setBy : declared.clearedBy, ir);
  if (refused !== undefined) return voided(state, "not_granted", refused, rule);
  const { scope } = declared;
  const key = keyOf(declared, event);
  if (key === undefined && wants === "clear") {
    return voided(state, "evidence", `for which ${scope} it is cleared was not recorded`, rule);
  }
  const isSetForAll = mapGet(mapGet(state.kills, name), settingKey(scope, ""))?.is === "set";
  if (wants === "clear" && key !== "" && isSetForAll) {
    return voided(state, "rule", `it is set for every ${scope}, and stays so until it is cleared for every one`, rule);
  }
  return changeKill(state, event, word, declared, key ?? "");
}

function changeKill(state: State, { at, tenant }: Event, word: KillWord, declared: IrKillSwitch, key: string): Stated {
  const { name, wants, by } = word;
  const settings = mapGet(state.kills, name);
  const place = settingKey(declared.scope, key);
  const known: KillSetting = mapGet(settings, place) ?? { is: undefined, votes: [] };
  const others = known.votes.filter((vote) => vote.by !== by);
  const put = (setting: KillSetting): State => ({
    ...state,
    kills: mapSet(state.kills, name, mapSet(settings, place, setting)),
  });
  const rule = `kill_switch:${name}`;
  // Nothing stated is clear, unless the past was lost.
  const is = known.is ?? (state.lost ? undefined : "clear");
  if (is === wants) {
    const next = others.length === known.votes.length ? state : put({ ...known, votes: others });
    return stated(next, rule, `it is ${wants} already`);
  }
  const quorum = wants === "set" ? declared.setBy : declared.clearedBy;
  const votes: readonly Vote[] = [...others, { by, wants, at }];
  const counts = (one: Vote): boolean => wants === "set" || !isRevoked(state, `user:${one.by}`, tenant);
  const words = votes.filter((vote) => vote.wants === wants && counts(vote));
  // A word of unknown age may help to stop, never to release.
  const persons = personsOf(quorum, words, at, wants === "set");
  if (persons >= quorum.count) return stated(put({ is: wants, votes: [] }), rule, `it is ${wants} now`);
  const message = `${persons} of ${quorum.count} of role ${quorum.role} want it ${wants}`;
  return stated(put({ ...known, votes }), rule, message);
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
