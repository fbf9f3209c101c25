import type { HistoryTerm } from "../../ast/history.ts";
import { assertNever } from "../../source/assert-never.ts";
import { type Amounts, emptyAmounts, inPart, plus, type SettledAmounts, settleAmounts, sumAmounts } from "./amounts.ts";
import {
  type DistinctSummary,
  emptyDistinct,
  type SettledDistinct,
  settleDistinct,
  summariseDistinct,
} from "./distinct.ts";
import type { Happening, Horizon } from "./happening.ts";
import { emptyMoments, joinMoments, type SettledMoments, settleMoment, summariseMoments } from "./moments.ts";

/** The past of one term for one key. */
export interface Register {
  readonly settled: SettledAmounts | SettledDistinct | SettledMoments;
  /** What actions that may be decided again brought, in its order: they are decided without it. */
  readonly pending: readonly Happening[];
  /** More was pending than is kept: the oldest was settled, though its action may be decided again. */
  readonly evicted: boolean;
}

export const mostPending = 32;

export function emptyRegister(term: HistoryTerm): Register {
  switch (term.kind) {
    case "count":
    case "sum":
      return { settled: emptyAmounts, pending: [], evicted: false };
    case "distinct":
      return { settled: emptyDistinct, pending: [], evicted: false };
    case "last":
    case "previously":
    case "since":
      return { settled: emptyMoments, pending: [], evicted: false };
    default:
      return assertNever(term);
  }
}

/** Adds what happened; with an owner it stays pending, until the owner is settled or withdraws it. */
export function addHappening(register: Register, happening: Happening, windowMs: number, clock: Horizon): Register {
  if (happening.owner === "") return { ...register, settled: settle(register.settled, happening, windowMs, clock) };
  const pending = [...register.pending, happening];
  const [oldest] = pending;
  if (pending.length <= mostPending || oldest === undefined) return { ...register, pending };
  return {
    settled: settle(register.settled, oldest, windowMs, clock),
    pending: pending.slice(1),
    evicted: true,
  };
}

/** What a call reserved and did not use, or what is known better now. */
export function withdraw(register: Register, owner: string, role: Happening["role"]): Register {
  const pending = register.pending.filter((one) => one.owner !== owner || one.role !== role);
  return pending.length === register.pending.length ? register : { ...register, pending };
}

/** The action is over: nothing decides it again. */
export function settleOwner(register: Register, owner: string, windowMs: number, clock: Horizon): Register {
  const own = register.pending.filter((one) => one.owner === owner);
  if (own.length === 0) return register;
  return {
    ...register,
    settled: own.reduce((settled, one) => settle(settled, one, windowMs, clock), register.settled),
    pending: register.pending.filter((one) => one.owner !== owner),
  };
}

function settle(
  settled: Register["settled"],
  happening: Happening,
  windowMs: number,
  clock: Horizon,
): Register["settled"] {
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

/** What registers say about a window. */
export type Summary = { readonly kind: "amounts"; readonly amounts: Amounts } | DistinctSummary | SettledMoments;

/** Without what `owner` brought. `redecided`: the owner was seen before, so some of it may be settled. */
export function summarise(register: Register, horizon: Horizon, owner: string, redecided: boolean): Summary {
  const pending = register.pending.filter((one) => one.owner !== owner);
  const { settled } = register;
  const summary = summariseKind(settled, pending, horizon);
  const isOwnKnown = register.pending.length > pending.length;
  return register.evicted && redecided && !isOwnKnown ? unsure(summary) : summary;
}

function summariseKind(settled: Register["settled"], pending: readonly Happening[], horizon: Horizon): Summary {
  switch (settled.kind) {
    case "amounts":
      return { kind: "amounts", amounts: sumAmounts(settled, pending, horizon) };
    case "distinct":
      return summariseDistinct(settled, pending, horizon);
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
      return { ...summary, values: new Map([...summary.values].map(([value]) => [value, false])) };
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
    const values = new Map(one.values);
    for (const [value, sure] of other.values) values.set(value, sure || values.get(value) === true);
    return { kind: "distinct", values, further: one.further + other.further, open: one.open || other.open };
  }
  // INVARIANT: registers of one term are of one kind.
  return one.kind === "moments" && other.kind === "moments" ? joinMoments(one, other) : one;
}
