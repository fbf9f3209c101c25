import type { Event } from "../event/event.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import { chainMembers } from "./chain-members.ts";
import type { IrBreakGlass, PolicyIr } from "./ir.ts";
import { openUntil } from "./is-open.ts";
import { isRevoked } from "./is-revoked.ts";
import { mapEntries, mapGet, mapOf, mapSet, type OrderedMap } from "./ordered-map.ts";
import { personsOf } from "./quorum.ts";
import type { GlassSetting, State } from "./state.ts";
import { refusalOf, type Stated, stated, voided } from "./statement-answer.ts";

interface GlassWord {
  readonly name: string;
  readonly wants: "open" | "close";
  readonly by: string;
  readonly roles: readonly string[];
}

/**
 * A break glass opens once `count` different persons approve, at a time and for a tenant (or all) that are known, and lasts
 * for `max` from then: nothing said meanwhile makes it longer. One of them closes it.
 */
export function recordGlass(state: State, event: Event, word: GlassWord, ir: PolicyIr): Stated {
  const { name, wants, by } = word;
  const declared = ir.breakGlasses.find((one) => one.name === name);
  if (declared === undefined) return voided(state, "invalid", `the policy declares no break glass \`${name}\``);
  const rule = `break_glass:${name}`;
  const refused = refusalOf(word, declared.approval, ir);
  if (refused !== undefined) return voided(state, "not_granted", refused, rule);
  const key = tenantOf(event);
  if (wants === "close") return close(state, event, declared, key);
  const members = chainMembers(event);
  if (members === undefined) return voided(state, "evidence", "on whose behalf it is opened was not recorded", rule);
  if (members.has(by)) return voided(state, "rule", `${by} stands in the chain`, rule);
  if (key === undefined) return voided(state, "evidence", "for which tenant it is opened was not recorded", rule);
  if (event.at === undefined) return voided(state, "evidence", "when it is opened was not recorded", rule);
  return open(state, { by, at: event.at }, event.tenant, declared, key);
}

/** "" is the whole deployment; undefined is not recorded. */
function tenantOf({ tenant }: Event): string | undefined {
  if (tenant.state === "absent") return "";
  return tenant.state === "value" && tenant.value.kind === "text" ? tenant.value.text : undefined;
}

function open(
  state: State,
  vote: { readonly by: string; readonly at: number },
  tenant: Event["tenant"],
  glass: IrBreakGlass,
  key: string,
): Stated {
  const { name, approval, maxMs } = glass;
  const settings = mapGet(state.glasses, name);
  const known: GlassSetting = mapGet(settings, key) ?? { votes: [] };
  const put = (setting: GlassSetting): State => withGlass(state, name, mapSet(settings, key, setting));
  const rule = `break_glass:${name}`;
  const until = openUntil(known, vote.at, glass);
  if (until !== undefined) return stated(state, rule, `it is open already, until ${formatTimestamp(until)}`);
  const votes = [...known.votes.filter(({ by }) => by !== vote.by), vote];
  const counts = (one: (typeof votes)[number]): boolean =>
    personsOf(approval, [one], vote.at, false) === 1 && !isRevoked(state, `user:${one.by}`, tenant);
  const counted = votes.filter(counts);
  if (counted.length < approval.count) {
    return stated(put({ votes }), rule, `${counted.length} of ${approval.count} of role ${approval.role} want it open`);
  }
  const opened = { at: vote.at, by: counted.map(({ by }) => by).sort() };
  return stated(put({ opened, votes: [] }), rule, `it is open until ${formatTimestamp(vote.at + maxMs)}`);
}

/** What closes more than was meant does no harm: without a known tenant it is closed for all. */
function close(state: State, { at }: Event, glass: IrBreakGlass, key: string | undefined): Stated {
  const rule = `break_glass:${glass.name}`;
  const settings = mapGet(state.glasses, glass.name);
  const kept = key === undefined || key === "" ? [] : mapEntries(settings).filter(([tenant]) => tenant !== key);
  const next = withGlass(state, glass.name, mapOf(kept));
  const rest = mapGet(mapOf(kept), "");
  const until = rest === undefined || at === undefined ? undefined : openUntil(rest, at, glass);
  const message =
    until === undefined ? "it is closed" : `it stays open for every tenant until ${formatTimestamp(until)}`;
  return stated(next, rule, message);
}

function withGlass(state: State, name: string, settings: OrderedMap<GlassSetting>): State {
  return { ...state, glasses: mapSet(state.glasses, name, settings) };
}
