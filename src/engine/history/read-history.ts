import type { HistoryTerm } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import { assertNever } from "../../source/assert-never.ts";
import { type Decimal, shiftDecimal } from "../../value/decimal.ts";
import { between } from "../../value/interval.ts";
import { absent, boolField, type Cause, type Field, present, unrecorded } from "../../value/value.ts";
import { places as decimalPlaces } from "./carried.ts";
import { isSurelySeen, maybeSeen } from "./distinct.ts";
import type { Horizon } from "./happening.ts";
import { type History, newTerm, type TermHistory } from "./history.ts";
import type { HistoryIndex, PlacedTerm } from "./history-index.ts";
import { type EventPlaces, type Place, readFrom } from "./history-key.ts";
import { type KeyRegisters, registerAt } from "./key-registers.ts";
import { maybeInside, type SettledMoments, surelyInside } from "./moments.ts";
import { emptyRegister, joinSummaries, type Reader, summarise, unsure } from "./register.ts";
import type { Summary } from "./summary.ts";
import { addWhole, type Whole } from "./whole.ts";

/** Who asks, and from where. What the owner, the action itself, brought is left out. */
export interface Asking extends Reader {
  readonly event: Event;
  /** The session began before the first of its events. */
  readonly isPartial: boolean;
  /** The place in the order of events at which the session began. */
  readonly opened: number;
  readonly places: EventPlaces;
  /** The registers of a key. */
  readonly registersOf: (name: string) => KeyRegisters | undefined;
}

/** What a term is for the event that asks: a number or an interval, a value, or a truth; unrecorded where nobody can say. */
export function readTerm(history: History, index: HistoryIndex, found: PlacedTerm, asking: Asking): Field {
  const { keying, keyingAfter } = found;
  const { at } = asking.event;
  const now = at === undefined ? undefined : Math.max(at, history.clock ?? at);
  const horizon = now === undefined ? undefined : now - found.withinMs;
  const kept = history.terms[found.place] ?? newTerm;
  const place = asking.places.of(keying);
  const after = keyingAfter === undefined ? undefined : asking.places.of(keyingAfter);
  const here = readPlace(found, place, horizon, asking);
  const summary = after === undefined ? here : joinSummaries(here, readPlace(found, after, horizon, asking));
  const open = openness(found, kept, place, after, horizon, asking, index);
  const isUnrecorded = now === undefined || place.key === undefined || (after !== undefined && after.key === undefined);
  return answer(found, summary, horizon, open, isUnrecorded || open === "anywhere" ? "not_recorded" : causeOf(open));
}

function readPlace(term: PlacedTerm, place: Place, horizon: Horizon, asking: Asking): Summary {
  const { sure, maybe } = readFrom(place);
  let summary = readRegister(term, sure, horizon, asking);
  for (const name of maybe) {
    summary = joinSummaries(summary, unsure(readRegister(term, name, horizon, asking)));
  }
  return summary;
}

function readRegister(
  { term, place }: PlacedTerm,
  name: string | undefined,
  horizon: Horizon,
  asking: Asking,
): Summary {
  const kept = name === undefined ? undefined : asking.registersOf(name);
  const register = (kept && registerAt(kept, place)) ?? emptyRegister(term);
  return summarise(register, horizon, asking);
}

/** Whether more may have happened than is known: `before` what is known, where there was no room (`lost`), or `anywhere`. */
type Openness = "no" | "before" | "lost" | "anywhere";

function openness(
  { term, place: termPlace }: PlacedTerm,
  { since, overflow }: TermHistory,
  place: Place,
  after: Place | undefined,
  horizon: Horizon,
  asking: Asking,
  index: HistoryIndex,
): Openness {
  if (!index.ordered && term.per !== "session") return "anywhere";
  if (asking.isPartial) return "before";
  if (since !== undefined && reaches(since.at, horizon) && !(term.per === "session" && asking.opened > since.seq))
    return "before";
  if (overflow === undefined || !reaches(overflow.at, horizon)) return "no";
  const isMissing = ({ key }: Place): boolean => {
    const kept = key === undefined ? undefined : asking.registersOf(key);
    return kept === undefined || registerAt(kept, termPlace) === undefined;
  };
  return isMissing(place) || (after !== undefined && isMissing(after)) ? "lost" : "no";
}

