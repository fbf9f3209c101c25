import { describe, expect, it } from "vitest";
import type { Operand } from "../../src/ast/condition.ts";
import type { Environment } from "../../src/engine/environment.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { absent, boolField, type Field, present, unrecorded } from "../../src/value/value.ts";
import { bound, digits, listValue, moneyValue, numberValue, path, recordValue, text, textValue, usd } from "./build.ts";
import { judge } from "./judge-condition.ts";

const gap = unrecorded("not_recorded");
const truths: Readonly<Record<"T" | "F" | "U", Field>> = { T: boolField(true), F: boolField(false), U: gap };
const holds = (name: string): IrCondition => ({ kind: "holds", operand: path(`args.${name}`, { kind: "bool" }) });
const isA = (operand: ReturnType<typeof path>): IrCondition => ({
  kind: "compare",
  operator: "==",
  left: operand,
  right: text("a"),
});

const truthOf = (condition: IrCondition, fields: Record<string, Field> | Environment) => judge(condition, fields).truth;

describe("and, or and not", () => {
  const operands = { a: holds("a"), b: holds("b") };
  const table: readonly (readonly [a: "T" | "F" | "U", b: "T" | "F" | "U", and: string, or: string])[] = [
    ["T", "T", "true", "true"],
    ["T", "F", "false", "true"],
    ["T", "U", "unknown", "true"],
    ["F", "F", "false", "false"],
    ["F", "U", "false", "unknown"],
    ["U", "U", "unknown", "unknown"],
  ];
  it.each(table)("of %s and %s are strong Kleene, in either order", (a, b, and, or) => {
    for (const [left, right] of [
      [a, b],
      [b, a],
    ] as const) {
      const fields = { "args.a": truths[left], "args.b": truths[right] };
      expect(truthOf({ kind: "all", operands: [operands.a, operands.b] }, fields)).toBe(and);
      expect(truthOf({ kind: "any", operands: [operands.a, operands.b] }, fields)).toBe(or);
    }
  });

  it.each([1, 2, 3, 4, 5])("of %i operands are strong Kleene, wherever the unknown one stands", (count) => {
    const names = [..."abcde"].slice(0, count);
    for (let code = 0; code < 3 ** count; code += 1) {
      const letters = names.map((_, index) => (["T", "F", "U"] as const)[Math.floor(code / 3 ** index) % 3] ?? "U");
      const fields = Object.fromEntries(names.map((name, index) => [`args.${name}`, truths[letters[index] ?? "U"]]));
      const rest = letters.includes("U") ? "unknown" : undefined;
      expect(truthOf({ kind: "all", operands: names.map(holds) }, fields)).toBe(
        letters.includes("F") ? "false" : (rest ?? "true"),
      );
      expect(truthOf({ kind: "any", operands: names.map(holds) }, fields)).toBe(
        letters.includes("T") ? "true" : (rest ?? "false"),
      );
    }
  });

  it("are supported by the operands that force them, and by no others", () => {
    const fields = { "args.a": truths.F, "args.b": truths.T, "args.c": truths.U };
    const all = { kind: "all", operands: [holds("c"), holds("b"), holds("a")] } as const;
    expect(judge(all, fields)).toMatchObject({ truth: "false", support: ["args.a"] });
    const any = { kind: "any", operands: [holds("c"), holds("a")] } as const;
    expect(judge(any, fields)).toMatchObject({ truth: "unknown", support: ["args.c"] });
    expect(judge({ kind: "not", operand: all }, fields)).toMatchObject({ truth: "true", support: ["args.a"] });
  });
});

