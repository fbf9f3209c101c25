import { nearMiss } from "../diagnostics/near-miss.ts";
import type { PolicyIr } from "../engine/ir.ts";
import type { RawEvent } from "../event/event.ts";
import { type JsonValue, jsonNumber } from "../json/json-value.ts";
import { compareDecimals, type Decimal, parseDecimal, zero } from "../value/decimal.ts";
import { parseDuration } from "../value/duration.ts";
import { formatTimestamp, parseTimestamp } from "../value/timestamp.ts";
import { identityEnvelope } from "./identity.ts";

/** What the person who replays supplies for what a format cannot record (`language.md` 9); printed in every report. */
export type Assumption =
  | { readonly kind: "agent"; readonly agent: string }
  | { readonly kind: "identity"; readonly part: "all" | "token" }
  | { readonly kind: "time"; readonly startMs: number; readonly stepMs: number }
  | { readonly kind: "sessions" }
  /** A task runs in every session from its start. */
  | { readonly kind: "task" }
  | { readonly kind: "field"; readonly path: readonly string[]; readonly value: JsonValue; readonly written: string };

/** The members an assumption may fill; `token`, `peer` and `egress` have a closed list, `context` the declared fields. */
const members: Readonly<Record<string, readonly string[]>> = {
  token: ["verified", "subject", "scopes", "issued_at", "expires_at", "claims"],
  peer: ["mutual", "agent"],
  egress: ["url", "method", "type"],
};
const scalars = ["agent", "tenant", "purpose", "confidence", "cost", "source_time"];

/**
 * Reads one `--assume` argument: `PATH=VALUE`, `identity=ok`, `token=ok`, `task=started`,
 * `time=START+STEP`, `sessions=independent`.
 * @returns the assumption, or a message saying what is wrong and what to type.
 */
export function parseAssumption(written: string): Assumption | { readonly kind: "error"; readonly message: string } {
  const split = written.indexOf("=");
  if (split <= 0) return refuse(written, "write PATH=VALUE, for example confidence=95%");
  const name = written.slice(0, split).trim();
  const value = written.slice(split + 1).trim();
  if (value === "") return refuse(written, `give ${name} a value`);
  switch (name) {
    case "identity":
    case "token":
      if (value !== "ok") return refuse(written, `the only value of ${name} is ok`);
      return { kind: "identity", part: name === "identity" ? "all" : "token" };
    case "sessions":
      return value === "independent"
        ? { kind: "sessions" }
        : refuse(written, "the only value of sessions is independent");
    case "task":
      return value === "started" ? { kind: "task" } : refuse(written, "the only value of task is started");
    case "time":
      return parseTimeAssumption(written, value);
    default:
      return parseFieldAssumption(written, name, value);
  }
}

function parseTimeAssumption(written: string, value: string): ReturnType<typeof parseAssumption> {
  const plus = value.lastIndexOf("+");
  const startMs = plus > 0 ? parseTimestamp(value.slice(0, plus)) : undefined;
  const stepMs = plus > 0 ? parseDuration(value.slice(plus + 1)) : undefined;
  if (startMs === undefined || stepMs === undefined) {
    return refuse(written, "write time=START+STEP, for example time=2026-01-01T00:00:00Z+1s");
  }
  return { kind: "time", startMs, stepMs };
}

function parseFieldAssumption(written: string, name: string, value: string): ReturnType<typeof parseAssumption> {
  const path = name.split(".");
  const root = path[0] ?? "";
  if (name === "confidence" && !isConfidence(value)) {
    return refuse(written, "confidence lies between 0 and 1 or carries a percent sign, for example confidence=95%");
  }
  if (path.length === 1 && root === "agent") return { kind: "agent", agent: value };
  const known = [...scalars, ...Object.keys(members), "context"];
  const fillable =
    (path.length === 1 && scalars.includes(root)) ||
    (path.length === 2 && (members[root] ?? []).includes(path[1] ?? "")) ||
    (path.length >= 2 && (root === "context" || (root === "token" && path[1] === "claims")));
  if (!fillable) {
    const near = nearMiss(root, known);
    return refuse(
      written,
      near !== undefined && near !== root
        ? `${root} is not a field of the envelope; did you mean ${near}?`
        : `${name} cannot be assumed; only fields of the envelope can: ${known.join(", ")}`,
    );
  }
  return { kind: "field", path, value: readScalar(value, root), written };
}