const reaches = (at: number | undefined, horizon: Horizon): boolean =>
  horizon === undefined || at === undefined || at >= horizon;

const causeOf = (open: Openness): Cause =>
  open === "no" ? "ambiguous" : open === "before" ? "not_recorded" : "over_budget";

function answer(
  { term, currency }: PlacedTerm,
  summary: Summary,
  horizon: Horizon,
  open: Openness,
  cause: Cause,
): Field {
  switch (summary.kind) {
    case "amounts": {
      const { low, high, openBelow, openAbove } = summary.amounts;
      const isSum = term.kind === "sum";
      const isOpen = open !== "no";
      const number = isSum ? amountFrom : countFrom;
      // A count has no negative part; of a sum what is not known may be one.
      const lowest = openBelow > 0 || (isSum && isOpen) ? undefined : number(low);
      const isExact = lowest !== undefined && low === high;
      const highest = openAbove > 0 || isOpen ? undefined : isExact ? lowest : number(high);
      return present(between(lowest, highest, cause, currency));
    }
    case "distinct": {
      const { seen, further } = summary;
      let sure = 0;
      let maybe = 0;
      for (const one of seen) {
        if (isSurelySeen(one, horizon)) sure += 1;
        if (maybeSeen(one, horizon)) maybe += 1;
      }
      const most = summary.open || open !== "no" ? undefined : addWhole(maybe, further);
      const lowest = countFrom(sure);
      const highest = most === undefined ? undefined : most === sure ? lowest : countFrom(most);
      return present(between(lowest, highest, cause, undefined));
    }
    case "moments":
      return answerMoments(term, summary, horizon, open, cause);
    default:
      return assertNever(summary);
  }
}

const decimalOf = (count: Whole): Decimal => ({ coefficient: BigInt(count), scale: 0 });
/** Counts are small most of the time. */
const smallCounts: readonly Decimal[] = Array.from({ length: 256 }, (_, count) => decimalOf(count));
const countFrom = (count: Whole): Decimal =>
  (typeof count === "number" ? smallCounts[count] : undefined) ?? decimalOf(count);

const unit = 10 ** decimalPlaces;

/** From billionths. */
const amountFrom = (units: Whole): Decimal | undefined =>
  typeof units === "number" && units % unit === 0
    ? countFrom(units / unit)
    : shiftDecimal({ coefficient: BigInt(units), scale: 0 }, -decimalPlaces);

function answerMoments(
  term: HistoryTerm,
  moments: SettledMoments,
  horizon: Horizon,
  open: Openness,
  cause: Cause,
): Field {
  const { sure, any, sureAfter, anyAfter } = moments;
  const unknown = unrecorded(cause);
  if (term.kind === "previously") {
    if (surelyInside(sure, horizon)) return boolField(true);
    return maybeInside(any, horizon) || open !== "no" ? unknown : boolField(false);
  }
  if (open === "anywhere") return unknown;
  if (term.kind === "last") {
    if (!maybeInside(any, horizon)) return open === "no" ? absent : unknown;
    const isKnown = surelyInside(sure, horizon) && sure?.seq === any?.seq;
    return isKnown && sure?.value !== undefined ? present(sure.value) : unknown;
  }
  const isAfter = (one: number | undefined, other: number | undefined): boolean => (one ?? -1) > (other ?? -1);
  if (surelyInside(sureAfter, horizon)) {
    if (isAfter(sure?.seq, anyAfter?.seq)) return boolField(true);
    return isAfter(any?.seq, sureAfter?.seq) ? unknown : boolField(false);
  }
  if (open !== "no") return unknown;
  const canHold = maybeInside(anyAfter, horizon) && any !== undefined && isAfter(any.seq, sureAfter?.seq);
  return canHold ? unknown : boolField(false);
}