describe("an absent or unrecorded field", () => {
  it("is told apart by `has` alone", () => {
    const has: IrCondition = { kind: "has", operand: path("args.x") };
    expect(truthOf(has, { "args.x": textValue("") })).toBe("true");
    expect(truthOf(has, { "args.x": absent })).toBe("false");
    expect(truthOf(has, { "args.x": gap })).toBe("unknown");
  });

  it.each<[string, IrCondition]>([
    ["==", isA(path("args.x"))],
    ["in", { kind: "one-of", operand: path("args.x"), values: [text("a")] }],
    [
      "contains",
      { kind: "contains", operand: path("args.x"), quantity: "any", mode: "substring", values: [text("a")] },
    ],
    ["starts with", { kind: "starts-with", operand: path("args.x"), text: "a" }],
    ["matches", { kind: "matches", operand: path("args.x"), pattern: "a" }],
    ["in domain", { kind: "within", space: "domain", operand: path("args.x"), patterns: ["a.example"] }],
    ["is empty", { kind: "empty", operand: path("args.x") }],
    ["a bool field", { kind: "holds", operand: path("args.x") }],
    ["origin", { kind: "origin", operand: path("args.x"), quantity: "any", sources: [{ kind: "user" }] }],
  ])("makes %s unknown, and is its support", (_name, condition) => {
    for (const field of [absent, gap]) {
      expect(judge(condition, { "args.x": field })).toMatchObject({ truth: "unknown", support: ["args.x"] });
      expect(truthOf({ kind: "not", operand: condition }, { "args.x": field })).toBe("unknown");
    }
  });

  it("is named with its cause", () => {
    expect(judge(isA(path("args.x")), { "args.x": gap }).unknowns).toEqual([{ path: "args.x", cause: "not_recorded" }]);
    expect(judge(isA(path("args.x")), { "args.x": absent }).unknowns).toEqual([{ path: "args.x", cause: "absent" }]);
  });
});

