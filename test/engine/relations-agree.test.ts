import { describe, expect, it } from "vitest";
import type { Condition, Operand } from "../../src/ast/condition.ts";
import type { Environment } from "../../src/engine/environment.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { parseDecimal } from "../../src/value/decimal.ts";
import { between } from "../../src/value/interval.ts";
import { readUrl } from "../../src/value/url.ts";
import { absent, boolField, type Cause, type Field, present, type Truth, unrecorded } from "../../src/value/value.ts";
import {
  bound,
  digits,
  environment,
  listValue,
  moneyValue,
  numberValue,
  path,
  recordValue,
  text,
  textValue,
  usd,
} from "./build.ts";
import { judge } from "./judge-condition.ts";

// Every relation on values of every kind, against values of every kind: `judge` compares the interpreter with the closures.

const gap = unrecorded("not_recorded");
const url = (written: string): Field => {
  const value = readUrl(written);
  if (value === undefined) throw new Error(`no URL: ${written}`);
  return present(value);
};
const list = (...texts: readonly string[]): Field => listValue(texts.map(textValue));
const labels = (has: readonly string[], maybe: readonly string[], open: boolean): Field =>
  present({ kind: "labels", has: new Set(has), maybe: new Set(maybe), open });
const end = (written: string | undefined) => (written === undefined ? undefined : parseDecimal(written));
const range = (low?: string, high?: string, currency?: string, cause: Cause = "lost"): Field =>
  present(between(end(low), end(high), cause, currency));
const openRecord = (fields: Readonly<Record<string, Field>>): Field =>
  present({ kind: "record", fields: new Map(Object.entries(fields)), open: true });

const pool: readonly Field[] = [
  absent,
  gap,
  unrecorded("lost"),
  ...[
    "",
    "a",
    "b",
    "ab",
    "ba",
    "abab",
    "https://a.example/",
    "10.1.2.3",
    "a.example",
    "/srv/a",
    "4111 1111 1111 1111",
  ].map(textValue),
  url("https://a.example/"),
  url("https://b.example/x"),
  ...["", "a", "rm -rf /"].map((command) => present({ kind: "command", text: command, parts: new Map() })),
  ...["0", "1", "1.0", "1.5", "-1", "9".repeat(38)].map(numberValue),
  ...["0", "1", "1.00", "2"].map((amount) => moneyValue(amount)),
  moneyValue("1", "EUR"),
  boolField(true),
  boolField(false),
  ...[-1, 0, 1_000, 2_000, Number.MAX_SAFE_INTEGER].flatMap((ms) => [
    present({ kind: "duration", ms }),
    present({ kind: "timestamp", ms }),
  ]),
  list(),
  listValue([], true),
  list("a"),
  list("a", "b"),
  list("b", "a"),
  listValue([textValue("a")], true),
  list("4111 1111 1111 1111"),
  listValue([gap]),
  listValue([gap, textValue("a")]),
  listValue([absent, textValue("b")]),
  listValue([numberValue("1"), textValue("a")]),
  listValue([boolField(true), boolField(false)]),
  recordValue({}),
  openRecord({}),
  recordValue({ x: textValue("a") }),
  recordValue({ x: textValue("a"), y: absent }),
  recordValue({ x: textValue("b"), y: textValue("a") }),
  recordValue({ x: gap }),
  recordValue({ x: gap, y: textValue("a") }),
  openRecord({ x: textValue("a") }),
  openRecord({ x: absent }),
  labels([], [], false),
  labels([], [], true),
  labels(["a"], [], false),
  labels([], ["a"], false),
  labels(["a"], ["b"], true),
  labels(["a", "b"], [], false),
  range("0", "1"),
  range("1", "2"),
  range("1.5", "1.75"),
  range(undefined, "1"),
  range("1", undefined, undefined, "over_budget"),
  range(undefined, undefined),
  range("0", "1", "USD"),
  range("1", "2", "USD"),
  range("2", undefined, "EUR"),
];

const x = path("args.x");
const y = path("args.y");

