import { describe, expect, it } from "vitest";
import type { Operand } from "../../src/ast/condition.ts";
import type { Obligation, Requirement } from "../../src/engine/decision.ts";
import { describeCondition } from "../../src/engine/describe.ts";
import {
  describeGate,
  describeGrant,
  describeObligation,
  describeRequirement,
} from "../../src/engine/describe-rule.ts";
import { describeBreakGlass, describeKillSwitch } from "../../src/engine/describe-switch.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { bound, digits, gate, grant, path, text, usd } from "./build.ts";

const amount: IrCondition = { kind: "compare", operator: ">", left: path("args.amount"), right: usd("500") };
const isOpen: IrCondition = { kind: "compare", operator: "==", left: path("context.status"), right: text("open") };
const not = (operand: IrCondition): IrCondition => ({ kind: "not", operand });
const sum = (operator: "+" | "-", left: Operand<unknown>, right: Operand<unknown>): Operand<unknown> => ({
  kind: "sum",
  operator,
  left,
  right,
});
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
    ["true", { kind: "constant", value: true }],
    ["false", { kind: "constant", value: false }],
    ["args.ok", { kind: "holds", operand: path("args.ok", { kind: "bool" }) }],
    ["not args.ok", not({ kind: "holds", operand: path("args.ok", { kind: "bool" }) })],
    ["args.x", { kind: "all", operands: [{ kind: "holds", operand: path("args.x") }] }],
    ["not args.x", not({ kind: "any", operands: [{ kind: "holds", operand: path("args.x") }] })],
    ["not not args.x", not(not({ kind: "holds", operand: path("args.x") }))],
    ["args.to is empty", { kind: "empty", operand: path("args.to") }],
    ['args.note matches "a+"', { kind: "matches", operand: path("args.note"), pattern: "a+" }],
    ['not args.note matches "a+"', not({ kind: "matches", operand: path("args.note"), pattern: "a+" })],
    ['args.note ends with "z"', { kind: "ends-with", operand: path("args.note"), text: "z" }],
    [
      'args.ip in cidr ["10.0.0.0/8", "::1/128"]',
      { kind: "within", space: "cidr", operand: path("args.ip"), patterns: ["10.0.0.0/8", "::1/128"] },
    ],
    ["confidence in [90%, 92.5%]", { kind: "one-of", operand: confidence, values: [digits("0.9"), digits("0.925")] }],
    ["args.n in [1, 2]", { kind: "one-of", operand: path("args.n"), values: [digits("1"), digits("2")] }],
    ["10% < confidence", { kind: "compare", operator: "<", left: digits("0.1"), right: confidence }],
    [
      "confidence + 5% > 50%",
      { kind: "compare", operator: ">", left: sum("+", confidence, digits("0.05")), right: digits("0.5") },
    ],
    [
      "5% - (confidence - 1%) > 50%",
      {
        kind: "compare",
        operator: ">",
        left: sum("-", digits("0.05"), sum("-", confidence, digits("0.01"))),
        right: digits("0.5"),
      },
    ],
    [
      "args.a - args.b - args.c == 0",
      {
        kind: "compare",
        operator: "==",
        left: sum("-", sum("-", path("args.a"), path("args.b")), path("args.c")),
        right: digits("0"),
      },
    ],
    [
      "at < 2026-07-01T00:00:00Z",
      {
        kind: "compare",
        operator: "<",
        left: path("at"),
        right: { kind: "literal", literal: { kind: "timestamp", ms: Date.parse("2026-07-01T00:00:00Z") } },
      },
    ],
    [
      "args.ok == true",
      {
        kind: "compare",
        operator: "==",
        left: path("args.ok", { kind: "bool" }),
        right: { kind: "literal", literal: { kind: "bool", value: true } },
      },
    ],
    [
      "count_of_pays > 3",
      {
        kind: "compare",
        operator: ">",
        left: { kind: "history", term: "count_of_pays", type: { kind: "int" } },
        right: digits("3"),
      },
    ],
    [
      "labels contains all [pii, secret]",
      {
        kind: "contains",
        operand: path("labels"),
        quantity: "all",
        mode: "label",
        values: [text("pii"), text("secret")],
      },
    ],
    [
      "args.tags contains args.tag",
      { kind: "contains", operand: path("args.tags"), quantity: "any", mode: "element", values: [path("args.tag")] },
    ],
    [
      'args.tags contains all ["a", "b"]',
      {
        kind: "contains",
        operand: path("args.tags"),
        quantity: "all",
        mode: "element",
        values: [text("a"), text("b")],
      },
    ],
    [
      "origin(args.to) contains all [system, agent helper, crm.get, mail.read]",
      {
        kind: "origin",
        operand: path("args.to"),
        quantity: "all",
        sources: [
          { kind: "system" },
          { kind: "agent", agent: "helper" },
          { kind: "tool", tools: ["crm.get", "mail.read"] },
        ],
      },
    ],
    [
      "origin(args.to) contains result.a.b of x, result.a.b of y",
      {
        kind: "origin",
        operand: path("args.to"),
        quantity: "any",
        sources: [{ kind: "field", tools: ["x", "y"], path: ["a", "b"] }],
      },
    ],
    [
      "any t in args.tags: (any u in t.parts: u.ok)",
      {
        kind: "quantified",
        quantifier: "any",
        nonempty: false,
        binding: "t",
        list: path("args.tags"),
        body: {
          kind: "quantified",
          quantifier: "any",
          nonempty: false,
          binding: "u",
          list: bound("t", "parts"),
          body: { kind: "holds", operand: bound("u", "ok") },
        },
      },
    ],
    ["schema 0123456789ab", { kind: "holds", operand: path(`conforms.${"0123456789abcdef".repeat(4)}`) }],
    ["conforms", { kind: "holds", operand: path("conforms") }],
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

