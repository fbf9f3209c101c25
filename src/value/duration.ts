const units = [
  { name: "d", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "m", ms: 60_000 },
  { name: "s", ms: 1_000 },
  { name: "ms", ms: 1 },
] as const;

/**
 * A duration such as `15m`, `1h30m`, `250ms`, `7d` in milliseconds: whole numbers, each unit at most once, larger units
 * first. A day is 24 hours. Undefined for anything else (weeks, months, fractions, signs) or beyond 2^53 ms.
 */
export function parseDuration(text: string): number | undefined {
  const match =
    /^(?:([0-9]{1,16})d)?(?:([0-9]{1,16})h)?(?:([0-9]{1,16})m(?!s))?(?:([0-9]{1,16})s)?(?:([0-9]{1,16})ms)?$/.exec(
      text,
    );
  if (match === null || text === "") return undefined;
  let total = 0;
  for (const [index, unit] of units.entries()) total += Number(match[index + 1] ?? "0") * unit.ms;
  return Number.isSafeInteger(total) ? total : undefined;
}

/** The shortest text that `parseDuration` reads back: `90000` is `1m30s`, `0` is `0s`; a negative one gets a minus. */
export function formatDuration(ms: number): string {
  if (ms === 0) return "0s";
  let text = ms < 0 ? "-" : "";
  let rest = Math.abs(ms);
  for (const unit of units) {
    const count = Math.floor(rest / unit.ms);
    if (count > 0) text += `${count}${unit.name}`;
    rest -= count * unit.ms;
  }
  return text;
}
