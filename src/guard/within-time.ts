import type { Machine } from "./machine.ts";

/** How a piece of the host's code ended. What it does after its time is over is ignored. */
export type Ended<T> =
  | { readonly kind: "returned"; readonly value: T }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "late" };

/** Runs code of the host for at most so many milliseconds. Never rejects. */
export function withinTime<T>(machine: Machine, timeoutMs: number, run: () => T | PromiseLike<T>): Promise<Ended<T>> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const end = (ended: Ended<T>): void => {
      resolve(ended);
      attempt(stop);
    };
    try {
      stop = machine.after(timeoutMs, () => resolve({ kind: "late" }));
      Promise.resolve(run()).then(
        (value) => end({ kind: "returned", value }),
        (error: unknown) => end({ kind: "threw", error }),
      );
    } catch (error) {
      end({ kind: "threw", error });
    }
  });
}

/** What code of the host returns; undefined where it throws and nothing depends on it. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
