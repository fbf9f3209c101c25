import { example } from "./example.ts";

/** The baselines beside the examples of rules about drift, by the path that these name. A test compares the digests. */
export const exampleBaselines = {
  "./usual.json": {
    text: '{"baseline": 1, "per": "agent", "metrics": {"calls": {"term": "count(attempted *) within 5m per agent", "all": {"mean": "12", "deviation": "3", "samples": 400}}}}\n',
    digest: "d4a5a0ee3a74d1a8ad4f95d26481096fe6253330bc7de01ae408e7a10abe05ce",
  },
  "./wipes.json": {
    text: '{"baseline": 1, "per": "agent", "metrics": {"wipes": {"term": "count(executed wipe) within 1d per agent", "all": {"mean": "12", "deviation": "3", "samples": 400}}}}\n',
    digest: "4675585976c46b8d2df5f2f3dfe77d4077fa0b284926f9b8d056b7075d59e88f",
  },
} as const;

/** A policy with one drift over this metric, compared with this baseline, beside these declarations. */
export function driftExample(
  declarations: string,
  metric: string,
  file: keyof typeof exampleBaselines,
  ...rows: readonly string[]
): string {
  const pinned = `baseline "${file}" sha256 "${exampleBaselines[file].digest}"`;
  const clauses = [`metric ${metric}`, pinned, ...rows].map((clause) => `  ${clause}\n`).join("");
  return example(`${declarations}drift usual per agent {\n${clauses}}\n`);
}

export const callsMetric = "calls = count(attempted *) within 5m";
