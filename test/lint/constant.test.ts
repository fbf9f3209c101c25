import { describe, expect, it } from "vitest";
import type { Condition, Literal, Operand } from "../../src/ast/condition.ts";
import { circumstancesOf, environmentOf } from "../../src/engine/circumstances.ts";
import { evaluate } from "../../src/engine/interpret-condition.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { createEngine } from "../../src/engine/step.ts";
import { constantOf } from "../../src/lint/constant.ts";
import { lintPolicy } from "../../src/lint/lint-policy.ts";
import { parseDecimal, zero } from "../../src/value/decimal.ts";
import type { Type } from "../../src/value/type.ts";
import { absent, boolField, type Field, present, textField, unrecorded } from "../../src/value/value.ts";
import { admitAll, generateSession } from "../engine/generate-events.ts";
import { generatePolicy } from "../engine/generate-policy.ts";
import { type Random, randomFrom } from "../engine/random.ts";
import { compileText } from "../support/compile.ts";

const header = `policy desk version 1 language 1
tool pay {
  args.count is int
  args.price is decimal
  args.total is money in args.currency
  args.currency is string
  args.mode is "slow" | "fast"
  args.note is string
  args.to is list of email
  args.flag is bool
  args.rate is percent
  args.site is url
  args.file is path
  args.from is cidr
  effect pays
}
agent a { subject "a" }
grant g { to agent a  tools pay  while task max 1h }
`;

/** What the rule says of a gate with this condition: the parts that are constant, and how. */
function found(condition: string): readonly string[] {
  const { checked, diagnostics } = compileText(`${header}gate x on pay { when ${condition}  deny }\n`);
  expect(diagnostics).toEqual([]);
  if (checked === undefined) return [];
  return lintPolicy(checked, { asOfMs: 0, otherCodes: [] })
    .filter(({ code }) => code === "constant-condition")
    .map(
      ({ message }) => /^(this part|`when`).* is always (true|false)/.exec(message)?.slice(1, 3).join(" ") ?? message,
    );
}

describe("an exemption", () => {
  const told = (clauses: string): readonly string[] => {
    const { checked } = compileText(`${header}gate x on pay { ${clauses}  deny }\n`);
    return lintPolicy(checked ?? expect.fail("did not compile"), { asOfMs: 0, otherCodes: [] })
      .filter(({ code }) => code === "constant-condition")
      .map(({ message }) => message);
  };
  const all =
    "`unless` of gate `x` is always true wherever `when` is, so the gate can never act where the values are known";

  it.each([
    "when args.count > 5  unless args.count > 5",
    "when args.count > 5  unless args.count > 3",
    'when args.note contains "a"  unless args.note contains "a"',
    "when (args.count > 5 and args.flag)  unless args.flag",
    "when args.flag  unless args.count > 5 or args.flag",
  ])("of all that a gate is for is found: %s", (clauses) => {
    expect(told(clauses)).toEqual([all]);
  });

  it.each([
    "when args.count > 5  unless args.count < 3",
    'when args.mode == "slow"  unless args.mode == "fast"',
    'when args.note starts with "a"  unless args.note == "b"',
    'when (args.flag and args.count > 5)  unless (args.count < 3 and args.note == "a")',
  ])("of nothing that a gate is for is found: %s", (clauses) => {
    expect(told(clauses)).toEqual([
      "`unless` of gate `x` is always false wherever `when` is true, so nothing is ever exempt",
    ]);
  });

  it.each([
    "when args.count > 3  unless args.count > 5",
    'when args.note contains "a"  unless args.note contains "b"',
    "when args.flag  unless (args.count > 5 and args.flag)",
  ])("of a part of it is none: %s", (clauses) => {
    expect(told(clauses)).toEqual([]);
  });
});

