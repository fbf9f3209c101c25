import type { Machine } from "../guard/machine.ts";

/** The parts of every JavaScript runtime (Node, Deno, Bun, workers) that no ES library declares. */
interface Runtime {
  readonly setTimeout: (run: () => void, ms: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  readonly crypto: { readonly randomUUID: () => string };
}

/** The machine a guard runs on: its clock, random ids, its timers. */
export const systemMachine: Machine = {
  now: () => Date.now(),
  newId: () => runtime().crypto.randomUUID(),
  after(ms, wake) {
    const { setTimeout, clearTimeout } = runtime();
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
};

const runtime = (): Runtime => globalThis as unknown as Runtime;
