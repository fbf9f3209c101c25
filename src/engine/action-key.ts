import type { Event } from "../event/event.ts";
import { short } from "./history/history-key.ts";

/** The key under which an action is known: what answers and outcomes name it by. */
export const actionKeyOf = (event: Event): string => (event.kind === "call" ? (event.call ?? event.id) : event.id);

/** The kinds of event that are decided themselves. */
export const beginsAction = ({ kind }: Event): boolean =>
  kind === "call" || kind === "prompt" || kind === "output" || kind === "message" || kind === "result";

/** The name of an action in the history, where those of all sessions stand together. */
export const ownerOf = (session: string, actionKey: string): string => short(`${session}\u0000${actionKey}`);
