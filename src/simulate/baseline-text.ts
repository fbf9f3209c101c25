import type { CheckedDrift } from "../ast/checked-drift.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { sha256 } from "../json/sha256.ts";
import type { Measured, MeasuredMetric } from "./measure-drift.ts";

/** From how many samples on an agent has numbers of its own; below, those of all hold for it. */
export const leastSamplesOfAgent = 30;

/** A baseline file (`baseline.schema.json`) for a reviewer, and the digest that the policy pins. */
export interface BaselineText {
  readonly text: string;
  readonly digest: string;
}

/** Undefined where some metric was measured at fewer than two decisions. `declared`: the agents of the policy. */
export function baselineText(
  { per }: CheckedDrift,
  metrics: readonly MeasuredMetric[],
  declared: readonly string[],
): BaselineText | undefined {
  const entries = metrics.map((metric) => {
    const all = usualOf(metric.all);
    const known = metric.agents.filter(
      ({ agent, samples }) => samples >= leastSamplesOfAgent && declared.includes(agent),
    );
    const agents = Object.fromEntries(
      known.flatMap((own) => (usualOf(own) === undefined ? [] : [[own.agent, usualOf(own)]])),
    );
    return [
      metric.name,
      all && {
        term: metric.term,
        ...(metric.unit === undefined ? {} : { unit: metric.unit }),
        all,
        ...(Object.keys(agents).length === 0 ? {} : { agents }),
      },
    ] as const;
  });
  if (entries.some(([, metric]) => metric === undefined)) return undefined;
  const baseline = { baseline: 1, per, metrics: Object.fromEntries(entries) };
  return { text: `${JSON.stringify(baseline, undefined, 2)}\n`, digest: sha256(canonicalJson(baseline)) };
}

function usualOf({ mean, deviation, samples }: Measured) {
  return mean === undefined || deviation === undefined ? undefined : { mean, deviation, samples };
}