/** Judges a condition and its contrary on every field, or every pair of fields; each truth must have come up. */
function expectAgreement(condition: IrCondition, inPairs: boolean, came: readonly Truth[]): void {
  const seen = new Set<Truth>();
  const contrary = { true: "false", false: "true", unknown: "unknown" } as const;
  for (const one of pool)
    for (const other of inPairs ? pool : [absent]) {
      const fields = { "args.x": one, "args.y": other };
      const { truth } = judge(condition, fields);
      const negated = judge({ kind: "not", operand: condition }, fields).truth;
      if (negated !== contrary[truth]) expect(negated).toBe(contrary[truth]);
      seen.add(truth);
    }
  expect([...seen].sort()).toEqual([...came].sort());
}
const all: readonly Truth[] = ["true", "false", "unknown"];

describe("of two fields", () => {
  it.each(["==", "<", "<=", ">", ">="] as const)("%s is the same by both engines", (operator) => {
    expectAgreement({ kind: "compare", operator, left: x, right: y }, true, all);
  });

  it.each([
    ["+", "==", digits("2")],
    ["+", ">=", usd("1")],
    ["-", "==", digits("1")],
    ["-", "<", usd("1")],
  ] as const)("the %s is the same by both engines: %s", (operator, relation, right) => {
    const left: Operand<unknown> = { kind: "sum", operator, left: x, right: y };
    expectAgreement({ kind: "compare", operator: relation, left, right }, true, all);
  });

  it("`in` is the same by both engines", () => {
    expectAgreement({ kind: "one-of", operand: x, values: [text("b"), y] }, true, all);
  });

  it.each([
    ["element", "any"],
    ["element", "all"],
    ["substring", "any"],
    ["substring", "all"],
    ["label", "any"],
    ["label", "all"],
  ] as const)("`contains` of a %s is the same by both engines: %s", (mode, quantity) => {
    expectAgreement({ kind: "contains", mode, quantity, operand: x, values: [y, text("b")] }, true, all);
  });
});

describe("of a field and what the policy writes", () => {
  const literals = [text("a"), text(""), digits("1"), digits("1.5"), usd("1")];
  const others: readonly Operand<unknown>[] = [
    { kind: "literal", literal: { kind: "bool", value: true } },
    { kind: "literal", literal: { kind: "bool", value: false } },
    { kind: "literal", literal: { kind: "duration", ms: 1_000 } },
    { kind: "literal", literal: { kind: "timestamp", ms: 1_000 } },
  ];

  it.each(["==", "<", "<=", ">", ">="] as const)("%s is the same by both engines", (operator) => {
    for (const right of [...literals, ...others]) {
      const { kind } = right.kind === "literal" ? right.literal : { kind: "text" };
      const hasOrder = operator === "==" || (kind !== "text" && kind !== "bool");
      expectAgreement({ kind: "compare", operator, left: x, right }, false, hasOrder ? all : ["unknown"]);
      expectAgreement({ kind: "compare", operator, left: right, right: x }, false, hasOrder ? all : ["unknown"]);
    }
  });

  const contains = (
    mode: "element" | "substring" | "label" | "recogniser",
    quantity: "any" | "all",
    ...wanted: readonly string[]
  ): IrCondition => ({ kind: "contains", mode, quantity, operand: x, values: wanted.map(text) });
  it.each<[string, IrCondition, readonly Truth[]]>([
    ["has", { kind: "has", operand: x }, all],
    ["holds", { kind: "holds", operand: x }, all],
    ["is empty", { kind: "empty", operand: x }, all],
    ["starts with", { kind: "starts-with", operand: x, text: "ab" }, all],
    ["starts with anything", { kind: "starts-with", operand: x, text: "" }, ["true", "unknown"]],
    ["ends with", { kind: "ends-with", operand: x, text: "ab" }, all],
    ["ends with anything", { kind: "ends-with", operand: x, text: "" }, ["true", "unknown"]],
    ["matches", { kind: "matches", operand: x, pattern: "(ab)+" }, all],
    ["matches what is no pattern", { kind: "matches", operand: x, pattern: "(" }, ["unknown"]],
    ["in domain", { kind: "within", space: "domain", operand: x, patterns: ["a.example"] }, all],
    ["in path", { kind: "within", space: "path", operand: x, patterns: ["/srv/**"] }, ["true", "unknown"]],
    ["in cidr", { kind: "within", space: "cidr", operand: x, patterns: ["10.0.0.0/8"] }, ["true", "unknown"]],
    ["in", { kind: "one-of", operand: x, values: [text("a"), text("ab")] }, all],
    ["in nothing", { kind: "one-of", operand: x, values: [] }, ["false", "unknown"]],
    ["in texts and numbers", { kind: "one-of", operand: x, values: [text("a"), digits("1")] }, ["true", "unknown"]],
    ["contains one element", contains("element", "any", "a"), all],
    ["contains one of two elements", contains("element", "any", "b", "z"), all],
    ["contains two elements", contains("element", "all", "a", "b"), all],
    ["contains no element", contains("element", "any"), ["false", "unknown"]],
    ["contains all of no elements", contains("element", "all"), ["true", "unknown"]],
    ["contains one text", contains("substring", "any", "ba"), all],
    ["contains one of two texts", contains("substring", "any", "ba", "z"), all],
    ["contains two texts", contains("substring", "all", "a", "b"), all],
    ["contains one label", contains("label", "any", "a"), all],
    ["contains two labels", contains("label", "all", "a", "b"), all],
    ["contains a card", contains("recogniser", "any", "card"), all],
    ["contains a card or an IBAN", contains("recogniser", "any", "iban", "card"), all],
    ["contains a card and an IBAN", contains("recogniser", "all", "iban", "card"), ["false", "unknown"]],
    ["contains what nobody recognises", contains("recogniser", "any", "strange"), ["unknown"]],
  ])("%s is the same by both engines", (_name, condition, came) => {
    expectAgreement(condition, false, came);
  });
});

