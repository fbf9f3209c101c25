import { describe, expect, it } from "vitest";
import { checkText } from "./check-text.ts";

describe("a claim", () => {
  it("keeps its tools, its condition, its demand and its text", () => {
    const checked = checkText(
      'prove never shop.* with args.amount > 500.00 USD\nprove always shop.refund\n  requires approval by role finance, count 2\nprove always mail.send at least confirm\nprove no dead gates\nprove not weaker than "./old.gate"\n',
    );
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.claims).toMatchObject([
      { kind: "never", tools: ["shop.refund"], with: { kind: "compare" } },
      {
        kind: "always",
        text: "prove always shop.refund requires approval by role finance, count 2",
        demand: { kind: "approval", role: "finance", count: 2 },
      },
      { kind: "always", demand: { kind: "at-least", level: "confirm" } },
      { kind: "no-dead-gates" },
      { kind: "not-weaker-than", file: "./old.gate" },
    ]);
  });

  it.each([
    ["prove never shop.refnd", "unknown-tool"],
    ["prove never shop.refund with args.amuont > 5.00 USD", "unknown-field"],
    ["prove always shop.refund requires approval by role fin", "unknown-role"],
    ["prove always shop.refund at least aprove", "unknown-word"],
  ])("%s is one %s", (claim, code) => {
    expect(checkText(`${claim}\n`).codes).toEqual([code]);
  });
});

