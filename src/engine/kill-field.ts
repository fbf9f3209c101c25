import { type SwitchScope, switchScopes } from "../ast/switch-scope.ts";
import type { Event } from "../event/event.ts";
import { type Cause, type Field, present, unrecorded } from "../value/value.ts";
import { mapEntries, mapGet, type OrderedMap } from "./ordered-map.ts";
import type { KillSetting, State } from "./state.ts";

/**
 * Is the kill switch set for an event? True if it is for its tenant, its session, its agent or one above it in the chain, or for
 * all. Unrecorded where it is set for another one and nobody can say that the event is not that one's, and where the past
 * was lost and nothing was stated since. What was set keeps the scope it was set with, whatever a newer policy says.
 */
export function killField(state: State, name: string, event: Event): Field {
  const settings = mapGet(state.kills, name);
  let unsure: Cause | undefined;
  let stated = false;
  for (const scope of settings === undefined ? [] : switchScopes) {
    const { keys, gap } = keysOf(scope, event);
    const own = keys.map((key) => mapGet(settings, settingKey(scope, key))?.is);
    const everything = mapGet(settings, settingKey(scope, ""))?.is;
    if (everything === "set" || own.includes("set")) return set;
    if (gap !== undefined && isSetSomewhere(settings, scope)) unsure ??= gap;
    if (everything === "clear" || (gap === undefined && own.length > 0 && own.every((is) => is === "clear")))
      stated = true;
  }
  if (unsure !== undefined) return unrecorded(unsure);
  return state.lost && !stated ? unrecorded("lost") : clear;
}

const set: Field = present({ kind: "bool", value: true });
const clear: Field = present({ kind: "bool", value: false });

/** The key of a setting in the state; `key` "" is every tenant or agent, or the only one there is. */
export const settingKey = (scope: SwitchScope, key: string): string => `${scope} ${key}`;

function isSetSomewhere(settings: OrderedMap<KillSetting>, scope: SwitchScope): boolean {
  return mapEntries(settings).some(([key, { is }]) => is === "set" && key.startsWith(`${scope} `));
}

/** Whose event it is, by scope; `gap` says why there may be others. */
function keysOf(scope: SwitchScope, event: Event): { readonly keys: readonly string[]; readonly gap?: Cause } {
  switch (scope) {
    case "global":
      return { keys: [] };
    case "session":
      return { keys: [event.session] };
    case "tenant":
      return withGap([textOf(event.tenant)], gapOf(event.tenant));
    case "agent": {
      const { chain } = event;
      const agents =
        chain.state === "value" ? chain.principals.map((one) => (one.kind === "agent" ? one.agent : undefined)) : [];
      const unknownChain = chain.state === "unrecorded" ? "not_recorded" : undefined;
      const own = agents.at(-1) === undefined ? gapOf(event.agent) : undefined;
      return withGap([textOf(event.agent), ...agents], own ?? unknownChain);
    }
  }
}

const withGap = (
  keys: readonly (string | undefined)[],
  gap: Cause | undefined,
): { readonly keys: readonly string[]; readonly gap?: Cause } => ({
  keys: keys.filter((key) => key !== undefined),
  ...(gap === undefined ? {} : { gap }),
});

const textOf = (field: Field): string | undefined =>
  field.state === "value" && field.value.kind === "text" ? field.value.text : undefined;

/** A field that is absent names nobody, so it may be anybody's. */
const gapOf = (field: Field): Cause | undefined =>
  textOf(field) !== undefined ? undefined : field.state === "unrecorded" ? field.cause : "ambiguous";
