import type { Event } from "../event/event.ts";
import { chainMembers } from "./chain-members.ts";
import type { IrBreakGlass } from "./ir.ts";
import { isRevoked } from "./is-revoked.ts";
import { mapGet } from "./ordered-map.ts";
import type { GlassSetting, State } from "./state.ts";

/**
 * Is the break glass definitely open for an event: opened for its tenant or for all, at most `max` ago, by enough persons who
 * do not stand in its chain (four eyes) and are not revoked? A time or a chain that was not recorded leaves it closed.
 */
export function isOpen(state: State, glass: IrBreakGlass, event: Event): boolean {
  const settings = mapGet(state.glasses, glass.name);
  const members = chainMembers(event);
  if (settings === undefined || members === undefined) return false;
  const { tenant } = event;
  const own = tenant.state === "value" && tenant.value.kind === "text" ? [tenant.value.text] : [];
  return ["", ...own].some((key) => {
    const opened = mapGet(settings, key)?.opened;
    if (opened === undefined || !isWithin(opened.at, event.at, glass)) return false;
    return (
      opened.by.filter((person) => !members.has(person) && !isRevoked(state, `user:${person}`, tenant)).length >=
      glass.approval.count
    );
  });
}

const isWithin = (from: number, now: number | undefined, { maxMs }: IrBreakGlass): boolean =>
  now !== undefined && now >= from && now - from <= maxMs;

/** Until when an opening lasts at this moment; undefined where it is closed then. */
export function openUntil(setting: GlassSetting, now: number, glass: IrBreakGlass): number | undefined {
  const { opened } = setting;
  return opened !== undefined && isWithin(opened.at, now, glass) ? opened.at + glass.maxMs : undefined;
}
