const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const tenYearsMs = 3_653 * 86_400_000;

/** As a JSON Schema pattern: what `readDurationText` reads, except that it cannot see the bound of ten years. */
export const durationPattern =
  "^(?:(?:[0-9]{1,9}(?:\\.[0-9]{1,6})?(?:ms|s|m|h|d|w)){1,6}|P(?=[0-9T])(?:[0-9]{1,9}W)?(?:[0-9]{1,9}D)?(?:T(?=[0-9])(?:[0-9]{1,9}H)?(?:[0-9]{1,9}M)?(?:[0-9]{1,9}(?:\\.[0-9]{1,6})?S)?)?)$";

const durationForm = new RegExp(durationPattern);

/**
 * A duration with its unit in milliseconds, in the spellings manifests use: Go (`1h30m`, `0.5h`, `30m0s`), suffixes up to
 * weeks (`7d`), ISO 8601 without years and months, whose length varies (`PT30M`, `P400D`). Undefined for anything else: a
 * plain number, a sign, a capital `M` that may mean months, more than ten years.
 */
export function readDurationText(text: string): number | undefined {
  if (text.length > 80 || !durationForm.test(text)) return undefined;
  let total = 0;
  const iso = text.startsWith("P");
  for (const [, number = "0", unit = ""] of text.matchAll(/([0-9.]+)(ms|[smhdwSMHDW])/g)) {
    total += Number(number) * (unitMs[iso ? unit.toLowerCase() : unit] ?? 0);
  }
  const ms = Math.round(total);
  return ms <= tenYearsMs ? ms : undefined;
}
