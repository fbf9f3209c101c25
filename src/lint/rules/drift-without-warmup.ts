import type { CheckedDrift } from "../../ast/checked-drift.ts";
import { compareDecimals, type Decimal, multiplyDecimals, parseDecimal, zero } from "../../value/decimal.ts";
import { callsMetric, driftExample } from "../drift-example.ts";
import { guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const page = (...rows: readonly string[]): string =>
  driftExample(guarded, callsMetric, "./usual.json", ...rows, 'over 3 sigma -> deny also alert "soc"');

export const driftWithoutWarmup = defineRule<{ drift: string; metric: string; sigmas: string }>({
  code: "drift-without-warmup",
  severity: "warning",
  why: "Whoever begins has nothing behind him, which is less than usual: the row acts on the first calls of every key, until somebody widens it for all.",
  bad: page(),
  good: page("warmup 200 -> log"),
  message: ({ drift, metric, sigmas }) =>
    `drift \`${drift}\` acts on every beginning: no \`${metric}\` at all is more than ${sigmas} deviations too low`,
  help: () => "say what happens meanwhile: `warmup 200 -> require verification by agent …`",
  *find({ policy }) {
    for (const drift of policy.drifts) {
      const [row] = drift.rows;
      if (drift.warmup !== undefined || row === undefined) continue;
      const metric = drift.metrics.find((one) =>
        [one.all, ...one.agents].some((usual) => usual !== undefined && isTooLow(usual, row.sigmas, drift)),
      );
      if (metric === undefined) continue;
      yield { span: drift.nameSpan, args: { drift: drift.name, metric: metric.name, sigmas: row.sigmas } };
    }
  },
});

/** Whether nothing at all lies below what is usual. */
function isTooLow(
  { mean, deviation }: { readonly mean: string; readonly deviation: string },
  sigmas: string,
  { baseline }: CheckedDrift,
): boolean {
  const numbers = [mean, deviation, baseline.minDeviation ?? "0", sigmas].map(
    (text): Decimal => parseDecimal(text) ?? zero,
  );
  const [center = zero, own = zero, least = zero, times = zero] = numbers;
  const reach = multiplyDecimals(times, compareDecimals(own, least) < 0 ? least : own) ?? zero;
  return compareDecimals(center, reach) > 0;
}
