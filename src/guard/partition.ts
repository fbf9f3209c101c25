import { restoreState, type StateSnapshot, snapshotState } from "../engine/snapshot.ts";
import type { State } from "../engine/state.ts";
import type { Machine } from "./machine.ts";
import { createSerial } from "./serial.ts";
import { withinTime } from "./within-time.ts";

/**
 * Where replicas keep the state of one partition. `write` is a compare-and-set: it stores the snapshot if the revision is still
 * the one that was read and answers true; otherwise it stores nothing and answers false.
 */
export interface StateStore {
  readonly read: () => Promise<StoredState>;
  readonly write: (snapshot: StateSnapshot, revision: string) => Promise<boolean>;
}

export interface StoredState {
  readonly snapshot: StateSnapshot;
  /** Anything that changes with every write: a counter, an ETag. */
  readonly revision: string;
}

/** The single writer of a state: each change reads the state before it and writes the one after it, one at a time. */
export interface Partition {
  /** INVARIANT: `change` is pure; where another replica was faster it runs again on the newer state. */
  readonly change: <T>(change: (state: State) => Changed<T>) => Promise<T>;
  readonly read: () => Promise<State>;
}

export interface Changed<T> {
  readonly state: State;
  readonly value: T;
}

/** How often a change is tried again when another replica was faster. */
const mostAttempts = 16;

export function partitionInMemory(initial: State): Partition {
  const serial = createSerial();
  let state = initial;
  return {
    change: (change) =>
      serial(() => {
        const changed = change(state);
        state = changed.state;
        return changed.value;
      }),
    read: () => serial(() => state),
  };
}

/** Rejects where the store fails, holds no snapshot, or is written by others faster than this replica can. */
export function partitionInStore(store: StateStore, machine: Machine, timeoutMs: number): Partition {
  const serial = createSerial();
  const inTime = async <T>(run: () => Promise<T>): Promise<T> => {
    const ended = await withinTime(machine, timeoutMs, run);
    if (ended.kind === "returned") return ended.value;
    throw new Error("the store failed, or did not answer in time");
  };
  return {
    change: (change) =>
      serial(async () => {
        for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
          const { snapshot, revision } = await inTime(() => store.read());
          const before = restoreState(snapshot);
          const changed = change(before);
          if (changed.state === before) return changed.value;
          const written = await inTime(() => store.write(snapshotState(changed.state), revision));
          if (written === true) return changed.value;
          if (written !== false) throw new Error("the store answered neither true nor false");
        }
        throw new Error(`another writer was faster ${mostAttempts} times`);
      }),
    read: () => serial(async () => restoreState((await inTime(() => store.read())).snapshot)),
  };
}
