import type { DataValue, GivenSetting, TestRows, TestStep } from "../ast/parsed-test.ts";
import type { PolicyIr } from "../engine/ir.ts";
import type { RawEvent } from "../event/event.ts";
import { JsonNumber, type JsonValue, jsonNumber } from "../json/json-value.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import { identityEnvelope } from "./identity.ts";

/** One row of a test's table, or the empty row of a test without one. */
export type Row = ReadonlyMap<string, DataValue>;

/** The clock of tests starts at 2026-01-01T00:00:00Z. */
export const testStartMs = 1_767_225_600_000;

/** The envelope that `given` has set so far. What it does not state is unrecorded (`language.md` 8). */
export interface Setting {
  readonly envelope: Readonly<Record<string, JsonValue>>;
  readonly identity: "all" | "token" | undefined;
  readonly role: string | undefined;
  readonly task: boolean;
  /** `egress none`: the host says that there is no connection, instead of saying nothing. */
  readonly noEgress: boolean;
}

export const emptySetting: Setting = {
  envelope: {},
  identity: undefined,
  role: undefined,
  task: false,
  noEgress: false,
};

/** `given { … }` adds to what earlier `given` steps stated. */
export function applyGiven(
  setting: Setting,
  settings: readonly GivenSetting[],
  row: Row,
  rows: TestRows | undefined,
): Setting {
  return settings.reduce(
    (current, given) => applyOne(current, given, (value) => dataToJson(value, row, rows)),
    setting,
  );
}

function applyOne(setting: Setting, given: GivenSetting, read: (value: DataValue) => JsonValue): Setting {
  const set = (member: string, value: JsonValue): Setting => withMember(setting, member, value);
  switch (given.kind) {
    case "agent":
      return set("agent", given.name.text);
    case "identity":
      return { ...setting, identity: given.state.text === "ok" ? "all" : undefined };
    case "token":
      return { ...setting, identity: given.state.text === "ok" ? "token" : undefined };
    case "task":
      return { ...setting, task: given.state.text === "started" };
    case "egress": {
      const { egress: _, ...envelope } = setting.envelope;
      return { ...setting, envelope, noEgress: given.state.text === "none" };
    }
    case "purpose":
      return set("purpose", read(given.value));
    case "on-behalf-of":
      return { ...setting, role: given.role.text };
    case "confidence":
      return set("confidence", given.value.kind === "percent" ? jsonNumber(given.value.fraction) : read(given.value));
    case "field": {
      const [root, ...rest] = given.path.map(({ text }) => text);
      if (root === undefined) return setting;
      const stated = root === "egress" ? { ...setting, noEgress: false } : setting;
      return withMember(stated, root, nest(setting.envelope[root], rest, read(given.value)));
    }
  }
}

const withMember = (setting: Setting, member: string, value: JsonValue): Setting => ({
  ...setting,
  envelope: { ...setting.envelope, [member]: value },
});

/** Context fields are flat by dotted name in the policy and nested in the event. */
function nest(outer: JsonValue | undefined, path: readonly string[], value: JsonValue): JsonValue {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  const record: Record<string, JsonValue> = isRecord(outer) ? { ...outer } : {};
  record[head] = nest(record[head], rest, value);
  return record;
}

const isRecord = (value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);

/** The members every event of a test carries, and `not_recorded` for the rest. */
export function envelopeOf(setting: Setting, atMs: number, policy: PolicyIr): Omit<RawEvent, "kind" | "id"> {
  const agent = setting.envelope["agent"];
  const identity =
    setting.identity !== undefined && typeof agent === "string" ? identityEnvelope(policy, agent, atMs) : undefined;
  const envelope: Record<string, JsonValue> = {
    ...(typeof agent === "string"
      ? { chain: [{ user: "user", ...(setting.role === undefined ? {} : { roles: [setting.role] }) }, { agent }] }
      : {}),
    ...setting.envelope,
    ...(identity === undefined ? {} : { token: over(identity.token, setting.envelope["token"]) }),
    ...(identity !== undefined && setting.identity === "all"
      ? { peer: over(identity.peer, setting.envelope["peer"]) }
      : {}),
  };
  const roots = ["tenant", "agent", "chain", "purpose", "confidence", "token", "peer", "egress", "cost", "context"];
  const missing = roots.filter((root) => !(root in envelope) && !(root === "egress" && setting.noEgress));
  const context = envelope["context"];
  const unstated = isRecord(context)
    ? Object.keys(policy.catalogue.context).filter((path) => !hasPath(context, path.split(".")))
    : [];
  const egress = envelope["egress"];
  const unstatedEgress = isRecord(egress)
    ? egressMembers.filter((member) => !(member in egress)).map((member) => `egress.${member}`)
    : [];
  return {
    session: "test",
    at: formatTimestamp(atMs),
    ...envelope,
    ...(isRecord(egress) ? { egress: withoutNull(egress) } : {}),
    not_recorded: [
      ...missing,
      ...(setting.task ? [] : ["task"]),
      ...unstated.map((path) => `context.${path}`),
      ...unstatedEgress,
    ],
  } as Omit<RawEvent, "kind" | "id">;
}

/** A member that a test states as null is absent. */
const withoutNull = (record: { readonly [key: string]: JsonValue }): JsonValue =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));

const egressMembers = ["url", "method", "type"];

/** What a test states itself wins over what `identity ok` stands for, member by member. */
const over = (base: { readonly [key: string]: JsonValue }, stated: JsonValue | undefined): JsonValue =>
  isRecord(stated) ? { ...base, ...stated } : base;

function hasPath(value: JsonValue | undefined, path: readonly string[]): boolean {
  const [head, ...rest] = path;
  if (head === undefined) return value !== undefined;
  return isRecord(value) && head in value && hasPath(value[head], rest);
}

/** Test data as the JSON an event would hold; `row.NAME` is replaced by the row's value. */
export function dataToJson(value: DataValue, row: Row, rows: TestRows | undefined): JsonValue {
  switch (value.kind) {
    case "text":
      return value.text;
    case "number":
      return jsonNumber(value.lexeme.replaceAll("_", ""));
    case "bool":
      return value.value;
    case "null":
      return null;
    case "list":
      return value.items.map((item) => dataToJson(item, row, rows));
    case "record":
      return Object.fromEntries(value.entries.map((entry) => [entry.key.text, dataToJson(entry.value, row, rows)]));
    case "reference": {
      const name = value.path[1]?.text ?? "";
      const found = row.get(name);
      return found === undefined ? null : dataToJson(found, new Map(), undefined);
    }
  }
}

/** What a step is called in a failure message. */
export const describeStep = (step: TestStep): string =>
  step.kind === "call"
    ? `call ${step.tool.text}`
    : step.kind === "message"
      ? `message to ${step.to.text}`
      : step.kind === "state"
        ? `${step.action} ${step.subject.text}`
        : step.kind;
