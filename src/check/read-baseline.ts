import { type HistoryKey, historyKeys } from "../ast/history.ts";
import { invalidBaseline } from "../diagnostics/drift.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { formatJsonPath, type JsonPath } from "../json/json-path.ts";
import type { JsonPositions } from "../json/json-positions.ts";
import { isJsonObject, JsonNumber, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { sha256 } from "../json/sha256.ts";
import type { SourceText, Span } from "../source/span.ts";
import type { Report } from "./report.ts";

/** What is usual, per metric. `spanOf` is the place of a key in the file. */
export interface Baseline {
  /** SHA-256 over the canonical JSON of the file, so that its layout does not matter. */
  readonly digest: string;
  readonly per: HistoryKey;
  readonly metrics: ReadonlyMap<string, BaselineMetric>;
  readonly spanOf: (path: JsonPath) => Span;
}

export interface BaselineMetric {
  /** The history term that was measured, as `explain` writes it. */
  readonly term: string;
  /** The currency of its numbers. */
  readonly unit: string | undefined;
  readonly all: Usual | undefined;
  readonly agents: ReadonlyMap<string, Usual>;
}

/** Mean and standard deviation of `samples` decisions, as exact decimal texts in the metric's unit. */
export interface Usual {
  readonly mean: string;
  readonly deviation: string;
  readonly samples: number;
}

/**
 * Reads a baseline file (`baseline.schema.json`). Every mistake is reported where it stands in that file; undefined if
 * there was one.
 */
export function readBaseline(source: SourceText, namedAt: Span, report: Report): Baseline | undefined {
  const read = readJson(source.text, { positions: true });
  const related = [{ span: namedAt, label: "named here" }];
  if (!read.ok) {
    const { offset, message, path } = read.error;
    const span = { file: source.file, start: offset, end: Math.min(offset + 1, source.text.length) };
    report.add(invalidBaseline.at(span, { path, problem: `this is no JSON: ${message}` }, { related }));
    return undefined;
  }
  let sound = true;
  const spanOf = (path: JsonPath, part: "key" | "value"): Span => placeOf(source.file, read.positions, path, part);
  const reader: Reader = {
    refuse(path, problem, part = "value") {
      sound = false;
      report.add(invalidBaseline.at(spanOf(path, part), { path: formatJsonPath(path), problem }, { related }));
      return undefined;
    },
  };
  const fields = recordOf(read.value, [], ["baseline", "per", "metrics"], [], reader);
  if (fields === undefined) return undefined;
  if (numberIn(fields["baseline"]) !== 1) reader.refuse(["baseline"], "this version reads `1`");
  const per = historyKeys.find((key) => key === fields["per"]);
  if (per === undefined) reader.refuse(["per"], `expected one of ${historyKeys.map((key) => `"${key}"`).join(", ")}`);
  const metrics = readMetrics(fields["metrics"], reader);
  if (!sound || per === undefined || metrics === undefined) return undefined;
  return { digest: sha256(canonicalJson(plain(read.value))), per, metrics, spanOf: (path) => spanOf(path, "key") };
}

interface Reader {
  readonly refuse: (path: JsonPath, problem: string, part?: "key" | "value") => undefined;
}

function readMetrics(value: JsonValue | undefined, reader: Reader): ReadonlyMap<string, BaselineMetric> | undefined {
  const path = ["metrics"];
  if (!isJsonObject(value) || Object.keys(value).length === 0)
    return reader.refuse(path, "expected an object with a member for each metric");
  const metrics = new Map<string, BaselineMetric>();
  for (const [name, metric] of Object.entries(value)) {
    const known = readMetric(metric, [...path, name], reader);
    if (known !== undefined) metrics.set(name, known);
  }
  return metrics;
}

function readMetric(value: JsonValue, path: JsonPath, reader: Reader): BaselineMetric | undefined {
  const fields = recordOf(value, path, ["term"], ["unit", "all", "agents"], reader);
  if (fields === undefined) return undefined;
  const { term, unit, all, agents } = fields;
  if (typeof term !== "string") reader.refuse([...path, "term"], "expected the history term as text");
  if (unit !== undefined && (typeof unit !== "string" || !/^[A-Z]{3}$/.test(unit)))
    reader.refuse([...path, "unit"], 'expected a currency, as in `"USD"`');
  if (all === undefined && agents === undefined) reader.refuse(path, "expected `all`, `agents` or both", "key");
  const usual = all === undefined ? undefined : readUsual(all, [...path, "all"], reader);
  const byAgent = new Map<string, Usual>();
  if (agents !== undefined && !isJsonObject(agents)) reader.refuse([...path, "agents"], "expected an object by agent");
  for (const [agent, own] of isJsonObject(agents) ? Object.entries(agents) : []) {
    const known = readUsual(own, [...path, "agents", agent], reader);
    if (known !== undefined) byAgent.set(agent, known);
  }
  return {
    term: typeof term === "string" ? term : "",
    unit: typeof unit === "string" ? unit : undefined,
    all: usual,
    agents: byAgent,
  };
}

/** At most 15 digits before the point and 9 behind it: a product with a number of sigmas stays exact. */
const decimalText = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?$/;

function readUsual(value: JsonValue, path: JsonPath, reader: Reader): Usual | undefined {
  const fields = recordOf(value, path, ["mean", "deviation", "samples"], [], reader);
  if (fields === undefined) return undefined;
  const { mean, deviation } = fields;
  const samples = numberIn(fields["samples"]);
  const isMean = typeof mean === "string" && decimalText.test(mean);
  const isDeviation = typeof deviation === "string" && decimalText.test(deviation) && !deviation.startsWith("-");
  const written = 'a decimal as text, as in `"12.5"`, of at most 15 digits before and 9 behind the point';
  if (!isMean) reader.refuse([...path, "mean"], `expected ${written}`);
  if (!isDeviation) reader.refuse([...path, "deviation"], `expected ${written}, and not below zero`);
  if (samples === undefined || samples < 2)
    reader.refuse([...path, "samples"], "a deviation is known from 2 samples on: expected a whole number from 2 on");
  return isMean && isDeviation && samples !== undefined ? { mean, deviation, samples } : undefined;
}

/** The members of an object; what is missing, and what nobody knows, is refused. */
function recordOf(
  value: JsonValue,
  path: JsonPath,
  required: readonly string[],
  optional: readonly string[],
  reader: Reader,
): Readonly<Record<string, JsonValue>> | undefined {
  if (!isJsonObject(value)) return reader.refuse(path, "expected an object");
  const known = [...required, ...optional];
  const foreign = Object.keys(value).filter((key) => !known.includes(key));
  for (const key of foreign) {
    const near = nearMiss(key, known);
    const hint =
      near === undefined ? `known are ${known.map((one) => `\`${one}\``).join(", ")}` : `did you mean \`${near}\`?`;
    reader.refuse([...path, key], `there is no \`${key}\` here; ${hint}`, "key");
  }
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  if (missing.length === 0) return value;
  // A misspelt member is missing too, and said once.
  if (foreign.length > 0) return undefined;
  return reader.refuse(path, `${missing.map((key) => `\`${key}\``).join(" and ")} is missing`);
}

const numberIn = (value: JsonValue | undefined): number | undefined =>
  value instanceof JsonNumber && /^(?:0|[1-9][0-9]{0,14})$/.test(value.lexeme) ? Number(value.lexeme) : undefined;

function placeOf(file: string, positions: JsonPositions, path: JsonPath, part: "key" | "value"): Span {
  const location = positions.at(path);
  const range = (part === "key" ? location?.key : undefined) ?? location?.value ?? { start: 0, end: 0 };
  return { file, start: range.start, end: range.end };
}

/** For hashing. A baseline has whole numbers only, which every reader reads alike. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.lexeme);
  if (!isJsonObject(value)) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value as JsonObject)) copy[key] = plain(member);
  return copy;
}
