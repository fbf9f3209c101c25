import { expect } from "vitest";
import { circumstancesOf } from "../../src/engine/circumstances.ts";
import type { PastOf } from "../../src/engine/past.ts";
import type { State } from "../../src/engine/state.ts";
import type { Event } from "../../src/event/event.ts";
import { type Decimal, formatDecimal, shiftDecimal } from "../../src/value/decimal.ts";
import { asInterval } from "../../src/value/interval.ts";
import type { Field } from "../../src/value/value.ts";

/** How often a term was read by its bounds too. */
export const boundsRead = { count: 0 };

/** What a term is for an event. Where it has bounds, these must say the same. */
export function readTermOf(state: State, event: Event, past: PastOf, name: string): Field {
  const circumstances = circumstancesOf(state, event, past);
  const field = circumstances.past.field(name);
  const bounds = circumstances.past.bounds({ name, found: undefined });
  if (bounds === undefined) return field;
  boundsRead.count += 1;
  const said = field.state === "value" ? asInterval(field.value) : undefined;
  const places = bounds.inBillionths ? 9 : 0;
  const shown = ([low, high]: readonly (Decimal | undefined)[], currency: string | undefined): string =>
    [low && formatDecimal(low), high && formatDecimal(high), currency].join(" ");
  const [low, high] = [bounds.low, bounds.high].map((end) =>
    shiftDecimal({ coefficient: BigInt(end), scale: 0 }, -places),
  );
  expect(shown([low, high], bounds.currency), name).toBe(shown([said?.low, said?.high], said?.currency));
  return field;
}