describe("comparisons", () => {
  it("of two lists look at every element, and at none of unequal length", () => {
    const same: IrCondition = { kind: "compare", operator: "==", left: path("args.x"), right: path("args.y") };
    const lists = (left: readonly Field[], right: readonly Field[]) =>
      truthOf(same, { "args.x": listValue(left), "args.y": listValue(right) });
    const [one, two] = [textValue("1"), textValue("2")];
    expect(lists([one, two], [one, two])).toBe("true");
    expect(lists([one, two], [one, one])).toBe("false");
    expect(lists([two, one], [one, one])).toBe("false");
    expect(lists([one, gap], [one, two])).toBe("unknown");
    expect(lists([gap, one], [one, two])).toBe("false");
    expect(lists([gap], [one, two])).toBe("false");
  });

  const above: IrCondition = { kind: "compare", operator: ">", left: path("args.amount"), right: usd("500.00") };

  it("of money are exact, whatever the scale", () => {
    expect(truthOf(above, { "args.amount": moneyValue("500") })).toBe("false");
    expect(truthOf(above, { "args.amount": moneyValue("500.000001") })).toBe("true");
    expect(truthOf({ ...above, operator: "==" }, { "args.amount": moneyValue("500.0") })).toBe("true");
  });

  it("of two currencies are unknown", () => {
    expect(judge(above, { "args.amount": moneyValue("900", "EUR") })).toMatchObject({
      truth: "unknown",
      unknowns: [{ path: "args.amount", cause: "ambiguous" }],
    });
  });

  it("of what is ill-typed are unknown, not false", () => {
    expect(truthOf(above, { "args.amount": textValue("900") })).toBe("unknown");
    expect(truthOf(isA(path("args.x")), { "args.x": numberValue("1") })).toBe("unknown");
  });

  it("rest on the missing operand when there is one", () => {
    const sum: IrCondition = {
      ...above,
      left: { kind: "sum", operator: "+", left: path("args.amount"), right: path("args.fee") },
    };
    expect(truthOf(sum, { "args.amount": moneyValue("499"), "args.fee": moneyValue("1.01") })).toBe("true");
    expect(judge(sum, { "args.amount": moneyValue("499"), "args.fee": gap })).toMatchObject({
      truth: "unknown",
      support: ["args.fee"],
    });
  });

  it("of a sum out of bounds are unknown", () => {
    const sum: IrCondition = {
      kind: "compare",
      operator: ">",
      left: { kind: "sum", operator: "+", left: path("args.n"), right: digits("0.5") },
      right: digits("1"),
    };
    expect(judge(sum, { "args.n": numberValue("9".repeat(38)) })).toMatchObject({
      truth: "unknown",
      support: ["args.n"],
    });
  });

  it("of a time and a duration make a time, and of two times a duration", () => {
    const at = (ms: number): Field => present({ kind: "timestamp", ms });
    const between: IrCondition = {
      kind: "compare",
      operator: "<=",
      left: { kind: "sum", operator: "-", left: path("at"), right: path("token.issued_at") },
      right: { kind: "literal", literal: { kind: "duration", ms: 60_000 } },
    };
    expect(truthOf(between, { at: at(160_000), "token.issued_at": at(100_000) })).toBe("true");
    expect(truthOf(between, { at: at(160_001), "token.issued_at": at(100_000) })).toBe("false");
  });

  const at = (ms: number): Field => present({ kind: "timestamp", ms });
  const lasts = (ms: number): Field => present({ kind: "duration", ms });
  it.each([
    ["a time and a duration", at(5_000), "+", lasts(700), at(5_700)],
    ["a time less a duration", at(5_000), "-", lasts(700), at(4_300)],
    ["a duration and a time", lasts(700), "+", at(5_000), at(5_700)],
    ["two durations", lasts(700), "+", lasts(50), lasts(750)],
    ["a duration less another", lasts(700), "-", lasts(50), lasts(650)],
    ["a time less a time", at(5_000), "-", at(4_000), lasts(1_000)],
    ["two numbers", numberValue("0.1"), "+", numberValue("0.2"), numberValue("0.3")],
    ["a number less another", numberValue("0.1"), "-", numberValue("0.3"), numberValue("-0.2")],
    ["two amounts", moneyValue("5.00"), "-", moneyValue("7.50"), moneyValue("-2.50")],
  ] as const)("of %s are exact", (_, left, operator, right, sum) => {
    const asks = (relation: "==" | "<"): IrCondition => ({
      kind: "compare",
      operator: relation,
      left: { kind: "sum", operator, left: path("args.a"), right: path("args.b") },
      right: path("args.c"),
    });
    expect(truthOf(asks("=="), { "args.a": left, "args.b": right, "args.c": sum })).toBe("true");
    expect(truthOf(asks("<"), { "args.a": left, "args.b": right, "args.c": sum })).toBe("false");
  });

  it.each([
    ["two times", at(1), "+", at(2)],
    ["a duration less a time", lasts(1), "-", at(2)],
    ["a number and a duration", numberValue("1"), "+", lasts(2)],
    ["amounts of two currencies", moneyValue("1"), "+", moneyValue("1", "EUR")],
    ["a text and a text", textValue("a"), "+", textValue("b")],
  ] as const)("of %s are unknown", (_, left, operator, right) => {
    const sum = { kind: "sum", operator, left: path("args.a"), right: path("args.b") } as const;
    const condition: IrCondition = { kind: "compare", operator: "==", left: sum, right: path("args.c") };
    expect(truthOf(condition, { "args.a": left, "args.b": right, "args.c": left })).toBe("unknown");
  });
});

describe("a constant", () => {
  it("is what it says", () => {
    expect(judge({ kind: "constant", value: true }, {})).toEqual({ truth: "true", support: [], unknowns: [] });
    expect(judge({ kind: "constant", value: false }, {})).toEqual({ truth: "false", support: [], unknowns: [] });
  });
});

describe("a text and a value of another form", () => {
  const same: IrCondition = { kind: "compare", operator: "==", left: path("args.a"), right: path("args.b") };
  const url = (href: string): Field => present({ kind: "url", href, parts: new Map() });
  it.each([
    ["a URL", "https://a.example/", url("https://a.example/"), "true"],
    ["another URL", "https://a.example/", url("https://b.example/"), "false"],
    ["a number", "5", numberValue("5"), "unknown"],
  ])("%s are compared as they are written", (_, left, right, truth) => {
    expect(truthOf(same, { "args.a": textValue(left), "args.b": right })).toBe(truth);
  });
});