describe("the parts of a rule in English", () => {
  it.each<[string, Requirement]>([
    ["verification by agent checker", { kind: "verification", by: { kind: "agent", name: "checker" } }],
    ["verification by rule limit", { kind: "verification", by: { kind: "rule", name: "limit" } }],
    ["confirmation by the user", { kind: "confirmation", by: "user" }],
    ["approval by role ciso", { kind: "approval", role: "ciso", count: 1 }],
    ["approval by role ciso (2 persons)", { kind: "approval", role: "ciso", count: 2 }],
    [
      "approval by role ciso (valid 1h, for up to 3 executions, after 30m role boss may answer too)",
      {
        kind: "approval",
        role: "ciso",
        count: 1,
        validMs: 3_600_000,
        reusable: 3,
        escalate: { afterMs: 1_800_000, role: "boss" },
      },
    ],
  ])("are requirements: %s", (written, requirement) => {
    expect(describeRequirement(requirement)).toBe(written);
  });

  it.each<[string, Obligation]>([
    ["has card masked in args.note", { kind: "redact", recognisers: ["card"], path: ["args", "note"], by: "mask" }],
    ["has card and iban hashed in text", { kind: "redact", recognisers: ["card", "iban"], path: ["text"], by: "hash" }],
    ["has pii dropped in result", { kind: "redact", recognisers: ["pii"], path: ["result"], by: "drop" }],
    ["is recorded in full", { kind: "record-full" }],
    ['alerts "soc"', { kind: "alert", target: "soc" }],
    ['notifies "ops"', { kind: "notify", target: "ops" }],
    ["is let connect to nothing but a.example", { kind: "confine", hosts: ["a.example"] }],
    [
      "is let connect to nothing but a.example or b.example with GET or POST on port 80 or 443 as text/csv",
      {
        kind: "confine",
        hosts: ["a.example", "b.example"],
        methods: ["GET", "POST"],
        ports: [80, 443],
        types: ["text/csv"],
      },
    ],
  ])("are obligations: %s", (written, obligation) => {
    expect(describeObligation(obligation)).toBe(written);
  });

  it.each<[string, Parameters<typeof gate>[1]]>([
    ["A call to `pay` is denied.", {}],
    ["A call to `pay` is logged.", { level: "log" }],
    ["A call to `pay` is held at confirm.", { level: "confirm" }],
    ["A call to `pay` by agent a is denied.", { agents: ["a"] }],
    ["A call to `pay` by agent a or agent b is denied.", { agents: ["a", "b"] }],
    [
      'A call to `pay` is denied unless `context.status == "open"`. It also acts where that cannot be decided.',
      { unless: isOpen },
    ],
    [
      'A call to `pay` is denied when `args.amount > 500.00 USD` unless `context.status == "open"`. It also acts where that cannot be decided.',
      { when: amount, unless: isOpen },
    ],
    ["A prompt is denied. Because: no.", { on: [{ kind: "prompt" }], because: "no." }],
    [
      'A result of `pay` or `read`, a message or a message to agent mail is logged and alerts "soc".',
      {
        on: [{ kind: "result", tools: ["pay", "read"] }, { kind: "message" }, { kind: "message", to: "mail" }],
        level: "log",
        obligations: [{ kind: "alert", target: "soc" }],
      },
    ],
    [
      "A call to `a`, `b`, `c`, `d`, `e` or `f` is denied.",
      { on: [{ kind: "call", tools: ["a", "b", "c", "d", "e", "f"] }] },
    ],
    [
      "A call to `a`, `b`, `c`, `d`, `e`, `f` or 2 more is denied.",
      { on: [{ kind: "call", tools: ["a", "b", "c", "d", "e", "f", "g", "h"] }] },
    ],
    [
      "A call to `pay` is denied and needs confirmation by the user and approval by role ciso.",
      {
        requirements: [
          { kind: "confirmation", by: "user" },
          { kind: "approval", role: "ciso", count: 1 },
        ],
      },
    ],
  ])("are the outcomes of a gate: %s", (written, more) => {
    expect(describeGate(gate("g", more))).toBe(written);
  });

  it.each<[string, Parameters<typeof grant>[1]]>([
    ["Agent clerk may call `pay` and `read`.", {}],
    ["Agent a or agent b may call `pay`.", { agents: ["a", "b"], tools: ["pay"] }],
    ["Agent clerk may call `pay` and `read`, while a task is running.", { whileTask: {} }],
    ['Agent clerk may call `pay` and `read`, for purpose "a" or "b".', { purposes: ["a", "b"] }],
    [
      "Agent clerk may call `pay` and `read`, on behalf of a user with role a, b or c.",
      { onBehalfOf: ["a", "b", "c"] },
    ],
    ["Agent clerk may call `pay` and `read`, until 2026-07-01T00:00:00Z.", { untilMs: Date.UTC(2026, 6, 1) }],
    ['Agent clerk may call `pay` and `read` when `context.status == "open"`.', { when: isOpen }],
  ])("are the limits of a grant: %s", (written, more) => {
    expect(describeGrant(grant("g", more))).toBe(written);
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
