import type { Decision } from "../engine/decision.ts";
import type { State } from "../engine/state.ts";
import { admit } from "../event/admit.ts";
import type { Event, EventKind, InvalidEvent } from "../event/event.ts";
import { readEvent } from "../event/read-event.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import type { GuardContext } from "./context.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { Refusal } from "./guard-code.ts";
import { attempt } from "./within-time.ts";

/** An event as it was admitted, and what the engine decided on it. */
export interface Stepped {
  readonly event: Event | InvalidEvent;
  readonly decision: Decision | undefined;
  /** Of the action that was decided. */
  readonly actionHash: string | undefined;
  /** The state would not have it, or there is none. */
  readonly refusal?: Refusal;
}

/** Of an event that no state has seen. */
export const undecided = { decision: undefined, actionHash: undefined } as const satisfies Partial<Stepped>;

/** What the guard says of an event of its own; `id` is made where there is none. */
export type Members = Readonly<Record<string, unknown>>;

/** Members that the guard alone sets: it is the single writer, and names the call. */
const ownMembers = ["kind", "at", "call", "seq"] as const;

/** The members of what the host hands in, as an event of this kind at this time. Never throws. */
export function eventOf(context: GuardContext, kind: EventKind, given: Members, own: Members = {}): Members | Refusal {
  const fault = faultOf(given);
  if (fault !== undefined) return { code: "invalid_call", message: fault };
  try {
    return { ...given, id: given["id"] ?? context.machine.newId(), ...own, kind, at: timeOf(context) };
  } catch {
    return { code: "guard_failed", message: "the clock or the source of ids failed" };
  }
}

function faultOf(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null) return "an event is an object";
  const names = attempt(() => Object.keys(given));
  if (names === undefined) return "it cannot be read";
  const named = ownMembers.find((name) => names.includes(name));
  return named === undefined ? undefined : `\`${named}\` is set by the guard; leave it out`;
}

export const isRefusal = (given: Members | Refusal): given is Refusal => !("kind" in given);

function timeOf({ machine }: GuardContext): string {
  const now = machine.now();
  if (!Number.isSafeInteger(now) || now < 0 || now > lastTimeMs) throw new Error("the clock does not tell the time");
  return formatTimestamp(now);
}

/** The end of the year 9999, which is where RFC 3339 ends. */
const lastTimeMs = 253_402_300_799_999;

/** Reads, types and hashes an event. Never throws. */
export function admitMembers({ policy, readYaml }: GuardContext, members: Members): Event | InvalidEvent {
  const read = readEvent(members);
  if ("kind" in read) return read;
  // What a reader of the host cannot read is unreadable.
  const options = readYaml === undefined ? {} : { readYaml: (text: string) => attempt(() => readYaml(text)) };
  return admit(read.raw, policy.catalogue, options);
}

/**
 * Decides and records an event in one step of the state. `refuse` looks at the state before it, in the same step: what it refuses
 * changes nothing. Never rejects.
 */
export async function stepEvent(
  context: GuardContext,
  event: Event | InvalidEvent,
  refuse: (state: State) => Refusal | undefined = () => undefined,
): Promise<Stepped> {
  try {
    return await context.partition.change<Stepped>((state) => {
      const refusal = refuse(state);
      if (refusal !== undefined) return { state, value: { event, ...undecided, refusal } };
      const stepped = context.engine.step(state, event, { explain: true });
      const { actionHash } = stepped;
      return { state: stepped.state, value: { event, decision: frozenCopy(stepped.decision), actionHash } };
    });
  } catch {
    const refusal: Refusal = { code: "state_unavailable", message: "the state could not be read or written" };
    return { event, ...undecided, refusal };
  }
}
