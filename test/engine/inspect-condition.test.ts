import { describe, expect, it } from "vitest";
import { type Clause, inspectCondition } from "../../src/engine/inspect-condition.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { boolField, unrecorded } from "../../src/value/value.ts";
import { bound, digits, environment, listValue, moneyValue, path, text, textValue } from "./build.ts";

const quantified = (quantifier: "every" | "any"): IrCondition => ({
  kind: "quantified",
  quantifier,
  nonempty: false,
  binding: "a",
  list: path("args.to"),
  body: { kind: "compare", operator: "==", left: bound("a"), right: text("x") },
});
/** The whole, and of each element that is shown which it is and what it says. */
const shown = (quantifier: "every" | "any", items: readonly string[]) => {
  const list = listValue(items.map(textValue));
  const { truth, operands, hidden } = inspectCondition(quantified(quantifier), environment({ "args.to": list }));
  return { truth, hidden, elements: operands.map((one) => `${one.values[0]?.path} ${one.truth}`) };
};

describe("a quantifier taken apart", () => {
  it("shows all of four elements, in their order", () => {
    expect(shown("every", ["x", "x", "y", "x"])).toEqual({
      truth: "false",
      hidden: 0,
      elements: ["args.to[0] true", "args.to[1] true", "args.to[2] false", "args.to[3] true"],
    });
  });

  it("shows four of many elements, first those that decide, and says how many more there are", () => {
    expect(shown("every", ["x", "x", "x", "x", "x", "y"])).toEqual({
      truth: "false",
      hidden: 2,
      elements: ["args.to[5] false", "args.to[0] true", "args.to[1] true", "args.to[2] true"],
    });
    expect(shown("every", ["y", "x", "x", "x", "x", "x"])).toEqual({
      truth: "false",
      hidden: 2,
      elements: ["args.to[0] false", "args.to[1] true", "args.to[2] true", "args.to[3] true"],
    });
    expect(shown("any", ["y", "y", "y", "y", "x", "x", "x", "x", "x"])).toEqual({
      truth: "true",
      hidden: 5,
      elements: ["args.to[4] true", "args.to[5] true", "args.to[6] true", "args.to[7] true"],
    });
  });
});

