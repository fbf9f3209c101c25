import type { CheckedControl } from "../../src/ast/checked-control.ts";
import { type AuditContext, auditDeployment } from "../../src/audit/audit-deployment.ts";
import type { AuditItem, SubjectVerdict } from "../../src/audit/audit-result.ts";
import { checkPolicy } from "../../src/check/check-policy.ts";
import type { Attestation, Deployment, Entity, EntityKind, Waiver } from "../../src/model/model.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { daysFromCivil } from "../../src/value/civil-date.ts";
import type { Type } from "../../src/value/type.ts";
import type { Basis, Cause, FactSource, Field } from "../../src/value/value.ts";

const record = (fields: Readonly<Record<string, Type>>): Type => ({
  kind: "record",
  fields: Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, { type, required: false }])),
  additional: false,
});
const bool: Type = { kind: "bool" };
const text: Type = { kind: "string" };
const part = record({ name: text, agent: text, from: text, a: bool, b: bool });
const contradiction = record({ field: text, declared: text, enforced: text });
const agentFields = {
  name: text,
  a: bool,
  b: bool,
  c: bool,
  d: bool,
  items: { kind: "list", element: part },
  group: record({ a: bool }),
  connectors: { kind: "list", element: record({ name: text, a: bool, transport: record({ mtls: text }) }) },
  channels: { kind: "list", element: part },
  stores: { kind: "list", element: part },
  contradictions: { kind: "list", element: contradiction },
} as const satisfies Readonly<Record<string, Type>>;

/** A model of letters: what a verdict does must not depend on what the facts mean. */
const subjectTypes: Readonly<Record<EntityKind, Type>> = {
  agent: record(agentFields),
  connector: part,
  channel: part,
  store: part,
  deployment: record({ a: bool, agents: { kind: "list", element: record(agentFields) } }),
};

export function controlsOf(text: string): readonly CheckedControl[] {
  const parsed = parseFile({ file: "own.gate", text: `policy own version 1 language 1\n${text}\n` });
  const outcome = checkPolicy([parsed.file], { read: () => undefined, subjectTypes });
  const problems = [...parsed.diagnostics, ...outcome.diagnostics].map(({ code, message }) => `${code}: ${message}`);
  if (!outcome.ok || problems.length > 0) throw new Error(problems.join("\n"));
  return outcome.value.controls;
}

export const control = (clauses: readonly string[], subject: EntityKind = "agent"): string =>
  `control C-1 "Title" for each ${subject} {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}`;

export const source = (path: string): FactSource => ({ file: "m.yaml", line: 1, column: 1, path, text: path });

type Given = boolean | string | "absent" | Field | Readonly<Record<string, unknown>>;

/** A fact with one source: a flag, `absent`, another text, or unknown for a cause. */
export function fact(name: string, given: Given, basis: Basis = "enforced"): Field {
  const evidence = { sources: [source(name)], basis };
  if (typeof given === "boolean") return { state: "value", value: { kind: "bool", value: given }, evidence };
  if (given === "absent") return { state: "absent", evidence };
  if (typeof given === "string") return { state: "value", value: { kind: "text", text: given }, evidence };
  return given as Field;
}

export const unknown = (cause: Cause = "not_recorded"): Field => ({
  state: "unrecorded",
  cause,
  evidence: { sources: [], basis: "enforced", decidedBy: "a file" },
});

export const list = (
  items: readonly Readonly<Record<string, Given>>[],
  open = false,
  basis: Basis = "enforced",
): Field => ({
  state: "value",
  value: { kind: "list", items: items.map((item) => recordOf(item)), open },
  evidence: { sources: [source("list")], basis, ...(open ? { decidedBy: "the whole list" } : {}) },
});

/** Facts not given are unrecorded, as readers leave them. */
export const recordOf = (facts: Readonly<Record<string, Given>>): Field => ({
  state: "value",
  value: {
    kind: "record",
    fields: new Map(Object.entries(facts).map(([name, given]) => [name, fact(name, given)])),
    open: true,
  },
});

export const entity = (kind: EntityKind, name: string, facts: Readonly<Record<string, Given>>): Entity => ({
  kind,
  name,
  record: recordOf(facts),
  source: source(`${kind} ${name}`),
});

export const day = (year: number, month: number, date: number): number => daysFromCivil(year, month, date) * 86_400_000;
export const asOfMs = day(2026, 6, 1);

export const attestation = (changed: Partial<Attestation> = {}): Attestation => ({
  agent: "mailer",
  item: "C-1",
  kind: "letter",
  statement: "we looked",
  evidence: [{ uri: "https://evidence.example/1", sha256: "ab".repeat(32) }],
  attestedBy: "ann",
  attestedAtMs: day(2026, 5, 1),
  expiresAtMs: day(2026, 12, 1),
  source: source("attestation"),
  ...changed,
});

export const waiver = (changed: Partial<Waiver> = {}): Waiver => ({
  agent: "mailer",
  item: "C-1",
  reason: "being replaced",
  owner: "ciso",
  ticket: undefined,
  expiresAtMs: day(2026, 7, 1),
  source: source("waiver"),
  ...changed,
});

export interface Statements {
  readonly attestations?: readonly Attestation[];
  readonly waivers?: readonly Waiver[];
  readonly context?: Partial<AuditContext>;
}

export function itemOf(text: string, entities: readonly Entity[], statements: Statements = {}): AuditItem {
  const deployment: Deployment = {
    entities,
    attestations: statements.attestations ?? [],
    waivers: statements.waivers ?? [],
  };
  const nothing = { accepted: [], refusals: [], unclaimed: [], proposals: [], inputDigest: "", files: 0 };
  const report = auditDeployment(controlsOf(text), deployment, { asOfMs, ...nothing, ...statements.context });
  const item = report.items.find(({ id }) => id === "C-1");
  if (item === undefined) throw new Error("no C-1");
  return item;
}

/** The verdict of one control for the agent `mailer` with these facts. */
export function judge(
  clauses: readonly string[],
  facts: Readonly<Record<string, Given>>,
  statements: Statements = {},
): SubjectVerdict {
  const [verdict] = itemOf(control(clauses), [entity("agent", "mailer", facts)], statements).subjects;
  if (verdict === undefined) throw new Error("no verdict");
  return verdict;
}

export const pathsOf = ({ evidence }: SubjectVerdict): readonly string[] => evidence.map(({ path }) => path);
export const missingIn = ({ missing }: SubjectVerdict): readonly string[] => missing.map(({ path }) => path);
