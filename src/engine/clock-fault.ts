import type { Event, EventKind } from "../event/event.ts";
import { isStop } from "./record-statement.ts";

/** How far two clocks may be apart unless the host says otherwise: five minutes. */
export const defaultClockBoundMs = 300_000;

/**
 * Why an event is denied `clock` (`language.md` 5); undefined where its times are in order, or too little of them was recorded
 * to say. Its own time must lie within `boundMs` of its admission, and its admission no further behind `clock`, the last one of
 * its session: while that clock stands still nothing would expire. A long gap is no fault: an agent may rest. What only stops
 * (a revocation, a rejection, the end of a task, a switch that is set, a break glass that is closed) counts at any time.
 */
export function clockFault(event: Event, clock: number | undefined, boundMs: number): string | undefined {
  const { at, sourceAt: own } = event;
  if (at === undefined || onlyStops(event)) return undefined;
  if (own !== undefined && Math.abs(at - own) > boundMs) {
    return `its own time is ${distance(Math.abs(at - own))} ${own < at ? "before" : "after"} its admission`;
  }
  return clock !== undefined && clock - at > boundMs
    ? `it was admitted ${distance(clock - at)} before what the session has already seen`
    : undefined;
}

/** What must count whenever it comes, because nothing can proceed by it. */
const onlyStops = (event: Event): boolean => stopping.includes(event.kind) || (event.kind === "admin" && isStop(event));

const stopping: readonly EventKind[] = ["revocation", "rejection", "task_end"];

/** In seconds, rounded up: at the bound itself nothing is refused. */
const distance = (ms: number): string => `${Math.ceil(ms / 1000)} seconds`;
