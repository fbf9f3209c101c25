import type { Literal, Operand, Root } from "../../src/ast/condition.ts";
import type { Environment } from "../../src/engine/environment.ts";
import type { IrGate, IrGrant, PolicyIr } from "../../src/engine/ir.ts";
import { admit } from "../../src/event/admit.ts";
import type { Tool } from "../../src/event/catalogue.ts";
import type { Event, RawEvent } from "../../src/event/event.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { parseDecimal, zero } from "../../src/value/decimal.ts";
import type { Type } from "../../src/value/type.ts";
import { absent, type Field, present, type Truth } from "../../src/value/value.ts";

/** Hand-made pieces of policies and events; what a test does not say is the least that is valid. */
export const path = (written: string, type: Type = { kind: "string" }): Operand<unknown> => {
  const [root = "args", ...segments] = written.split(".");
  return { kind: "path", root: root as Root, segments, type };
};
export const bound = (binding: string, ...segments: readonly string[]): Operand<unknown> => ({
  kind: "bound",
  binding,
  segments,
  type: { kind: "string" },
});
const literal = (value: Literal): Operand<unknown> => ({ kind: "literal", literal: value });
export const text = (value: string): Operand<unknown> => literal({ kind: "text", text: value });
export const digits = (value: string): Operand<unknown> => literal({ kind: "number", digits: value });
export const usd = (value: string): Operand<unknown> => literal({ kind: "money", digits: value, currency: "USD" });

export const textValue = (value: string): Field => present({ kind: "text", text: value });
export const numberValue = (value: string): Field => present({ kind: "number", value: parseDecimal(value) ?? zero });
export const moneyValue = (value: string, currency = "USD"): Field =>
  present({ kind: "money", amount: parseDecimal(value) ?? zero, currency });
export const listValue = (items: readonly Field[], open = false): Field => present({ kind: "list", items, open });
export const recordValue = (fields: Readonly<Record<string, Field>>): Field =>
  present({ kind: "record", fields: new Map(Object.entries(fields)), open: false });

/** An environment of fields by their printed paths; what is not there is absent. */
export const environment = (fields: Readonly<Record<string, Field>>, origin: Truth = "unknown"): Environment => ({
  read: (root, segments) => fields[[root, ...segments].join(".")] ?? absent,
  origin: () => origin,
  history: (term) => fields[term] ?? absent,
});

export const tool = (name: string, more: Partial<Tool> = {}): Tool => ({
  name,
  args: { kind: "record", additional: true, fields: {} },
  result: { kind: "json" },
  effects: [],
  returns: [],
  trusted: [],
  untrusted: [],
  schemaDigest: "0".repeat(64),
  ...more,
});

export const gate = (name: string, more: Partial<IrGate> = {}): IrGate => ({
  name,
  builtIn: false,
  on: [{ kind: "call", tools: ["pay"] }],
  level: "deny",
  requirements: [],
  obligations: [],
  overridable: false,
  tags: [],
  ...more,
});

export const grant = (name: string, more: Partial<IrGrant> = {}): IrGrant => ({
  name,
  agents: ["clerk"],
  tools: ["pay", "read"],
  ...more,
});

/** Agent `clerk` may `pay` and `read`. */
export const policy = (more: Partial<PolicyIr> = {}): PolicyIr => ({
  ir: 1,
  policy: "test",
  version: 1,
  language: 1,
  catalogue: { tools: { pay: tool("pay"), read: tool("read") }, context: {} },
  agents: [{ name: "clerk", subject: "s", mayMessage: [], mayDelegate: [] }],
  grants: [grant("may_work")],
  gates: [],
  labels: [],
  terms: [],
  endorsements: [],
  drifts: [],
  killSwitches: [],
  breakGlasses: [],
  ...more,
});

let ids = 0;

/** An admitted event of `clerk` at a minute of one session; `at: null` is an unrecorded time. */
export function event(raw: Record<string, unknown>, minute: number | null = 0, ir: PolicyIr = policy()): Event {
  ids += 1;
  const time =
    minute === null
      ? { not_recorded: ["at"] }
      : { at: `2026-06-01T${12 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}:00Z` };
  const whole = { id: `e${ids}`, session: "s", agent: "clerk", ...time, ...raw } as unknown as RawEvent;
  const read = readEvent(whole);
  const admitted = "kind" in read ? read : admit(read.raw, ir.catalogue);
  if (admitted.kind === "invalid") throw new Error(`${admitted.path}: ${admitted.message}`);
  return admitted;
}
