import { defineNearMiss } from "./define-near-miss.ts";
import { defineDiagnostic } from "./diagnostic.ts";
import { code, policyPage, refundTool, suggestion } from "./policy-page.ts";

/**
 * Drift and its baselines. An example that opens with `{` is the baseline `./baseline.json` itself; the others are policies
 * beside the two below.
 */

/** The baseline of the pages. `digest` is its SHA-256, which a test compares. */
export const pageBaseline = {
  text: '{ "baseline": 1, "per": "agent", "metrics": { "calls": { "term": "count(attempted *) within 5m per agent", "all": { "mean": "12.5", "deviation": "3.1", "samples": 400 } } } }\n',
  digest: "3233aaeb835a71db9a89223ac43f8b43711480b1da55477349b5b2496997cf71",
} as const;

/** A baseline of which every sample was the same. */
export const flatBaseline = {
  text: pageBaseline.text.replace('"3.1"', '"0"'),
  digest: "46634284d20c884e0af94c1d0069b37fffe750337e4be548ea3fe006a83f1b9c",
} as const;

const pinned = `baseline "./baseline.json" sha256 "${pageBaseline.digest}"`;
const pinnedFlat = `baseline "./flat.json" sha256 "${flatBaseline.digest}"`;
const calls = "metric calls = count(attempted *) within 5m";
const row = 'over 3 sigma -> deny also alert "soc"';
const shared = `${refundTool}agent desk { subject "spiffe://example/desk" }\n`;
const drift = (...clauses: readonly string[]): string =>
  `drift usual per agent {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`;

/** The policy around an example that is a baseline. */
export const pagePolicy = `policy demo version 1 language 1\n${shared}${drift(calls, pinned, row)}`;

type Part = "metric" | "baseline" | "over";
const parts: Readonly<Record<Part, { readonly lacks: string; readonly add: string }>> = {
  metric: { lacks: "what is measured", add: "`metric calls = count(attempted *) within 5m`" },
  baseline: { lacks: "what is usual", add: '`baseline "./baseline.json" sha256 "…"`' },
  over: { lacks: "what happens beyond it", add: '`over 3 sigma -> deny also alert "soc"`' },
};
const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

export const incompleteDrift = defineDiagnostic({
  code: "incomplete-drift",
  severity: "error",
  message: ({ name, missing }: { name: string; missing: readonly Part[] }) =>
    `the drift ${code(name)} does not say ${listed(missing.map((part) => parts[part].lacks))}`,
  help: ({ missing }: { name: string; missing: readonly Part[] }) =>
    `add ${listed(missing.map((part) => parts[part].add))}`,
  page: policyPage(
    "A drift compares metrics with a baseline and does something about the difference; without one of the three it would look like protection and be none.",
    shared,
    drift(calls, pinned),
    drift(calls, pinned, row),
  ),
});

export const driftNotAscending = defineDiagnostic({
  code: "drift-not-ascending",
  severity: "error",
  message: () => "this row does not begin above the one before",
  help: () => "order the rows from the nearest to the farthest: `over 2 sigma`, then `over 3 sigma`",
  page: policyPage(
    "Rows are read from the usual outwards. Each acts beyond its own threshold, so what lies beyond several meets several.",
    shared,
    drift(calls, pinned, "over 3 sigma -> deny", "over 2 sigma -> deny"),
    drift(calls, pinned, "over 2 sigma -> log", "over 3 sigma -> deny"),
  ),
});

export const driftLevelFalls = defineDiagnostic({
  code: "drift-level-falls",
  severity: "error",
  message: () => "what is farther from the usual has a laxer outcome",
  help: () => "outcomes go up with the distance: `log`, verification, confirmation, approval, `deny`",
  page: policyPage(
    "Every row that is passed acts, and the strictest wins: a laxer row farther out would never be seen.",
    shared,
    drift(calls, pinned, "over 2 sigma -> deny", "over 3 sigma -> log"),
    drift(calls, pinned, "over 2 sigma -> log", "over 3 sigma -> deny"),
  ),
});

export const driftNumber = defineDiagnostic({
  code: "drift-number",
  severity: "error",
  message: ({ clause }: { clause: "over" | "min_deviation" }) =>
    clause === "over"
      ? "sigmas are a number above zero and below 1000, with at most three digits behind the point"
      : "the least deviation is a number above zero, of at most 15 digits before and 9 behind the point",
  help: ({ clause }: { clause: "over" | "min_deviation" }) =>
    clause === "over" ? "write `over 2 sigma` or `over 2.5 sigma`" : "write `min_deviation 1`",
  page: policyPage(
    "At no distance at all everything is unusual; and distances are compared exactly, which needs a bound on their digits.",
    shared,
    drift(calls, pinned, "over 0 sigma -> deny"),
    drift(calls, pinned, row),
  ),
});