describe("a condition that decides nothing", () => {
  it.each([
    ["args.count > 5 and args.count < 6", "`when` false"],
    ["args.count + 1 > args.count", "`when` true"],
    ["args.count - 1 > args.count", "`when` false"],
    ["args.total + 1.00 USD > args.total", "`when` true"],
    ["args.count + 1 > 5 and args.count < 4", "`when` false"],
    ["5 - args.count < 3 and args.count < 2", "`when` false"],
    ["count(started pay) within 1h per agent + 1 > 0", "`when` true"],
    ["args.site.port > 70_000", "`when` false"],
    ["args.site.port in [0, 65_535] and args.site.port > 65_535", "`when` false"],
    ['args.note starts with "a" and args.note == "b"', "`when` false"],
    ['args.note starts with "a" and args.note starts with "b"', "`when` false"],
    ['args.note ends with "a" and args.note ends with "b"', "`when` false"],
    ['args.note contains "a" and args.note in ["b", "c"]', "`when` false"],
    ['not args.note starts with "b" or args.note != "a"', "`when` true"],
    ['args.mode starts with "x"', "`when` false"],
    ['args.mode matches "slow|fast"', "`when` true"],
    ['args.note matches "(.|\\n)*"', "`when` true"],
    ['args.site in domain ["*.a.example"] and args.site in domain ["b.example", "a.example"]', "`when` false"],
    ['args.site == "https://a.example/x" and args.site in domain ["b.example"]', "`when` false"],
    ['args.file in path ["**"]', "`when` true"],
    ['args.file in path ["/tmp", "/"]', "`when` true"],
    ['args.from in cidr ["::/0", "0.0.0.0/0"]', "`when` true"],
    ['args.from in cidr ["10.0.0.0/8"] and args.from in cidr ["192.168.0.0/16"]', "`when` false"],
    ["has args.note and not has args.note", "`when` false"],
    ["args.to is empty and args.to is not empty", "`when` false"],
    ['args.note contains "a" or not args.note contains "a"', "`when` true"],
    ["count(started pay) within 1h per agent < 0", "`when` false"],
    ["distinct(args.note of started pay) within 1h per agent >= 0", "`when` true"],
    ["count(started pay) within 1h per agent > 5 and count(started pay) within 1h per agent < 3", "`when` false"],
    ["args.count > 5 and args.count < 3", "`when` false"],
    ["args.count >= 5 or args.count < 6", "`when` true"],
    ["args.count == 5 and args.count != 5", "`when` false"],
    ["5 < args.count and 3 > args.count", "`when` false"],
    ["args.count in [1, 2] and args.count > 2", "`when` false"],
    ["not (args.count > 5 or args.count <= 5)", "`when` false"],
    ["args.count > 1 and args.count > 2 and args.count < 2", "`when` false"],
    ["args.price > 5.5 and args.price < 5.5", "`when` false"],
    ["args.total > 5.00 USD and args.total < 3.00 USD", "`when` false"],
    ['args.note == "a" and args.note == "b"', "`when` false"],
    ['args.note == "a" and args.note in ["b", "c"]', "`when` false"],
    ['args.note != "a" or args.note != "b"', "`when` true"],
    ['args.mode in ["slow", "fast"]', "`when` true"],
    ['args.mode != "slow" and args.mode != "fast"', "`when` false"],
    ['args.mode == "slow" or args.mode == "fast"', "`when` true"],
    ["args.flag or not args.flag", "`when` true"],
    ["args.flag and args.flag == false", "`when` false"],
    ["args.rate >= 0%", "`when` true"],
    ["at.utc_hour > 23", "`when` false"],
    ["at.utc_hour >= 0", "`when` true"],
    ['any x in args.to: (x == "a@b.example" and x == "c@d.example")', "`when` false"],
    ['(args.count > 5 and args.count < 3) or args.note == "a"', "this part false"],
    ['args.note == "a" and any x in args.to: (x == "a@b.example" and x == "c@d.example")', "`when` false"],
    ['every x in args.to: (x == "a@b.example" and x == "c@d.example")', "this part false"],
    ['args.note == "a" and (args.mode == "slow" or args.mode == "fast")', "this part true"],
  ])("%s", (condition, expected) => {
    expect(found(condition)).toEqual([expected]);
  });

  it.each([
    "args.count > 5 and args.count < 7",
    "args.count + args.count > args.count",
    "args.count + 1 > 5 and args.count < 6",
    "args.site.port in [0, 65_535]",
    'args.note starts with "a" and args.note starts with "ab"',
    'args.note starts with "a" and args.note ends with "b"',
    'args.mode starts with "s"',
    'args.note matches ".+"',
    'args.file in path ["/tmp/**", "~/**"]',
    'args.site in domain ["*.a.example"] and args.site in domain ["*.b.a.example"]',
    'args.site == "https://a.example/x" and args.site in domain ["a.example"]',
    'args.from in cidr ["10.0.0.0/8"] and args.from in cidr ["10.1.0.0/16"]',
    "args.price > 5 and args.price < 6",
    "args.total > 5.00 USD and args.total < 3.00 EUR",
    "args.count > 5 and args.price < 3",
    'args.mode in ["slow"]',
    'args.note in ["slow", "fast"]',
    "args.rate >= 1%",
    "confidence < 100%",
    "at.utc_hour >= 8 and at.utc_hour < 18",
    'any x in args.to: x == "a@b.example" and any x in args.to: x == "c@d.example"',
    "has args.count and args.count > 5",
  ])("is not: %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });
});

describe("a condition of something else than a gate", () => {
  const told = (text: string): readonly string[] => {
    const { checked, diagnostics } = compileText(`${header}${text}\n`);
    expect(diagnostics).toEqual([]);
    return lintPolicy(checked ?? expect.fail("did not compile"), { asOfMs: 0, otherCodes: [] })
      .filter(({ code }) => code === "constant-condition")
      .map(({ message }) => message);
  };

  it.each([
    [
      "label wet from pay when args.count > 5 and args.count < 3\ngate x on pay { when labels contains wet  deny }",
      "`when` of label `wet` is always false, so no result brings the label where the values are known",
    ],
    [
      "prove never pay with args.count > 5 and args.count < 3",
      "`with` of this claim is always false, so the claim is about no call",
    ],
    [
      "let fine = args.count > 5 or args.count < 7\ngate x on pay { require verification by rule fine }",
      "rule `fine` is always true, so it verifies everything where the values are known",
    ],
    [
      'control C-1 "None" for each agent { fail when agent.channels is empty and agent.channels is not empty  require has agent.identity.id }',
      "`fail when` of control `C-1` is always false, so it fails nobody",
    ],
    [
      'control C-1 "Any" for each agent { require agent.channels is empty or agent.channels is not empty }',
      "`require` of control `C-1` is always true, so every subject meets it",
    ],
  ])("%s", (text, message) => {
    expect(told(text)).toEqual([message]);
  });
});

const path = (name: string, type: Type): Operand<unknown> => ({ kind: "path", root: "args", segments: [name], type });
const number = (value: number): Field => present({ kind: "number", value: parseDecimal(String(value)) ?? zero });

/** Fields with every value that a threshold of the generator can tell apart, and two ways of having none. */
const fields: readonly {
  readonly operand: Operand<unknown>;
  readonly values: readonly Field[];
  readonly literal: (random: Random) => Literal;
  readonly ordered: boolean;
}[] = [
  {
    operand: path("whole", { kind: "int" }),
    ordered: true,
    values: Array.from({ length: 20 }, (_, index) => number(index - 9)),
    literal: (random) => ({ kind: "number", digits: String(random.below(4)) }),
  },
  {
    operand: path("part", { kind: "decimal" }),
    ordered: true,
    values: Array.from({ length: 38 }, (_, index) => number(index / 2 - 9)),
    literal: (random) => ({ kind: "number", digits: String(random.below(4)) }),
  },
  {
    operand: path("rate", { kind: "percent" }),
    ordered: true,
    values: [0, 0.2, 0.5, 0.7, 1].map(number),
    literal: (random) => ({ kind: "number", digits: random.pick(["0", "0.5", "1"]) }),
  },
  {
    operand: path("mode", { kind: "string", values: ["a", "b", "c"] }),
    ordered: false,
    values: ["a", "b", "c"].map(textField),
    literal: (random) => ({ kind: "text", text: random.pick(["a", "b", "c"]) }),
  },
  {
    operand: path("word", { kind: "string" }),
    ordered: false,
    values: ["a", "b", "ab", "ba", "z", ""].map(textField),
    literal: (random) => ({ kind: "text", text: random.pick(["a", "b"]) }),
  },
  {
    operand: path("flag", { kind: "bool" }),
    ordered: false,
    values: [boolField(true), boolField(false)],
    literal: (random) => ({ kind: "bool", value: random.chance(50) }),
  },
];

function generate(random: Random, depth: number, usable: typeof fields): Condition<unknown> {
  if (depth > 0 && random.chance(65)) {
    const operands = Array.from({ length: 2 + random.below(2) }, () => generate(random, depth - 1, usable));
    return random.pick([
      { kind: "all", operands } as const,
      { kind: "any", operands } as const,
      { kind: "not", operand: generate(random, depth - 1, usable) } as const,
    ]);
  }
  const { operand, literal, ordered } = random.pick(usable);
  const of = (): Operand<unknown> => ({ kind: "literal", literal: literal(random) });
  if (random.chance(25)) return { kind: "one-of", operand, values: [of(), of()] };
  if (!ordered && literal(random).kind === "text" && random.chance(40)) return askText(random, operand);
  if (random.chance(10)) return { kind: "has", operand };
  const operator = ordered ? random.pick(["==", "<", "<=", ">", ">="] as const) : "==";
  const moved = (side: Operand<unknown>): Operand<unknown> =>
    ordered && random.chance(30)
      ? { kind: "sum", operator: random.pick(["+", "-"] as const), left: side, right: of() }
      : side;
  const [left, right] = random.chance(20) ? [of(), moved(operand)] : [moved(operand), of()];
  return { kind: "compare", operator, left, right };
}

/** What may be asked of a text besides being equal to one. */
function askText(random: Random, operand: Operand<unknown>): Condition<unknown> {
  const text = random.pick(["a", "b", "ab"]);
  const value: Operand<unknown> = { kind: "literal", literal: { kind: "text", text } };
  return random.pick([
    { kind: "starts-with", operand, text } as const,
    { kind: "ends-with", operand, text } as const,
    { kind: "matches", operand, pattern: `${text}?` } as const,
    { kind: "contains", operand, quantity: "any", mode: "substring", values: [value] } as const,
  ]);
}

const nameOf = (operand: Operand<unknown>): string => (operand.kind === "path" ? (operand.segments[0] ?? "") : "");

/** Every truth a condition can have, by trying all values of the fields, and the ways to have none. */
function truthsOf(condition: Condition<unknown>, usable: typeof fields): ReadonlySet<string> {
  const truths = new Set<string>();
  const go = (at: number, chosen: ReadonlyMap<string, Field>): void => {
    const field = usable[at];
    if (field === undefined) {
      const read = (_root: string, [name = ""]: readonly string[]): Field => chosen.get(name) ?? absent;
      truths.add(evaluate(condition, { read, origin: () => "unknown", history: () => absent }).truth);
      return;
    }
    for (const value of [...field.values, absent, unrecorded("not_recorded")]) {
      go(at + 1, new Map([...chosen, [nameOf(field.operand), value]]));
    }
  };
  go(0, new Map());
  return truths;
}

it("a comparison beyond 100 percent is a mistake already", () => {
  const { diagnostics } = compileText(`${header}gate x on pay { when confidence > 100%  deny }\n`);
  expect(diagnostics.map(({ code }) => code)).toEqual(["dead-comparison"]);
});

describe("what is called constant", () => {
  it("never has the other truth, whatever the values are, and on one field is always found", () => {
    const random = randomFrom(31_337);
    const counts = { constant: 0, open: 0, missed: 0 };
    for (let index = 0; index < 1_500; index += 1) {
      const usable = random.some(fields, 30).slice(0, 2);
      const condition = generate(random, 2, usable);
      const constant = constantOf(condition);
      const truths = truthsOf(condition, usable);
      if (constant !== undefined) {
        expect(truths, JSON.stringify(condition)).not.toContain(String(!constant));
        counts.constant += 1;
      } else if (truths.has("true") && truths.has("false")) counts.open += 1;
      else {
        // Two fields at once, `has` or questions of free texts may hide a constant; comparisons of one field may not.
        const hidden =
          usable.length > 1 || /"has"|"(?:starts|ends)-with"|"matches"|"contains"/.test(JSON.stringify(condition));
        expect(hidden, JSON.stringify(condition)).toBe(true);
        counts.missed += 1;
      }
    }
    expect(counts.constant).toBeGreaterThan(150);
    expect(counts.open).toBeGreaterThan(400);
    expect(counts.missed).toBeLessThan(150);
  });

  it("keeps its truth over generated policies and events", () => {
    const random = randomFrom(17);
    let seen = 0;
    for (let index = 0; index < 25; index += 1) {
      const policy = generatePolicy(random);
      const engine = createEngine(policy, { engine: "closures" });
      const conditions = [...policy.gates, ...policy.grants].flatMap((rule) => [
        ...allOf(rule.when),
        ...("unless" in rule ? allOf(rule.unless) : []),
      ]);
      const constants = conditions.map((condition) => ({ condition, constant: constantOf(condition) }));
      let state = engine.initial();
      for (const event of admitAll(generateSession(policy, "s", 30, random), policy)) {
        if (event.kind !== "invalid") {
          const environment = environmentOf(event, circumstancesOf(state, event));
          for (const { condition, constant } of constants) {
            if (constant === undefined) continue;
            seen += 1;
            expect(evaluate(condition, environment).truth).not.toBe(String(!constant));
          }
        }
        state = engine.step(state, event).state;
      }
    }
    expect(seen).toBeGreaterThan(100);
  });
});

/** A condition and what it joins; elements of lists are judged within their quantifier. */
function allOf(condition: IrCondition | undefined): readonly IrCondition[] {
  if (condition === undefined) return [];
  if (condition.kind === "all" || condition.kind === "any") return [condition, ...condition.operands.flatMap(allOf)];
  return condition.kind === "not" ? [condition, ...allOf(condition.operand)] : [condition];
}
