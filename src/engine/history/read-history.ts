import type { HistoryTerm } from "../../ast/history.ts";
import type { Event } from "../../event/event.ts";
import { assertNever } from "../../source/assert-never.ts";
import { type Decimal, shiftDecimal } from "../../value/decimal.ts";
import { between } from "../../value/interval.ts";
import { absent, boolField, type Cause, type Field, present, unrecorded } from "../../value/value.ts";
import { mapGet } from "../ordered-map.ts";
import { currencyOf, places as decimalPlaces } from "./carried.ts";
import { isSurelySeen } from "./distinct.ts";
import type { Horizon } from "./happening.ts";
import { type History, newTerm, type TermHistory } from "./history.ts";
import type { HistoryIndex } from "./history-index.ts";
import { type Place, type PlaceOf, readFrom } from "./history-key.ts";
import { maybeInside, type SettledMoments, surelyInside } from "./moments.ts";
import { emptyRegister, joinSummaries, summarise, unsure } from "./register.ts";
import type { Summary } from "./summary.ts";
import { termAt } from "./term-list.ts";
import { addWhole, type Whole } from "./whole.ts";

/** Who asks, and from where. */
export interface Asking {
  readonly event: Event;
  /** What this action brought itself is left out. */
  readonly owner: string;
  /** The action was seen before. */
  readonly redecided: boolean;
  /** The place in the order of events at which the session began. */
  readonly opened: number;
  readonly placeOf: PlaceOf;
}

/** What a term is for the event that asks: a number or an interval, a value, or a truth; unrecorded where nobody can say. */
export function readTerm(history: History, index: HistoryIndex, name: string, asking: Asking): Field {
  const found = index.byName.get(name);
  // INVARIANT: the IR lists every term that a condition names.
  if (found === undefined) return unrecorded("unresolved");
  const { term } = found;
  const { at } = asking.event;
  const now = at === undefined ? undefined : Math.max(at, history.clock ?? at);
  const horizon = now === undefined ? undefined : now - term.withinMs;
  const kept = termAt(history.terms, found.place) ?? newTerm;
  const place = asking.placeOf(term, "event");
  const after = term.kind === "since" ? asking.placeOf(term, "after") : undefined;
  const here = readPlace(term, kept, place, horizon, asking);
  const summary = after === undefined ? here : joinSummaries(here, readPlace(term, kept, after, horizon, asking));
  const open = openness(term, kept, place, after, horizon, asking, index);
  const isUnrecorded = now === undefined || place.key === undefined || (after !== undefined && after.key === undefined);
  return answer(term, summary, horizon, open, isUnrecorded || open === "anywhere" ? "not_recorded" : causeOf(open));
}

function readPlace(term: HistoryTerm, kept: TermHistory, place: Place, horizon: Horizon, asking: Asking): Summary {
  const { sure, maybe } = readFrom(place);
  let summary = readRegister(term, kept, sure, horizon, asking);
  for (const name of maybe) {
    summary = joinSummaries(summary, unsure(readRegister(term, kept, name, horizon, asking)));
  }
  return summary;
}

function readRegister(
  term: HistoryTerm,
  { registers }: TermHistory,
  name: string | undefined,
  horizon: Horizon,
  { owner, redecided }: Asking,
): Summary {
  const register = name === undefined ? undefined : mapGet(registers, name);
  return summarise(register ?? emptyRegister(term), horizon, owner, redecided);
}

/** Whether more may have happened than is known: `before` what is known, where there was no room (`lost`), or `anywhere`. */
type Openness = "no" | "before" | "lost" | "anywhere";

function openness(
  term: HistoryTerm,
  { since, registers, overflow }: TermHistory,
  place: Place,
  after: Place | undefined,
  horizon: Horizon,
  asking: Asking,
  index: HistoryIndex,
): Openness {
  if (!index.ordered && term.per !== "session") return "anywhere";
  if (since !== undefined && reaches(since.at, horizon) && !(term.per === "session" && asking.opened > since.seq))
    return "before";
  if (overflow === undefined || !reaches(overflow.at, horizon)) return "no";
  const isMissing = ({ key }: Place): boolean => key === undefined || mapGet(registers, key) === undefined;
  return isMissing(place) || (after !== undefined && isMissing(after)) ? "lost" : "no";
}

const reaches = (at: number | undefined, horizon: Horizon): boolean =>
  horizon === undefined || at === undefined || at >= horizon;

const causeOf = (open: Openness): Cause =>
  open === "no" ? "ambiguous" : open === "before" ? "not_recorded" : "over_budget";

function answer(term: HistoryTerm, summary: Summary, horizon: Horizon, open: Openness, cause: Cause): Field {
  switch (summary.kind) {
    case "amounts": {
      const { low, high, openBelow, openAbove } = summary.amounts;
      const isSum = term.kind === "sum";
      const number = isSum ? amountFrom : countFrom;
      const isOpen = open !== "no";
      // A count has no negative part; a sum before the beginning may have had one.
      const lowest = openBelow > 0 || (isSum && (open === "before" || open === "lost")) ? undefined : number(low);
      const isExact = lowest !== undefined && low === high;
      const highest = openAbove > 0 || isOpen ? undefined : isExact ? lowest : number(high);
      return present(between(lowest, highest, cause, isSum ? currencyOf(term) : undefined));
    }
    case "distinct": {
      const { seen, further } = summary;
      const sure = seen.reduce((count, one) => count + (isSurelySeen(one, horizon) ? 1 : 0), 0);
      const most = summary.open || open !== "no" ? undefined : addWhole(seen.length, further);
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

const countFrom = (count: Whole): Decimal => ({ coefficient: BigInt(count), scale: 0 });

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
