import type { HistoryTerm } from "../../ast/history.ts";
import { assertNever } from "../../source/assert-never.ts";
import { emptyAmounts, inPart, mostSlots, plus, settleAmounts, sumAmounts } from "./amounts.ts";
import { emptyDistinct, joinSeen, settleDistinct, summariseDistinct } from "./distinct.ts";
import type { Happening, Horizon } from "./happening.ts";
import { emptyMoments, joinMoments, settleMoment, summariseMoments } from "./moments.ts";
import type { Settled, Summary } from "./summary.ts";
import { summariseTogether, type Together, togetherAfter, togetherOf } from "./together.ts";
import { addWhole } from "./whole.ts";

/** The past of one term for one key. */
export interface Register {
  readonly settled: Settled;
  /** What actions that may be decided again brought, in its order: they are decided without it. */
  readonly pending: readonly Happening[];
  /** More was pending than is kept: the oldest was settled, though its action may be decided again. */
  readonly evicted: boolean;
  /** All of it put together, where much is pending. It follows from the rest, and no snapshot has it. */
  readonly together: Together | undefined;
}

export const mostPending = 32;

export function emptyRegister(term: HistoryTerm): Register {
  switch (term.kind) {
    case "count":
    case "sum":
      return emptyCount;
    case "distinct":
      return emptyDistinctRegister;
    case "last":
    case "previously":
    case "since":
      return emptyMomentsRegister;
    default:
      return assertNever(term);
  }
}

const holding = (settled: Settled): Register => ({
  settled,
  pending: [],
  evicted: false,
  together: undefined,
});
const emptyCount = holding(emptyAmounts);
const emptyDistinctRegister = holding(emptyDistinct);
const emptyMomentsRegister = holding(emptyMoments);

/** A register of these parts, as a snapshot has them. */
export const registerOf = (parts: Omit<Register, "together">): Register => ({
  settled: parts.settled,
  pending: parts.pending,
  evicted: parts.evicted,
  together: togetherOf(parts.settled, parts.pending),
});

/** Adds what happened; with an owner it stays pending, until the owner is settled or withdraws it. */
export function addHappening(register: Register, happening: Happening, windowMs: number, clock: Horizon): Register {
  const { settled, pending, evicted } = register;
  if (happening.owner === "") {
    return registerOf({ settled: settle(settled, happening, windowMs, clock), pending, evicted });
  }
  const [oldest] = pending;
  const isFull = pending.length >= mostPending && oldest !== undefined;
  const next = isFull ? settle(settled, oldest, windowMs, clock) : settled;
  const waiting = joined(pending, isFull ? 1 : 0, happening);
  return {
    settled: next,
    pending: waiting,
    evicted: evicted || isFull,
    together: togetherAfter(next, waiting, register, happening),
  };
}

/** From a place on, and one more: an array of exactly that length, which a spread or a push is not. */
function joined(list: readonly Happening[], from: number, last: Happening): readonly Happening[] {
  const all = new Array<Happening>(list.length - from + 1);
  for (let place = from; place < list.length; place += 1) all[place - from] = list[place] ?? last;
  all[all.length - 1] = last;
  return all;
}

/** What a call reserved and did not use, or what is known better now. */
export function withdraw(register: Register, owner: string, role: Happening["role"]): Register {
  const { settled, pending, evicted } = register;
  if (!hasOwner(pending, owner)) return register;
  const others = pending.filter((one) => one.owner !== owner || one.role !== role);
  return others.length === pending.length ? register : registerOf({ settled, pending: others, evicted });
}

/** The action is over: nothing decides it again. */
export function settleOwner(register: Register, owner: string, windowMs: number, clock: Horizon): Register {
  const { pending, evicted } = register;
  if (!hasOwner(pending, owner)) return register;
  const own = pending.filter((one) => one.owner === owner);
  return registerOf({
    settled: own.reduce((settled, one) => settle(settled, one, windowMs, clock), register.settled),
    pending: pending.filter((one) => one.owner !== owner),
    evicted,
  });
}