describe("a condition taken apart", () => {
  const gap = unrecorded("not_recorded");
  const fields = {
    "args.a": textValue("x"),
    "args.b": gap,
    "args.usd": moneyValue("5"),
    "args.eur": moneyValue("5", "EUR"),
    "args.open": listValue([textValue("x")], true),
    "args.to": listValue([textValue("x"), textValue("y")]),
    "args.ok": boolField(true),
    text: listValue([textValue("x"), gap]),
  };
  const is = (name: string, wanted = "x"): IrCondition => ({
    kind: "compare",
    operator: "==",
    left: path(name),
    right: text(wanted),
  });
  /** One line a clause: its text, its truth, what it has read, and why it is unknown; its operands are indented. */
  const linesOf = ({ text: said, truth, values, why, operands }: Clause, indent = ""): readonly string[] => [
    `${indent}${said}: ${truth}${values.map((one) => ` ${one.path}=${one.value}${one.missing === undefined ? "" : `!${one.missing}`}`).join("")}${why === undefined ? "" : ` because ${why}`}`,
    ...operands.flatMap((one) => linesOf(one, `${indent}  `)),
  ];
  const shownAs = (condition: IrCondition): readonly string[] =>
    linesOf(inspectCondition(condition, environment(fields)));
  const not = (operand: IrCondition): IrCondition => ({ kind: "not", operand });

  it.each<[IrCondition, readonly string[]]>([
    [{ kind: "constant", value: true }, ["true: true"]],
    [is("args.a"), ['args.a == "x": true args.a="x"']],
    [is("args.b"), ['args.b == "x": unknown args.b=unknown: not_recorded!not_recorded']],
    [is("args.c"), ['args.c == "x": unknown args.c=absent!absent']],
    [not(is("args.a")), ['args.a != "x": false args.a="x"']],
    [{ kind: "all", operands: [is("args.a")] }, ['args.a == "x": true args.a="x"']],
    [
      { kind: "all", operands: [is("args.a"), is("args.b")] },
      [
        "all of: unknown",
        '  args.a == "x": true args.a="x"',
        '  args.b == "x": unknown args.b=unknown: not_recorded!not_recorded',
      ],
    ],
    [
      not({ kind: "any", operands: [is("args.a", "z"), { kind: "has", operand: path("args.c") }] }),
      [
        "not: true",
        "  one of: false",
        '    args.a == "z": false args.a="x"',
        "    has args.c: false args.c=absent!absent",
      ],
    ],
    [
      { kind: "compare", operator: "<", left: path("args.usd"), right: path("args.eur") },
      [
        "args.usd < args.eur: unknown args.eur=5.00 EUR args.usd=5.00 USD because amounts of two currencies have no order",
      ],
    ],
    [
      { kind: "compare", operator: "<", left: path("args.a"), right: digits("1") },
      ['args.a < 1: unknown args.a="x" because the two cannot be compared'],
    ],
    [
      { kind: "one-of", operand: path("args.a"), values: [digits("1"), path("args.ok")] },
      ['args.a in [1, args.ok]: unknown args.a="x" args.ok=true because the two cannot be compared'],
    ],
    [
      { kind: "contains", mode: "element", quantity: "any", operand: path("args.open"), values: [text("z")] },
      ['args.open contains "z": unknown args.open=["x", …] because the list may hold more than was recorded'],
    ],
    [
      { kind: "contains", mode: "substring", quantity: "any", operand: path("text"), values: [text("z")] },
      [
        'text contains "z": unknown text=["x", unknown: not_recorded] because part of what it looks through was not recorded, or has no text',
      ],
    ],
    [
      { kind: "origin", operand: path("args.a"), quantity: "any", sources: [{ kind: "user" }, { kind: "system" }] },
      [
        'origin(args.a) contains any [user, system]: unknown args.a="x" because it was not found in user, system, and a miss says nothing for a value of this form, or where texts of theirs were not recorded',
      ],
    ],
    [
      { kind: "within", space: "domain", operand: path("args.ok"), patterns: ["a.example"] },
      ['args.ok in domain ["a.example"]: unknown args.ok=true because it has no host name that could be compared'],
    ],
    [
      { kind: "within", space: "path", operand: path("args.ok"), patterns: ["/a"] },
      [
        'args.ok in path ["/a"]: unknown args.ok=true because the path leaves its start, or starts elsewhere than the pattern',
      ],
    ],
    [
      { kind: "within", space: "cidr", operand: path("args.ok"), patterns: ["10.0.0.0/8"] },
      ['args.ok in cidr ["10.0.0.0/8"]: unknown args.ok=true because it is a host name, and nobody looks it up'],
    ],
    [{ kind: "holds", operand: path("args.a") }, ['args.a: unknown args.a="x" because part of it was not recorded']],
    [{ kind: "empty", operand: path("args.to") }, ['args.to is empty: false args.to=["x", "y"]']],
  ])("is shown with what it has read: %#", (condition, lines) => {
    expect(shownAs(condition)).toEqual(lines);
  });

  const over = (list: string, more: { where?: IrCondition; nonempty?: boolean; quantifier?: "every" | "any" } = {}) =>
    shownAs({
      kind: "quantified",
      quantifier: more.quantifier ?? "every",
      nonempty: more.nonempty ?? false,
      binding: "i",
      list: path(list),
      ...(more.where === undefined ? {} : { where: more.where }),
      body: { kind: "compare", operator: "==", left: bound("i"), right: text("x") },
    });
  const isY: IrCondition = { kind: "compare", operator: "==", left: bound("i"), right: text("y") };

  it("goes through the elements of a list, with what filters them", () => {
    expect(over("args.to")).toEqual([
      'every i in args.to: i == "x": false args.to=["x", "y"]',
      '  i == "x": true args.to[0]="x"',
      '  i == "x": false args.to[1]="y"',
    ]);
    expect(over("args.to", { where: isY })).toEqual([
      'every i in args.to where i == "y": i == "x": false args.to=["x", "y"]',
      "  args.to[0]: true",
      '    where i == "y": false args.to[0]="x"',
      '    i == "x": true args.to[0]="x"',
      "  args.to[1]: false",
      '    where i == "y": true args.to[1]="y"',
      '    i == "x": false args.to[1]="y"',
    ]);
    expect(over("args.to", { where: isY, quantifier: "any" }).filter((line) => line.startsWith("  args"))).toEqual([
      "  args.to[0]: false",
      "  args.to[1]: false",
    ]);
    const hasMore: IrCondition = { kind: "has", operand: bound("i", "more") };
    expect(over("text", { quantifier: "any", where: hasMore })).toEqual([
      'any i in text where has i.more: i == "x": unknown text=["x", unknown: not_recorded]',
      "  text[0]: unknown",
      "    where has i.more: unknown text[0].more=unknown: ill_typed!ill_typed",
      '    i == "x": true text[0]="x"',
      "  text[1]: unknown",
      "    where has i.more: unknown text[1].more=unknown: not_recorded!not_recorded",
      '    i == "x": unknown text[1]=unknown: not_recorded!not_recorded',
    ]);
  });

  it("says why a list leaves it open", () => {
    expect(over("args.open")[0]).toBe(
      'every i in args.open: i == "x": unknown args.open=["x", …] because the list may hold more than was recorded',
    );
    expect(over("text")[0]).toBe('every i in text: i == "x": unknown text=["x", unknown: not_recorded]');
    expect(over("args.b")).toEqual(['every i in args.b: i == "x": unknown args.b=unknown: not_recorded!not_recorded']);
    expect(over("args.a")).toEqual(['every i in args.a: i == "x": unknown args.a="x"']);
  });
});