describe("a record", () => {
  const isEmpty: IrCondition = { kind: "empty", operand: path("args.who", { kind: "json" }) };
  const record = (fields: Readonly<Record<string, Field>>, open: boolean): Field =>
    present({ kind: "record", fields: new Map(Object.entries(fields)), open });
  it.each([
    ["with nothing in it", record({}, false), "true"],
    ["with absent members only", record({ name: absent }, false), "true"],
    ["with a member", record({ name: textValue("x") }, false), "false"],
    ["with a member beside a gap", record({ age: gap, name: textValue("x") }, true), "false"],
    ["with a gap", record({ name: gap }, false), "unknown"],
    ["that may have more", record({}, true), "unknown"],
    ["that may have more, beside an absent member", record({ name: absent }, true), "unknown"],
  ])("%s is empty or not", (_, who, truth) => {
    expect(truthOf(isEmpty, { "args.who": who })).toBe(truth);
  });
});

describe("an open list", () => {
  const list = path("args.to", { kind: "list", element: { kind: "string" } });
  const closed = { "args.to": listValue([textValue("a"), textValue("b")]) };
  const open = { "args.to": listValue([textValue("a"), textValue("b")], true) };
  const element = (...wanted: readonly string[]): IrCondition => ({
    kind: "contains",
    operand: list,
    quantity: "any",
    mode: "element",
    values: wanted.map(text),
  });
  const quantified = (quantifier: "every" | "any", body: IrCondition, nonempty = false): IrCondition => ({
    kind: "quantified",
    quantifier,
    nonempty,
    binding: "x",
    list,
    body,
  });
  const anything: IrCondition = { kind: "has", operand: bound("x") };

  it("makes `every` never true", () => {
    expect(truthOf(quantified("every", anything), closed)).toBe("true");
    expect(judge(quantified("every", anything), open)).toMatchObject({ truth: "unknown", support: ["args.to"] });
  });

  it("makes `any` never false", () => {
    const none: IrCondition = { kind: "compare", operator: "==", left: bound("x"), right: text("z") };
    expect(truthOf(quantified("any", none), closed)).toBe("false");
    expect(truthOf(quantified("any", none), open)).toBe("unknown");
  });

  it("is decided by what was seen where that suffices", () => {
    expect(judge(quantified("any", isA(bound("x"))), open)).toMatchObject({ truth: "true", support: ["args.to[0]"] });
    expect(judge(quantified("every", isA(bound("x"))), open)).toMatchObject({
      truth: "false",
      support: ["args.to[1]"],
    });
    expect(truthOf(element("z", "b"), open)).toBe("true");
  });

  it("makes `contains` and `is empty` unknown on a miss", () => {
    expect(truthOf(element("z"), closed)).toBe("false");
    expect(truthOf(element("z"), open)).toBe("unknown");
    expect(
      truthOf(
        { kind: "contains", operand: list, quantity: "all", mode: "element", values: [text("a"), text("z")] },
        open,
      ),
    ).toBe("unknown");
    expect(
      truthOf(
        { kind: "contains", operand: list, quantity: "all", mode: "element", values: [text("a"), text("b")] },
        open,
      ),
    ).toBe("true");
    expect(truthOf({ kind: "empty", operand: list }, open)).toBe("false");
    expect(truthOf({ kind: "empty", operand: list }, { "args.to": listValue([], true) })).toBe("unknown");
  });

  it("is named as not recorded", () => {
    expect(judge(quantified("every", anything), open).unknowns).toEqual([{ path: "args.to", cause: "not_recorded" }]);
  });
});