export const driftMetric = defineDiagnostic({
  code: "drift-metric",
  severity: "error",
  message: ({ problem }: { problem: string }) => problem,
  help: () => "a metric is `count(…)`, `sum(…)` or `distinct(…)` with `within D`",
  page: policyPage(
    "A metric is one number of the key's own past, so that it can be compared with the mean of that number.",
    shared,
    drift("metric calls = count(attempted *) within 5m per session", pinned, row),
    drift(calls, pinned, row),
  ),
});

export const baselineNotFound = defineDiagnostic({
  code: "baseline-not-found",
  severity: "error",
  message: ({ path }: { path: string }) => `the baseline ${code(path)} cannot be read`,
  help: () => "paths are relative to the policy file; `sallyport baseline TRACES --policy P` measures one",
  label: () => "no such file",
  page: policyPage(
    "Without a baseline nobody can say what is usual, and everything would be unusual or nothing.",
    shared,
    drift(calls, pinned.replace("baseline.json", "baselin.json"), row),
    drift(calls, pinned, row),
  ),
});

export const baselineDigest = defineDiagnostic({
  code: "baseline-digest",
  severity: "error",
  message: ({ path, pinned }: { path: string; digest: string; pinned: boolean }) =>
    pinned
      ? `the baseline ${code(path)} is not the one that is pinned here`
      : `the baseline ${code(path)} is not pinned`,
  help: ({ digest }: { path: string; digest: string; pinned: boolean }) =>
    `look at what it holds; if that is what shall be usual, write \`sha256 "${digest}"\``,
  label: ({ pinned }: { path: string; digest: string; pinned: boolean }) => (pinned ? "of another file" : "not pinned"),
  page: policyPage(
    "Whoever can change what counts as usual can make anything usual. The digest is over the canonical JSON, so spaces and the order of keys do not matter.",
    shared,
    drift(calls, 'baseline "./baseline.json"', row),
    drift(calls, pinned, row),
  ),
});

export const invalidBaseline = defineDiagnostic({
  code: "invalid-baseline",
  severity: "error",
  message: ({ problem }: { path: string; problem: string }) => problem,
  help: ({ path }: { path: string; problem: string }) => (path === "" ? undefined : `at ${code(path)}`),
  page: {
    why: "A baseline is read strictly (`baseline.schema.json`): a member that nobody reads would be a number that somebody believes in. It names the term that was measured, so that no other is compared with it.",
    bad: pageBaseline.text.replace('"mean"', '"men"'),
    good: pageBaseline.text,
  },
});

export const baselineOfOthers = defineDiagnostic({
  code: "baseline-of-another-key",
  severity: "error",
  message: ({ per, measured }: { per: string; measured: string }) =>
    `the baseline was measured per ${measured}, and this drift is per ${per}`,
  help: ({ measured }: { per: string; measured: string }) =>
    `write \`per ${measured}\`, or measure it anew: \`sallyport baseline TRACES --policy P\``,
  page: policyPage(
    "What is usual in one session is not what is usual for an agent over all of its sessions.",
    shared,
    drift(calls, pinned, row).replace("per agent", "per session"),
    drift(calls, pinned, row),
  ),
});

export const metricWithoutBaseline = defineNearMiss({
  code: "metric-without-baseline",
  severity: "error",
  message: ({ name }: { name: string; near: string | undefined; known: readonly string[] }) =>
    `the baseline does not say what is usual for ${code(name)}`,
  help: ({ near, known }: { name: string; near: string | undefined; known: readonly string[] }) =>
    suggestion(near, known, "it has no metric"),
  label: () => "not measured",
  page: policyPage(
    "A metric without a mean could never be unusual.",
    shared,
    drift(calls, "metric cals = count(denied *) within 5m", pinned, row),
    drift(calls, pinned, row),
  ),
});

export const baselineWithoutDeviation = defineDiagnostic({
  code: "baseline-without-deviation",
  severity: "error",
  message: ({ name }: { name: string }) => `the baseline saw only one value of ${code(name)}, so its deviation is zero`,
  help: () => "say what still counts as usual: `min_deviation 1` behind the digest",
  page: policyPage(
    "With a deviation of zero every other value is infinitely far away.",
    shared,
    drift(calls, pinnedFlat, row),
    drift(calls, `${pinnedFlat} min_deviation 1`, row),
  ),
});

export const driftDiagnostics = [
  incompleteDrift,
  driftNotAscending,
  driftLevelFalls,
  driftNumber,
  driftMetric,
  baselineNotFound,
  baselineDigest,
  invalidBaseline,
  baselineOfOthers,
  metricWithoutBaseline,
  baselineWithoutDeviation,
];
