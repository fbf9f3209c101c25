import type { CheckedDrift, CheckedMetric } from "../ast/checked-drift.ts";
import { typeOfTerm } from "../ast/history.ts";
import type { Event } from "../event/event.ts";
import { compareDecimals, type Decimal, formatDecimal, shiftDecimal } from "../value/decimal.ts";
import { asInterval } from "../value/interval.ts";
import type { Field } from "../value/value.ts";

/** Collects what the metrics of a drift are at each decision. */
export interface Measurement {
  /** For `ReplayOptions.measure`. A call or a message counts once, however often it is decided. */
  readonly measure: (event: Event, history: (term: string) => Field) => void;
  /** What was collected, by metric. */
  readonly measured: () => readonly MeasuredMetric[];
}

export interface MeasuredMetric {
  readonly name: string;
  readonly term: string;
  readonly unit: string | undefined;
  readonly all: Measured;
  /** By name. */
  readonly agents: readonly (Measured & { readonly agent: string })[];
  /** Decisions at which the metric was not known exactly. */
  readonly unknown: number;
}

/** Decimal texts; undefined where too few samples say nothing. */
export interface Measured {
  readonly samples: number;
  readonly mean: string | undefined;
  readonly deviation: string | undefined;
}

/** Sums over the samples, in billionths and their squares: exact, and the same in every order. */
interface Sums {
  samples: number;
  sum: bigint;
  squares: bigint;
}

const places = 9;

export function measureDrift({ metrics, per }: CheckedDrift): Measurement {
  const seen = new Set<string>();
  const collected = metrics.map((metric) => ({
    metric,
    all: noSums(),
    agents: new Map<string, Sums>(),
    unknown: 0,
  }));
  return {
    measure(event, history) {
      if (event.kind !== "call" && event.kind !== "message") return;
      const id = JSON.stringify([event.session, event.id]);
      if (seen.has(id)) return;
      seen.add(id);
      const agent =
        event.agent.state === "value" && event.agent.value.kind === "text" ? event.agent.value.text : undefined;
      for (const one of collected) {
        const sample = exactUnits(history(one.metric.term.name));
        if (sample === undefined) {
          one.unknown += 1;
          continue;
        }
        add(one.all, sample);
        if (per !== "agent" || agent === undefined) continue;
        const own = one.agents.get(agent) ?? noSums();
        one.agents.set(agent, own);
        add(own, sample);
      }
    },
    measured: () =>
      collected.map(({ metric, all, agents, unknown }) => ({
        name: metric.name,
        term: metric.term.name,
        unit: unitOf(metric),
        all: summarise(all),
        agents: [...agents]
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([agent, sums]) => ({ agent, ...summarise(sums) })),
        unknown,
      })),
  };
}

const noSums = (): Sums => ({ samples: 0, sum: 0n, squares: 0n });

function add(sums: Sums, sample: bigint): void {
  sums.samples += 1;
  sums.sum += sample;
  sums.squares += sample * sample;
}

function unitOf({ term }: CheckedMetric): string | undefined {
  const type = typeOfTerm(term);
  return type.kind === "money" && type.currency.kind === "fixed" ? type.currency.code : undefined;
}

/** In billionths; undefined where it is an interval or not known at all. */
function exactUnits(field: Field): bigint | undefined {
  const range = field.state === "value" ? asInterval(field.value) : undefined;
  if (range?.low === undefined || range.high === undefined || compareDecimals(range.low, range.high) !== 0)
    return undefined;
  const units: Decimal | undefined = shiftDecimal(range.low, places);
  return units === undefined || units.scale > 0 ? undefined : units.coefficient;
}

/** `deviation` is `sqrt(n * Q - S * S) / n`; the mean is rounded to the nearest billionth, the deviation up. */
function summarise({ samples, sum, squares }: Sums): Measured {
  if (samples < 2) return { samples, mean: undefined, deviation: undefined };
  const count = BigInt(samples);
  const mean = floorDivide(2n * sum + count, 2n * count);
  const spread = ceilRoot(count * squares - sum * sum);
  return { samples, mean: textOf(mean), deviation: textOf((spread + count - 1n) / count) };
}

const textOf = (units: bigint): string | undefined => {
  const decimal = shiftDecimal({ coefficient: units, scale: 0 }, -places);
  return decimal && formatDecimal(decimal);
};

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

/** The least whole number whose square is not below; Newton's method from above. */
function ceilRoot(square: bigint): bigint {
  if (square < 2n) return square;
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) / 2n;
    if (next >= root) break;
    root = next;
  }
  return root * root < square ? root + 1n : root;
}