describe("a quantifier", () => {
  const list = path("args.items", { kind: "list", element: { kind: "json" } });
  const every = (more: { nonempty?: boolean; where?: IrCondition; body: IrCondition }): IrCondition => ({
    kind: "quantified",
    quantifier: "every",
    nonempty: more.nonempty ?? false,
    binding: "x",
    list,
    ...(more.where === undefined ? {} : { where: more.where }),
    body: more.body,
  });
  const kindIs = (wanted: string): IrCondition => ({
    kind: "compare",
    operator: "==",
    left: bound("x", "kind"),
    right: text(wanted),
  });
  const ok: IrCondition = { kind: "holds", operand: bound("x", "ok") };
  const item = (kind: Field, good: Field): Field => recordValue({ kind, ok: good });

  it("over an empty list holds for `every`, and not with `nonempty`", () => {
    const empty = { "args.items": listValue([]) };
    expect(truthOf(every({ body: ok }), empty)).toBe("true");
    expect(judge(every({ body: ok, nonempty: true }), empty)).toMatchObject({
      truth: "false",
      support: ["args.items"],
    });
  });

  it("with `nonempty` wants one element that definitely passes the filter", () => {
    const filtered = every({ nonempty: true, where: kindIs("mail"), body: ok });
    expect(
      truthOf(filtered, {
        "args.items": listValue([item(textValue("mail"), boolField(true)), item(textValue("web"), boolField(false))]),
      }),
    ).toBe("true");
    expect(truthOf(filtered, { "args.items": listValue([item(textValue("web"), boolField(true))]) })).toBe("false");
    expect(judge(filtered, { "args.items": listValue([item(gap, boolField(true))]) })).toMatchObject({
      truth: "unknown",
      support: ["args.items[0].kind"],
    });
  });

  it("is not touched by an element that may not pass the filter but satisfies the body", () => {
    const items = listValue([item(textValue("mail"), boolField(true)), item(gap, boolField(true))]);
    expect(truthOf(every({ nonempty: true, where: kindIs("mail"), body: ok }), { "args.items": items })).toBe("true");
  });

  it("prints elements by their place, two deep", () => {
    const inner: IrCondition = {
      kind: "quantified",
      quantifier: "any",
      nonempty: false,
      binding: "tag",
      list: bound("x", "tags"),
      body: isA(bound("tag")),
    };
    const items = listValue([recordValue({ tags: listValue([textValue("b"), textValue("a")]) })]);
    expect(judge(every({ body: inner }), { "args.items": items })).toMatchObject({
      truth: "true",
      support: ["args.items", "args.items[0].tags[1]"],
    });
  });
});

describe("labels", () => {
  const has = (...labels: readonly string[]): IrCondition => ({
    kind: "contains",
    operand: path("labels"),
    quantity: "any",
    mode: "label",
    values: labels.map(text),
  });
  const labels = (open: boolean): Record<string, Field> => ({
    labels: present({ kind: "labels", has: new Set(["pii"]), maybe: new Set(["secret"]), open }),
  });

  it("are a three-valued set", () => {
    expect(truthOf(has("pii"), labels(false))).toBe("true");
    expect(truthOf(has("secret"), labels(false))).toBe("unknown");
    expect(truthOf(has("other"), labels(false))).toBe("false");
    expect(truthOf(has("other"), labels(true))).toBe("unknown");
  });
});

describe("texts", () => {
  const any = (mode: "substring" | "recogniser", wanted: string): IrCondition => ({
    kind: "contains",
    operand: path("text"),
    quantity: "any",
    mode,
    values: [text(wanted)],
  });

  it("may be one text or a bag of texts", () => {
    expect(truthOf(any("substring", "evil"), { text: textValue("an evil plan") })).toBe("true");
    expect(truthOf(any("substring", "evil"), { text: listValue([textValue("a"), textValue("evil")]) })).toBe("true");
    expect(truthOf(any("substring", "evil"), { text: listValue([textValue("a"), gap]) })).toBe("unknown");
  });

  it("are searched for content by a recogniser, and an unknown recogniser is unknown", () => {
    expect(truthOf(any("recogniser", "card"), { text: textValue("card 4111 1111 1111 1111") })).toBe("true");
    expect(truthOf(any("recogniser", "card"), { text: textValue("nothing here") })).toBe("false");
    expect(truthOf(any("recogniser", "toString"), { text: textValue("nothing here") })).toBe("unknown");
  });
});