describe("a test", () => {
  const gate = "gate large on shop.refund {\n  deny\n}\n";
  const test = (...steps: readonly string[]) =>
    checkText(`${gate}test "t" {\n${steps.map((step) => `  ${step}\n`).join("")}  expect deny\n}\n`);

  it("expects something of some step", () => {
    const codes = (steps: string) => checkText(`${gate}test "t" {\n  ${steps}\n}\n`).codes;
    const call = 'call shop.refund { amount: 5, order: "1" }';
    expect(codes("given { agent desk }")).toEqual(["test-without-expectation"]);
    expect(codes(`${call}  started`)).toEqual(["test-without-expectation"]);
    expect(codes(`${call}  expect deny`)).toEqual([]);
    expect(codes(`${call}  expect unknown confidence  started`)).toEqual([]);
  });

  it("is kept as it was parsed once its names are known", () => {
    const checked = test(
      'given { agent desk  identity ok  task started  on behalf of role finance  confidence 97%  context.ticket.status "open"  tenant "a" }',
      'call shop.refund { amount: 5, order: "1" }  expect deny via large',
      'approve by "ann" role finance  expect deny via agent:desk:subject',
      "expect unknown token.ttl",
    );
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.tests).toHaveLength(1);
  });

  it.each([
    ["given { agent dekc }", "unknown-agent"],
    ["given { identity okay }", "unknown-word"],
    ["given { identitty ok }", "unknown-word"],
    ["given { confidence 150% }", "invalid-literal"],
    ["given { confidence 90 }", "invalid-literal"],
    ["given { on behalf of role fin }", "unknown-role"],
    ['given { context.ticket.state "open" }', "unknown-field"],
    ["call shop.refnd { amount: 5 }", "unknown-tool"],
    ["call shop.refund { amuont: 5 }", "unknown-field"],
    ["call shop.refund { amount: 5 } expect denied", "unknown-word"],
    ["call shop.refund { amount: 5 } expect deny via lage", "unknown-gate"],
    ["call shop.refund { amount: 5 } expect deny via agent:desk:token_tll", "unknown-gate"],
    ['approve by "ann" role fin', "unknown-role"],
    ['message to dekc "hi"', "unknown-agent"],
    ["expect unknown token.tll", "unknown-field"],
  ])("%s is one %s", (step, code) => {
    expect(test(step).codes).toEqual([code]);
  });

  it("names fields that there are, however deep in records and lists", () => {
    const tool = "tool a.b {\n  args.who.name is string\n  args.all is list of string\n}\n";
    const call = (args: string) => checkText(`${tool}test "t" {\n  call a.b ${args}  expect deny\n}\n`);
    expect(call('{ who: { name: "x" }, all: ["y"] }').codes).toEqual([]);
    expect(call('{ who: { nmae: "x" } }').diagnostics.map(({ message }) => message)).toEqual([
      "`args.who` has no field `nmae`",
    ]);
  });

  it("takes names from its rows, and only from those", () => {
    const over = (expectation: string) =>
      test('for each row in [{ level: "deny", gate: "large" }]', `prompt "x" expect ${expectation}`).codes;
    expect(over("row.level via row.gate")).toEqual([]);
    expect(over("rows.level")).toEqual(["unknown-word"]);
    expect(over('row.level via "row.gate"')).toEqual(["unknown-gate"]);
  });

  it("has rows that have what it names, and names in them that there are", () => {
    const over = (rows: string, step: string) => test(`for each row in [${rows}]`, step).codes;
    const call = "call row.tool { amount: row.amount } expect row.level via row.gate";
    expect(over('{ tool: "shop.refund", amount: 5, level: deny, gate: large }', call)).toEqual([]);
    expect(over('{ tool: "shop.refund", amount: null, level: deny, gate: large }', call)).toEqual([]);
    expect(over("", "prompt row.text expect deny")).toEqual(["test-without-rows"]);
    expect(over('{ tool: "shop.refnd", amount: 5, level: denyy, gate: lagre }', call)).toEqual([
      "unknown-tool",
      "unknown-word",
      "unknown-gate",
    ]);
    expect(over('{ tool: "mail.send", amount: 5, level: deny, gate: large }', call)).toEqual(["unknown-field"]);
    expect(over("{ tool: 5, amount: 5, level: deny, gate: [] }", call)).toEqual([
      "row-without-name",
      "row-without-name",
    ]);
    for (const step of [
      "given { purpose row.text }",
      "given { confidence row.text }",
      "given { tenant row.text }",
      "prompt row.text expect deny",
      "output [row.text] expect deny",
      "message to desk { a: row.text } expect deny",
      "approve by row.text role finance",
      "result row.text",
      "error row.text",
      "call shop.refund { amount: row.text }",
    ]) {
      expect(over("{ text: 5 }", step), step).toEqual([]);
      expect(over("{ text: 5 }, { txet: 5 }", step), step).toEqual(["unknown-column"]);
      expect(test(step).codes, step).toEqual(["unknown-column"]);
    }
  });

  it("states every setting and every key once", () => {
    const given = (settings: string) => test(`given { ${settings} }`).codes;
    expect(given("agent desk  agent desk")).toEqual(["duplicate-clause"]);
    expect(given("confidence 90%  identity ok  confidence 80%")).toEqual(["duplicate-clause"]);
    expect(given('context.ticket.status "open"  context.ticket.status "open"')).toEqual(["duplicate-clause"]);
    expect(given('egress.url "https://x.example/"  egress { method: "GET" }')).toEqual(["duplicate-clause"]);
    expect(given('egress.url "https://x.example/"  egress none')).toEqual(["duplicate-clause"]);
    expect(given('egress { method: "GET" }  egress.url "https://x.example/"')).toEqual([]);
    expect(given('identity ok  token ok  token.subject "x"  token.issued_at "y"  tenant "a"  session "b"')).toEqual([]);
    expect(test("given { agent desk }", "given { agent desk }").codes).toEqual([]);
    expect(test("call shop.refund { amount: 5, amount: 6 }").codes).toEqual(["duplicate-clause"]);
    expect(test("for each row in [{ a: 5, a: 6 }]", "prompt [{ b: row.a }] expect deny").codes).toEqual([
      "duplicate-clause",
    ]);
    expect(test("after 0ms").codes).toEqual(["count-too-small"]);
    expect(test("after 1ms").codes).toEqual([]);
  });

  it("may show what an undeclared argument does, under a quoted key", () => {
    expect(test('call shop.refund { "extra": 5 } expect deny').codes).toEqual([]);
  });

  it("over a deployment expects known verdicts of known controls", () => {
    const control = 'control C-1 "t" for each agent {\n  require has agent.name\n}\n';
    const over = (expectation: string) =>
      checkText(`${control}test "t" on "fixtures/x" {\n  ${expectation}\n}\n`).codes;
    expect(over("expect C-1 not-applicable for agent mailer")).toEqual([]);
    expect(over("expect C-9 fail")).toEqual(["unknown-control"]);
    expect(over("expect C-1 failed")).toEqual(["unknown-word"]);
    expect(over("expect C-1 fail for agnet mailer")).toEqual(["unknown-word"]);
  });
});