/** The spellings that admission reads: a fraction, or a percentage. */
function isConfidence(value: string): boolean {
  const percent = value.endsWith("%");
  const number = parseDecimal(percent ? value.slice(0, -1) : value);
  if (number === undefined) return false;
  const atMost: Decimal = { coefficient: percent ? 100n : 1n, scale: 0 };
  return compareDecimals(number, zero) >= 0 && compareDecimals(number, atMost) <= 0;
}

function readScalar(value: string, root: string): JsonValue {
  if (value === "true" || value === "yes") return true;
  if (value === "false" || value === "no") return false;
  if (root === "confidence" && value.endsWith("%")) return value;
  if (parseDecimal(value) !== undefined) return jsonNumber(value);
  return value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value;
}

const refuse = (written: string, help: string) => ({
  kind: "error" as const,
  message: `cannot assume \`${written}\`: ${help}`,
});

/** Fills what the format could not record, and only that; `index` is the event's position in its session. */
export function applyAssumptions(
  event: RawEvent,
  index: number,
  assumptions: readonly Assumption[],
  policy: PolicyIr,
): RawEvent {
  let filled: Record<string, unknown> = { ...event };
  let missing = [...(event.not_recorded ?? [])];
  const fill = (path: readonly string[], value: JsonValue | undefined): void => {
    const opened = openPath(missing, path, policy);
    if (opened === undefined || value === undefined) return;
    missing = opened;
    filled = setPath(filled, path, value);
  };
  if (assumptions.some(({ kind }) => kind === "task")) missing = missing.filter((path) => path !== "task");
  // The time and the agent come first: an assumed identity is made from them.
  for (const assumption of assumptions) {
    if (assumption.kind === "time") {
      fill(["at"], formatTimestamp(assumption.startMs + assumption.stepMs * index));
    }
    if (assumption.kind === "agent") {
      fill(["agent"], assumption.agent);
      fill(["chain"], [{ agent: assumption.agent }]);
    }
  }
  for (const assumption of assumptions) {
    if (assumption.kind === "field") fill(assumption.path, assumption.value);
    if (assumption.kind === "identity" && typeof filled["agent"] === "string") {
      const at = typeof filled["at"] === "string" ? parseTimestamp(filled["at"]) : undefined;
      const identity = identityEnvelope(policy, filled["agent"], at ?? 0);
      for (const [member, value] of Object.entries(identity.token)) {
        // Without a time of its own the event cannot be compared with a made-up issue date.
        fill(["token", member], value);
      }
      if (assumption.part === "all") {
        for (const [member, value] of Object.entries(identity.peer)) fill(["peer", member], value);
      }
    }
  }
  return { ...filled, not_recorded: missing } as unknown as RawEvent;
}

/** `missing` without `path`, its unrecorded siblings spelled out; undefined when `path` was recorded or absent. */
function openPath(
  missing: readonly string[],
  path: readonly string[],
  policy: PolicyIr,
): (readonly string[] & string[]) | undefined {
  const dotted = path.join(".");
  if (missing.includes(dotted)) return missing.filter((entry) => entry !== dotted);
  const root = path[0] ?? "";
  if (path.length < 2 || !missing.includes(root)) return undefined;
  const siblings = members[root] ?? Object.keys(policy.catalogue.context);
  return [
    ...missing.filter((entry) => entry !== root),
    ...siblings.map((member) => `${root}.${member}`).filter((entry) => entry !== dotted),
  ];
}

function setPath(record: Record<string, unknown>, path: readonly string[], value: JsonValue): Record<string, unknown> {
  const [head, ...rest] = path;
  if (head === undefined) return record;
  const inner = record[head];
  return {
    ...record,
    [head]:
      rest.length === 0 ? value : setPath(typeof inner === "object" && inner !== null ? { ...inner } : {}, rest, value),
  };
}