/**
 * Whether a change by one event would have been the same with any window: nothing was joined, let go or given up, for there was
 * room for all that was pending and for what was brought.
 */
export function isWindowFree(before: Register, after: Register): boolean {
  const happenings = before.pending.length + 1;
  switch (before.settled.kind) {
    case "amounts":
      return before.settled.slots.length + happenings <= mostSlots;
    case "distinct": {
      const { unknown, past, overflow } = before.settled;
      if (after.settled.kind !== "distinct" || unknown.slots.length + happenings > mostSlots) return false;
      return after.settled.past === past && after.settled.overflow === overflow;
    }
    case "moments":
      return true;
    default:
      return assertNever(before.settled);
  }
}

function settle(settled: Settled, happening: Happening, windowMs: number, clock: Horizon): Settled {
  switch (settled.kind) {
    case "amounts":
      return settleAmounts(settled, happening, windowMs, clock);
    case "distinct":
      return settleDistinct(settled, happening, windowMs, clock);
    case "moments":
      return settleMoment(settled, happening);
    default:
      return assertNever(settled);
  }
}

/** Owners of one session differ at their end if anywhere, and every read asks this of all that is pending. */
export function hasOwner(pending: readonly Happening[], owner: string): boolean {
  const last = owner.length - 1;
  const end = owner.charCodeAt(last);
  for (const one of pending) {
    const other = one.owner;
    if (other.length === owner.length && (last < 0 || other.charCodeAt(last) === end) && other === owner) return true;
  }
  return false;
}

/** Who asks for a summary: it is without what the owner brought. */
export interface Reader {
  readonly owner: string;
  /** The owner was seen before, so some of what it brought may be settled. */
  readonly redecided: boolean;
  /** The owner has brought nothing. */
  readonly isNew: boolean;
}

export function summarise(register: Register, horizon: Horizon, { owner, redecided, isNew }: Reader): Summary {
  const { settled, pending, evicted, together } = register;
  if (!isNew && hasOwner(pending, owner)) {
    const others = pending.filter((one) => one.owner !== owner);
    return summariseKind(settled, others, horizon);
  }
  const summary = summariseTogether(register, together, horizon) ?? summariseKind(settled, pending, horizon);
  return evicted && redecided ? unsure(summary) : summary;
}

function summariseKind(settled: Settled, pending: readonly Happening[], horizon: Horizon): Summary {
  switch (settled.kind) {
    case "amounts":
      return { kind: "amounts", amounts: sumAmounts(settled, pending, horizon) };
    case "distinct":
      return summariseDistinct(settled, pending, undefined, horizon);
    case "moments":
      return summariseMoments(settled, pending);
    default:
      return assertNever(settled);
  }
}

/** The same where any part of it may not count. */
export function unsure(summary: Summary): Summary {
  switch (summary.kind) {
    case "amounts":
      return { kind: "amounts", amounts: inPart(summary.amounts) };
    case "distinct":
      return { ...summary, seen: summary.seen.map((one) => ({ ...one, sure: undefined })) };
    case "moments":
      return { ...summary, sure: undefined, sureAfter: undefined };
    default:
      return assertNever(summary);
  }
}

/** Two registers of one term read as one. */
export function joinSummaries(one: Summary, other: Summary): Summary {
  if (one.kind === "amounts" && other.kind === "amounts")
    return { kind: "amounts", amounts: plus(one.amounts, other.amounts) };
  if (one.kind === "distinct" && other.kind === "distinct") {
    return {
      kind: "distinct",
      seen: joinSeen(one.seen, other.seen),
      further: addWhole(one.further, other.further),
      open: one.open || other.open,
    };
  }
  // INVARIANT: registers of one term are of one kind.
  return one.kind === "moments" && other.kind === "moments" ? joinMoments(one, other) : one;
}
