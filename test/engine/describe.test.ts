import { describe, expect, it } from "vitest";
import { describeCondition } from "../../src/engine/describe.ts";
import { describeGate, describeGrant } from "../../src/engine/describe-rule.ts";
import { describeBreakGlass, describeKillSwitch } from "../../src/engine/describe-switch.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { bound, digits, gate, grant, path, text, usd } from "./build.ts";

const amount: IrCondition = { kind: "compare", operator: ">", left: path("args.amount"), right: usd("500") };
const isOpen: IrCondition = { kind: "compare", operator: "==", left: path("context.status"), right: text("open") };
const not = (operand: IrCondition): IrCondition => ({ kind: "not", operand });
const confidence = path("confidence", { kind: "percent" });

describe("a condition as policy text", () => {
  it.each<[string, IrCondition]>([
    ["args.amount > 500.00 USD", amount],
    ['context.status != "open"', not(isOpen)],
    ["not args.amount > 500.00 USD", not(amount)],
    [
      'args.amount > 500.00 USD and (context.status == "open" or has args.x)',
      {
        kind: "all",
        operands: [amount, { kind: "any", operands: [isOpen, { kind: "has", operand: path("args.x") }] }],
      },
    ],
    [
      "not (has args.x and has args.y)",
      not({
        kind: "all",
        operands: [
          { kind: "has", operand: path("args.x") },
          { kind: "has", operand: path("args.y") },
        ],
      }),
    ],
    [
      'args.mode not in ["a", "b"]',
      not({ kind: "one-of", operand: path("args.mode"), values: [text("a"), text("b")] }),
    ],
    [
      "text contains any [card, iban]",
      {
        kind: "contains",
        operand: path("text"),
        quantity: "any",
        mode: "recogniser",
        values: [text("card"), text("iban")],
      },
    ],
    [
      'args.note contains "x"',
      { kind: "contains", operand: path("args.note"), quantity: "any", mode: "substring", values: [text("x")] },
    ],
    [
      'args.link not in domain ["*.corp.example"]',
      not({ kind: "within", space: "domain", operand: path("args.link"), patterns: ["*.corp.example"] }),
    ],
    ["args.to is not empty", not({ kind: "empty", operand: path("args.to") })],
    ["confidence >= 90%", { kind: "compare", operator: ">=", left: confidence, right: digits("0.9") }],
    ["confidence > 92.5%", { kind: "compare", operator: ">", left: confidence, right: digits("0.925") }],
    [
      "args.a + args.b > 2",
      {
        kind: "compare",
        operator: ">",
        left: { kind: "sum", operator: "+", left: path("args.a"), right: path("args.b") },
        right: digits("2"),
      },
    ],
    [
      "token.lifetime <= 15m",
      {
        kind: "compare",
        operator: "<=",
        left: path("token.lifetime"),
        right: { kind: "literal", literal: { kind: "duration", ms: 900_000 } },
      },
    ],
    [
      'every a in nonempty args.to where has a.name: a.kind == "mail"',
      {
        kind: "quantified",
        quantifier: "every",
        nonempty: true,
        binding: "a",
        list: path("args.to"),
        where: { kind: "has", operand: bound("a", "name") },
        body: { kind: "compare", operator: "==", left: bound("a", "kind"), right: text("mail") },
      },
    ],
    [
      "origin(args.to) contains any [user, result.email of crm.get]",
      {
        kind: "origin",
        operand: path("args.to"),
        quantity: "any",
        sources: [{ kind: "user" }, { kind: "field", tools: ["crm.get"], path: ["email"] }],
      },
    ],
    ['args.note starts with "a\\"b"', { kind: "starts-with", operand: path("args.note"), text: 'a"b' }],
  ])("is %s", (written, condition) => {
    expect(describeCondition(condition)).toBe(written);
  });
});

describe("a rule in English", () => {
  it("says of a gate what it does, to what and when", () => {
    const large = gate("large", {
      when: amount,
      level: "approve",
      requirements: [{ kind: "approval", role: "finance", count: 2, validMs: 900_000 }],
      obligations: [{ kind: "alert", target: "soc" }],
      because: "large payments need two",
    });
    expect(describeGate(large)).toBe(
      'A call to `pay` needs approval by role finance (2 persons, valid 15m) and alerts "soc" when `args.amount > 500.00 USD`. It also acts where that cannot be decided. Because: large payments need two.',
    );
  });

  it("says of a shadow that it only reports", () => {
    const shadow = gate("g", {
      on: [{ kind: "output" }],
      observe: { untilMs: Date.parse("2026-07-01T00:00:00Z"), owner: "soc" },
    });
    expect(describeGate(shadow)).toBe(
      "An output is denied. Until 2026-07-01T00:00:00Z it only reports what it would have done (owner: soc).",
    );
  });

  it("says of a grant who may do what, and within which limits", () => {
    const limited = grant("g", {
      when: isOpen,
      purposes: ["support"],
      onBehalfOf: ["support"],
      untilMs: Date.parse("2026-07-01T00:00:00Z"),
      whileTask: { maxMs: 28_800_000 },
    });
    expect(describeGrant(limited)).toBe(
      'Agent clerk may call `pay` and `read` when `context.status == "open"`, for purpose "support", on behalf of a user with role support, until 2026-07-01T00:00:00Z, while a task is running, for 8h at most.',
    );
  });
});

describe("a switch in English", () => {
  it("says of a kill switch what it stops, and how many persons work it", () => {
    expect(
      describeKillSwitch({
        name: "stop",
        scope: "tenant",
        setBy: { role: "ciso", count: 1 },
        clearedBy: { role: "ciso", count: 2, validMs: 900_000 },
      }),
    ).toBe(
      "While it is set, everything of the tenant it is set for is denied, and no approval or break glass lifts that. Set by a person of role ciso; cleared by 2 different persons of role ciso within 15m. Where the past was lost it counts as set until it is stated.",
    );
  });

  it("says of a break glass what it lifts, who opens it and for how long", () => {
    const opened = {
      name: "night",
      gates: ["large"],
      approval: { role: "ciso", count: 1 },
      maxMs: 3_600_000,
      obligations: [{ kind: "record-full" }],
      because: "somebody must act at night",
    } as const;
    expect(describeBreakGlass(opened)).toBe(
      "While it is open, large only logs. Then the event is recorded in full. It grants nothing. Opened by a person of role ciso who stands outside the chain, for 1h at most. Because: somebody must act at night.",
    );
    expect(
      describeBreakGlass({ ...opened, gates: ["large", "strange"], approval: { role: "ciso", count: 3 } }),
    ).toContain(
      "large, strange only log. Then the event is recorded in full. It grants nothing. Opened by 3 different persons of role ciso who stand outside",
    );
  });
});
