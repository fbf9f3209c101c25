import { describe, expect, it } from "vitest";
import type { Expression } from "../../src/ast/expression.ts";
import type { Declaration } from "../../src/ast/parsed.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { printExpression } from "../../src/parse/print-expression.ts";
import { treeOf } from "./same-tree.ts";

const header = "policy support version 3 language 1\n";

function parse(text: string) {
  const parsed = parseFile({ file: "a.gate", text: header + text });
  expect(parsed.diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  return parsed.file;
}

/** The only declaration, without places. */
const tree = (text: string): unknown =>
  (treeOf(parse(text)) as { readonly declarations: readonly unknown[] }).declarations[0];

function condition(text: string): Expression {
  const [declaration] = parse(`let tested = ${text}\n`).declarations;
  if (declaration?.kind !== "let") throw new Error("not a let");
  return declaration.value;
}

const conditionTree = (text: string): unknown => (tree(`let tested = ${text}\n`) as { readonly value: unknown }).value;
const name = (text: string, quoted = false) => ({ text, quoted });

describe("literals", () => {
  it.each([
    ["500", { kind: "number", digits: "500" }],
    ["-2_000.50", { kind: "number", digits: "-2000.50" }],
    ["2_000.00 USD", { kind: "money", digits: "2000.00", currency: name("USD"), minor: false }],
    ["150000 USD minor", { kind: "money", digits: "150000", currency: name("USD"), minor: true }],
    ["99.5%", { kind: "percent", digits: "99.5" }],
    ["1h30m", { kind: "duration", ms: 5_400_000, lexeme: "1h30m" }],
    ["2027-01-31", { kind: "timestamp", ms: Date.UTC(2027, 0, 31), lexeme: "2027-01-31" }],
    [
      "2027-01-31T08:00:00.5+02:00",
      { kind: "timestamp", ms: Date.UTC(2027, 0, 31, 6, 0, 0, 500), lexeme: "2027-01-31T08:00:00.5+02:00" },
    ],
    ['"a\\n\\u00e9\\/"', { kind: "text", text: "a\n\u00e9/" }],
    ["true", { kind: "bool", value: true }],
    [
      "[1, 2,]",
      {
        kind: "list",
        items: [
          { kind: "number", digits: "1" },
          { kind: "number", digits: "2" },
        ],
      },
    ],
    [
      "[user, web.*, send-mail]",
      {
        kind: "list",
        items: [["user"], ["web", "*"], ["send-mail"]].map((words) => ({
          kind: "path",
          segments: words.map((word) => name(word)),
        })),
      },
    ],
  ])("%s", (text, expected) => {
    expect(conditionTree(text)).toEqual(expected);
  });
});

describe("conditions", () => {
  it("keep their written operators", () => {
    const operators = [
      "==",
      "!=",
      "<",
      "<=",
      ">",
      ">=",
      "in",
      "not in",
      "contains",
      "contains any",
      "contains all",
      "starts with",
      "ends with",
      "in domain",
      "in path",
      "in cidr",
      "not in domain",
      "not in path",
      "not in cidr",
      "matches",
    ];
    const read = operators.map((operator) => condition(`args.a ${operator} (alpha)`));
    expect(read.map((relation) => relation.kind === "relation" && relation.operator)).toEqual(operators);
  });

  it("bind `not` to one relation", () => {
    const read = condition("not args.a == 1 and args.b");
    expect(read.kind === "all" && read.operands.map(({ kind }) => kind)).toEqual(["not", "path"]);
  });

  it("subtract from the left", () => {
    const read = condition("args.a - 1 - 2 > -3");
    expect(read.kind === "relation" && read.left.kind === "sum" && [read.left.left.kind, read.left.right.kind]).toEqual(
      ["sum", "number"],
    );
  });

  it("read a quantifier with all its parts", () => {
    expect(conditionTree("every x in nonempty args.to where x.a == 1: origin(x) contains any [user]")).toMatchObject({
      kind: "quantifier",
      quantifier: "every",
      binding: name("x"),
      nonempty: true,
      list: { kind: "path" },
      where: { kind: "relation" },
      body: { kind: "relation", operator: "contains any", left: { kind: "origin" } },
    });
  });

  it("end a quantifier's body at a connective", () => {
    const read = condition("any x in args.to: x.a == 1 and args.b");
    expect(read.kind === "all" && read.operands.map(({ kind }) => kind)).toEqual(["quantifier", "path"]);
  });

  it("say whose result a field is of", () => {
    expect(conditionTree("result.email of crm.get_customer")).toEqual({
      kind: "path-of",
      segments: [name("result"), name("email")],
      of: name("crm.get_customer"),
    });
  });

  it("give every segment of a path its place", () => {
    const read = condition("context.ticket.status");
    const places = read.kind === "path" ? read.segments.map(({ span }) => span.start - header.length) : [];
    expect(places).toEqual([13, 21, 28]);
  });

  it.each([
    "args.amount > 2000.00 USD and (has args.note or labels contains any [pii, secret])",
    "not every x in nonempty args.to where x.a is not empty: x in domain (own_domains)",
    'args.a - 1 <= -5 or text matches "\\\\d+" or at < 2027-01-31',
    "origin(args.to) contains all [result.email of crm.get_customer]",
  ])("print as they are written: %s", (text) => {
    expect(printExpression(condition(text))).toBe(text);
  });
});

describe("declarations", () => {
  it("have a header", () => {
    expect(parse("").header).toMatchObject({ name: name("support"), version: 3, language: 1 });
  });

  it("name every kind there is", () => {
    const kinds = parse(
      'use tools from "a.json" as b\ncontext {}\ntool a.b {}\nlabel a from b\nrole a\nagent a {}\ngrant a {}\ngate a on b {}\nbands a on b {}\nlet a = b\ncontrol a "b" for each c {}\nprove no dead gates\ntest "a" {}\n',
    ).declarations.map(({ kind }) => kind);
    const all: readonly Declaration["kind"][] = [
      "use-tools",
      "context",
      "tool",
      "label",
      "role",
      "agent",
      "grant",
      "gate",
      "bands",
      "let",
      "control",
      "prove",
      "test",
    ];
    expect(kinds).toEqual(all);
  });

  it("read the targets of a gate, each with its own kind", () => {
    expect(
      tree('gate a on b.*, effect [sends, pays,], result of "c d", message to mail, message, prompt, output {}\n'),
    ).toMatchObject({
      on: [
        { kind: "tool", pattern: name("b.*") },
        { kind: "effect", effects: [name("sends"), name("pays")] },
        { kind: "result", pattern: name("c d", true) },
        { kind: "message", to: name("mail") },
        { kind: "message" },
        { kind: "prompt" },
        { kind: "output" },
      ],
    });
  });

  it("read an approval with all its options in any order", () => {
    expect(
      tree(
        "gate a on b { require approval by role c, valid 15m, reusable 3, escalate after 10m to role d, count 2 }\n",
      ),
    ).toMatchObject({
      clauses: [
        {
          kind: "outcome",
          outcome: {
            kind: "approval",
            role: name("c"),
            count: 2,
            valid: { ms: 900_000 },
            reusable: 3,
            escalate: { after: { ms: 600_000 }, role: name("d") },
          },
        },
      ],
    });
  });

  it("read what observes, and what is to be done besides", () => {
    expect(
      tree(
        'gate a on b { observe until 2027-01-31 owner "c" also redact [card] in args.note by mask also record full also notify "d" }\n',
      ),
    ).toMatchObject({
      clauses: [
        { kind: "observe", until: { ms: Date.UTC(2027, 0, 31) }, owner: { text: "c" } },
        { kind: "also", obligation: { kind: "redact", recognisers: [name("card")], by: name("mask") } },
        { kind: "also", obligation: { kind: "record-full" } },
        { kind: "also", obligation: { kind: "notify" } },
      ],
    });
  });

  it("tell types, formats and trust of a tool's fields apart", () => {
    expect(
      tree(
        'tool a.b {\n args.c is list of "x" | "y"\n args.d is money in args.e minor\n result is yaml\n result.f is trusted\n}\n',
      ),
    ).toMatchObject({
      clauses: [
        { kind: "type", type: { kind: "list", element: { kind: "enum", values: [{ text: "x" }, { text: "y" }] } } },
        { kind: "type", type: { kind: "money", currency: { segments: [name("args"), name("e")] }, minor: true } },
        { kind: "result-format", format: name("yaml") },
        { kind: "trust", trust: name("trusted") },
      ],
    });
  });

  it("say who vouches for a field, a verified token too", () => {
    expect(tree("context {\n a.b is int from verified token\n c is int from host\n}\n")).toMatchObject({
      fields: [{ from: name("verified token") }, { from: name("host") }],
    });
  });

  it("read claims", () => {
    expect(tree("prove always a.b with args.c > 5 requires approval by role d even with break_glass\n")).toMatchObject({
      claim: {
        kind: "always",
        demand: { kind: "requirement", outcome: { kind: "approval" } },
        evenWithBreakGlass: true,
      },
    });
    expect(tree("prove always a.b requires at least approve\n")).toMatchObject({
      claim: { demand: { kind: "at-least", level: name("approve") } },
    });
    expect(tree("prove always a.b at least verify\n")).toMatchObject({
      claim: { demand: { kind: "at-least", level: name("verify") } },
    });
    expect(tree("prove never a.**\n")).toMatchObject({
      claim: { kind: "never", tools: name("a.**"), evenWithBreakGlass: false },
    });
  });

  it("keep the texts of a control's sub-clauses in their braces", () => {
    const text =
      'control X-1 "t" for each agent {\n require a.b\n because "own"\n fail { when a.c because "c" }\n require { because "d" a.d }\n not applicable when a.e because "e"\n not applicable { when a.f }\n partial when a.g\n attested by h { when a.i }\n attested by j\n}\n';
    const clauses = (
      tree(text) as {
        readonly clauses: readonly { readonly kind: string; readonly because?: { readonly text: string } }[];
      }
    ).clauses;
    expect(clauses.map(({ kind, because }) => [kind, because?.text])).toEqual([
      ["require", undefined],
      ["because", undefined],
      ["fail-when", "c"],
      ["require", "d"],
      ["not-applicable", "e"],
      ["not-applicable", undefined],
      ["partial", undefined],
      ["attested-by", undefined],
      ["attested-by", undefined],
    ]);
  });
});

describe("tests", () => {
  it("read every step", () => {
    const text = `test "t" {
  for each row in [ { a: 1 }, { a: -2.5e3 } ]
  given { agent a  identity ok  token ok  task started  purpose row.p  on behalf of role b  confidence 97.5%  at 2027-01-01T00:00:00Z }
  system "s"  prompt "p" expect allow  output "o"  message to b "m"  call c.d { "k-1": [true, null, word] } expect deny via e, agent:f:g expect unknown token.ttl
  result { x: row.a }  error "e"  started  approve by "ann" role finance  confirm by "bob"  verify by agent r  reject by "cy"
  revoke agent a  after 5m  expect log
}`;
    const read = tree(text) as { readonly rows: unknown; readonly steps: readonly { readonly kind: string }[] };
    expect(read.steps.map(({ kind }) => kind)).toEqual([
      "given",
      "system",
      "prompt",
      "output",
      "message",
      "call",
      "result",
      "error",
      "started",
      "approve",
      "confirm",
      "verify",
      "reject",
      "revoke",
      "after",
      "expect",
    ]);
    expect(read.rows).toMatchObject({
      binding: name("row"),
      rows: [{ kind: "record" }, { entries: [{ value: { lexeme: "-2.5e3" } }] }],
    });
    expect(read.steps[0]).toMatchObject({
      settings: [
        {},
        {},
        {},
        {},
        { value: { kind: "reference" } },
        {},
        { value: { kind: "percent", fraction: "0.975" } },
        { kind: "field", value: { kind: "text", text: "2027-01-01T00:00:00Z" } },
      ],
    });
    expect(read.steps[5]).toMatchObject({
      args: {
        entries: [
          {
            key: name("k-1", true),
            value: { items: [{ kind: "bool" }, { kind: "null" }, { kind: "text", text: "word" }] },
          },
        ],
      },
      expect: [
        { level: name("deny"), via: [name("e"), name("agent:f:g")] },
        { kind: "unknown", path: [name("token"), name("ttl")] },
      ],
    });
    expect(read.steps[11]).toMatchObject({ kind: "verify", agent: name("r") });
  });

  it("over a deployment expect verdicts", () => {
    expect(
      tree('test "t" on "fixtures/x" { expect ZT-ID-3 not-applicable for agent mailer expect ZT-AZ-4 pass }\n'),
    ).toMatchObject({
      on: { text: "fixtures/x" },
      steps: [
        {
          kind: "expect-control",
          control: name("ZT-ID-3"),
          verdict: name("not-applicable"),
          subject: { kind: name("agent"), name: name("mailer") },
        },
        { kind: "expect-control", control: name("ZT-AZ-4"), verdict: name("pass") },
      ],
    });
  });
});