describe("equality of structures", () => {
  const same: IrCondition = { kind: "compare", operator: "==", left: path("args.a"), right: path("args.b") };
  it("takes a missing member and an absent one for the same", () => {
    expect(
      truthOf(same, {
        "args.a": recordValue({ x: textValue("1"), y: absent }),
        "args.b": recordValue({ x: textValue("1") }),
      }),
    ).toBe("true");
    expect(truthOf(same, { "args.a": recordValue({ x: textValue("1") }), "args.b": recordValue({}) })).toBe("false");
    expect(truthOf(same, { "args.a": recordValue({ x: gap }), "args.b": recordValue({}) })).toBe("unknown");
  });

  it("is false for lists of different length and unknown for open ones", () => {
    const one = listValue([textValue("1")]);
    expect(truthOf(same, { "args.a": one, "args.b": one })).toBe("true");
    expect(truthOf(same, { "args.a": one, "args.b": listValue([]) })).toBe("false");
    expect(truthOf(same, { "args.a": one, "args.b": listValue([textValue("1")], true) })).toBe("unknown");
  });
});

describe("a relation to what the policy writes", () => {
  const operand = path("args.x");
  const contains = (quantity: "any" | "all", mode: "element" | "substring", ...written: readonly string[]) =>
    ({ kind: "contains", operand, quantity, mode, values: written.map(text) }) as const;
  const compare = (operator: "==" | "<" | "<=" | ">" | ">=", right: Operand<unknown>) =>
    ({ kind: "compare", operator, left: operand, right }) as const;
  const truth = (value: boolean): Operand<unknown> => ({ kind: "literal", literal: { kind: "bool", value } });
  const values: readonly Field[] = [
    ...["a", "b", "ab", "ba", "abc", "", "x"].map(textValue),
    ...["1", "2", "2.5"].map(numberValue),
    ...[true, false].map(boolField),
    ...[[], ["a"], ["b", "x"], ["ab", "a"], ["a", "b"]].map((items) => listValue(items.map(textValue))),
    listValue([textValue("a")], true),
    listValue([textValue("b"), gap]),
    absent,
    gap,
  ];

  it.each<[string, IrCondition, Readonly<Record<string, number>>]>([
    ["== a text", compare("==", text("a")), { true: 1 }],
    ["== a number", compare("==", digits("2")), { true: 1 }],
    ["== true", compare("==", truth(true)), { true: 1 }],
    ["== false", compare("==", truth(false)), { true: 1 }],
    ["< a number", compare("<", digits("2")), { true: 1, false: 2 }],
    ["<= a number", compare("<=", digits("2")), { true: 2, false: 1 }],
    ["> a number", compare(">", digits("2")), { true: 1, false: 2 }],
    [">= a number", compare(">=", digits("2")), { true: 2, false: 1 }],
    ["in", { kind: "one-of", operand, values: [text("a"), text("b")] }, { true: 2 }],
    ["starts with", { kind: "starts-with", operand, text: "ab" }, { true: 2, false: 5 }],
    ["ends with", { kind: "ends-with", operand, text: "ba" }, { true: 1, false: 6 }],
    ["matches", { kind: "matches", operand, pattern: "ab?" }, { true: 2, false: 5 }],
    ["holds", { kind: "holds", operand }, { true: 1, false: 1 }],
    ["contains one", contains("any", "element", "a"), { true: 4, false: 2 }],
    ["contains any", contains("any", "element", "x", "b"), { true: 3, false: 3 }],
    ["contains all", contains("all", "element", "a", "b"), { true: 1, false: 4 }],
    ["contains a text", contains("any", "substring", "b"), {}],
    ["contains any text", contains("any", "substring", "x", "b"), {}],
    ["contains all texts", contains("all", "substring", "a", "b"), {}],
  ])("is the same whoever finds it: %s", (_name, condition, expected) => {
    const found: Record<string, number> = {};
    for (const value of values) {
      const is = truthOf(condition, { "args.x": value });
      found[is] = (found[is] ?? 0) + 1;
      const opposite = { true: "false", false: "true", unknown: "unknown" }[is];
      expect(truthOf({ kind: "not", operand: condition }, { "args.x": value })).toBe(opposite);
    }
    expect(found).toMatchObject(expected);
    expect(found["true"]).toBeGreaterThan(0);
    expect(found["false"]).toBeGreaterThan(0);
    expect(found["unknown"]).toBeGreaterThan(1);
  });
});