describe("a quantifier", () => {
  const items: readonly Field[] = [
    textValue("a"),
    textValue("b"),
    gap,
    absent,
    numberValue("1"),
    recordValue({ ok: boolField(true), kind: textValue("a") }),
    recordValue({ ok: boolField(false), kind: textValue("a") }),
    recordValue({ ok: boolField(true), kind: textValue("b") }),
    recordValue({ ok: boolField(false), kind: textValue("b") }),
    recordValue({ ok: gap, kind: textValue("a") }),
    recordValue({ ok: boolField(true), kind: gap }),
    recordValue({ ok: boolField(false), kind: gap }),
  ];
  /** Lists of up to two of these items, closed and open. */
  const lists = [true, false].flatMap((open) => [
    listValue([], open),
    ...items.map((one) => listValue([one], open)),
    ...items.flatMap((one) => items.map((other) => listValue([one, other], open))),
  ]);
  const isA = (operand: Operand<unknown>): Condition<unknown> => ({
    kind: "compare",
    operator: "==",
    left: operand,
    right: text("a"),
  });

  it.each([
    ["any", false, false],
    ["any", false, true],
    ["every", false, false],
    ["every", false, true],
    ["every", true, false],
    ["every", true, true],
  ] as const)("`%s` (nonempty: %s, filtered: %s) is the same by both engines", (quantifier, nonempty, filtered) => {
    const condition: IrCondition = {
      kind: "quantified",
      quantifier,
      nonempty,
      binding: "i",
      list: x,
      ...(filtered ? { where: isA(bound("i", "kind")) } : {}),
      body: { kind: "holds", operand: bound("i", "ok") },
    };
    const seen = new Set<Truth>();
    for (const one of [...lists, ...pool]) seen.add(judge(condition, { "args.x": one }).truth);
    expect(seen.size).toBe(3);
  });
});

describe("an origin", () => {
  const sources = [{ kind: "user" }, { kind: "system" }, { kind: "agent", agent: "a" }] as const;
  const truths: readonly Truth[] = ["true", "false", "unknown"];

  it.each(["any", "all"] as const)("of %s sources is the same by both engines", (quantity) => {
    const condition: IrCondition = { kind: "origin", operand: x, quantity, sources };
    const seen: Truth[] = [];
    for (let code = 0; code < 27; code += 1) {
      const answers = sources.map((_, index) => truths[Math.floor(code / 3 ** index) % 3] ?? "unknown");
      const fields = environment({ "args.x": textValue("a") });
      const told: Environment = {
        ...fields,
        origin: (_value, { kind }) => answers[sources.findIndex((source) => source.kind === kind)] ?? "unknown",
      };
      const { truth } = judge(condition, told);
      const settling = quantity === "any" ? "true" : "false";
      const otherwise = quantity === "any" ? "false" : "true";
      expect(truth).toBe(answers.includes(settling) ? settling : answers.includes("unknown") ? "unknown" : otherwise);
      seen.push(truth);
    }
    expect(seen).toHaveLength(27);
  });
});
