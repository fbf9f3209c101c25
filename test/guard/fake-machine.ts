import type { Machine } from "../../src/guard/machine.ts";

/** A machine whose time stands still until it is told to pass: then timers that are due wake, in their order. */
export interface FakeMachine extends Machine {
  readonly pass: (ms: number) => Promise<void>;
  /** How many timers are set. */
  readonly waiting: () => number;
}

export function fakeMachine(startMs = Date.parse("2026-06-01T12:00:00Z")): FakeMachine {
  let now = startMs;
  let ids = 0;
  let timers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    newId() {
      ids += 1;
      return `g${ids}`;
    },
    after(ms, wake) {
      const timer = { at: now + ms, wake };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    async pass(ms) {
      await settle();
      now += ms;
      const due = timers.filter(({ at }) => at <= now).sort((left, right) => left.at - right.at);
      timers = timers.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
      await settle();
    },
    waiting: () => timers.length,
  };
}

/** Until nothing that is ready is left to run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
