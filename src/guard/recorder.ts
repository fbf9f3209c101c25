import { type DecisionRecord, type Recordable, type RecordOptions, recordDecision } from "./decision-record.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { Handlers } from "./handlers.ts";
import type { Machine } from "./machine.ts";
import { createSerial } from "./serial.ts";
import { withinTime } from "./within-time.ts";

type Given = Omit<Recordable, "sequence" | "recordedAt">;

export interface Written {
  readonly record: DecisionRecord;
  /** True when the host has it, or nobody asked for records. */
  readonly isWritten: boolean;
}

export interface Recorder {
  /** The record as it would be now, without a number: what a notice shows. */
  readonly preview: (given: Given) => DecisionRecord;
  /** Hands a record to the host, after all that came before. Never rejects. */
  readonly write: (given: Given) => Promise<Written>;
  /**
   * The same for what has happened already and cannot be refused any more: if it cannot be written it is kept, and nothing else
   * is written before it.
   */
  readonly writeHappened: (given: Given) => Promise<Written>;
}

interface Setting {
  readonly machine: Machine;
  readonly timeoutMs: number;
  readonly write: Handlers["record"];
  readonly options: RecordOptions;
}

/** Records are numbered and written one after the other, so that their numbers rise in the log. */
export function createRecorder({ machine, timeoutMs, write, options }: Setting): Recorder {
  const serial = createSerial();
  const kept: DecisionRecord[] = [];
  let sequence = 0;

  const preview = (given: Given): DecisionRecord =>
    frozenCopy(recordDecision({ ...given, ...timeOf(machine) }, options));
  const numbered = (given: Given): DecisionRecord => {
    sequence += 1;
    return frozenCopy(recordDecision({ ...given, ...timeOf(machine), sequence }, options));
  };
  const handOver = async (record: DecisionRecord): Promise<boolean> =>
    write === undefined || (await withinTime(machine, timeoutMs, () => write(record))).kind === "returned";
  const writeKept = async (): Promise<boolean> => {
    for (let first = kept[0]; first !== undefined; first = kept[0]) {
      if (!(await handOver(first))) return false;
      kept.shift();
    }
    return true;
  };

  return {
    preview,
    async write(given) {
      const record = numbered(given);
      return { record, isWritten: await serial(async () => (await writeKept()) && (await handOver(record))) };
    },
    async writeHappened(given) {
      const record = numbered(given);
      const isWritten = await serial(async () => {
        kept.push(record);
        return writeKept();
      });
      return { record, isWritten };
    },
  };
}

/** A clock that fails leaves the time out; the events it should have timed are refused elsewhere. */
function timeOf({ now }: Machine): { readonly recordedAt?: number } {
  try {
    const at = now();
    return Number.isSafeInteger(at) ? { recordedAt: at } : {};
  } catch {
    return {};
  }
}
