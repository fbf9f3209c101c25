import { describe, expect, it } from "vitest";
import { codesOf, compileText } from "../support/compile.ts";

const world = `policy p version 1 language 1
tool shop.pay { args.amount is money USD  args.count is int  args.note is string  effect pays }
tool shop.look { args.url is url  result.id is string  effect reads }
tool crm.get { args.id is string  effect reads }
role finance
agent a { subject "spiffe://x/a" }
`;

const compile = (clauses: string, tools = "shop.*") =>
  compileText(`${world}connector c for ${tools} {\n${clauses}\n}\n`);

describe("a mistake in a connector is an error", () => {
  it.each([
    ["unknown-word", 'egress to ["a.example"] methods [PSOT]', "did you mean `POST`?"],
    ["unknown-word", 'egress to ["a.example"] methods [get]', "did you mean `GET`?"],
    ["invalid-literal", 'egress to ["a.example"] ports [0]', undefined],
    ["invalid-literal", 'egress to ["a.example"] ports [65536]', undefined],
    ["invalid-literal", 'egress to ["https://a.example"]', 'write the host alone: `"a.example"`'],
    ["invalid-literal", 'egress to ["a.example/v1"]', undefined],
    ["invalid-literal", 'egress to ["a.example"] types ["json"]', undefined],
    [
      "invalid-literal",
      'egress to ["a.example"] types ["text/html; charset=utf-8"]',
      'write it without parameters: `"text/html"`',
    ],
    ["count-too-small", "rate 0 per 1m per agent", undefined],
    ["empty-window", "rate 1 per 0s per agent", "write how far back it reaches: `within 1h`"],
    ["unknown-history-key", "rate 1 per 1m per agnet", "did you mean `agent`?"],
    ["wrong-unit", "quota 500 of args.amount per 1d per agent", undefined],
    ["wrong-unit", "quota 500.00 EUR of args.amount per 1d per agent", undefined],
    ["wrong-unit", "quota 500.00 USD of args.count per 1d per agent", undefined],
    ["quota-limit", "quota 0.00 USD of args.amount per 1d per agent", undefined],
    ["quota-limit", "quota -5 of args.count per 1d per agent", undefined],
    ["history-type", "quota 5 of args.note per 1d per agent", undefined],
    ["unknown-field", "quota 5 of args.amuont per 1d per agent", undefined],
    ["redact-root", "redact [card] in purpose by mask", undefined],
    ["redact-root", "redact [card] in text by mask", undefined],
    ["unknown-label", "redact [crad] in args.note by mask", undefined],
    ["unknown-word", "redact [card] in args.note by msk", undefined],
    ["unknown-role", "rate 1 per 1m per agent\non violation require approval by role finanse", undefined],
    ["empty-connector", "on violation deny", undefined],
    ["response-without-schema", "validate response", undefined],
  ])("%s: %s", (code, clauses, help) => {
    const { diagnostics } = compile(clauses);
    expect(codesOf(diagnostics)).toEqual([code]);
    if (help !== undefined) expect(diagnostics[0]?.help).toBe(help);
  });

  it("where its pattern matches nothing, or its name is taken", () => {
    expect(codesOf(compile("rate 1 per 1m per agent", "shp.*").diagnostics)).toEqual(["pattern-matches-nothing"]);
    const one = "connector c for crm.get { rate 1 per 1m per agent }\n";
    expect(codesOf(compileText(world + one + one).diagnostics)).toEqual(["duplicate-name"]);
  });

  it("where a test names a clause that no connector has", () => {
    const text = `${world}connector c for crm.get { rate 1 per 1m per agent }\ntest "t" {\n  given { agent a }\n  call crm.get { id: "1" } expect deny via "connector:c:rat"\n}\n`;
    const { diagnostics } = compileText(text);
    expect(codesOf(diagnostics)).toEqual(["unknown-gate"]);
    expect(diagnostics[0]?.help).toBe("did you mean `connector:c:rate`?");
  });
});

describe("where a connector may connect to", () => {
  it("is kept in canonical form, sorted, each once, up to the last port", () => {
    const { checked, diagnostics } = compile(
      'egress to ["B.example", "a.example", "b.example"] methods [PUT, GET, PUT] ports [65535, 1, 443] types ["text/html", "Application/JSON"]',
    );
    expect(codesOf(diagnostics)).toEqual([]);
    expect(checked?.connectors[0]?.egress).toMatchObject({
      hosts: ["a.example", "b.example"],
      methods: ["GET", "PUT"],
      ports: [1, 443, 65535],
      types: ["application/json", "text/html"],
    });
  });

  it("is left open where it does not say", () => {
    expect(compile('egress to ["a.example"]').checked?.connectors[0]?.egress).toMatchObject({
      methods: undefined,
      ports: undefined,
      types: undefined,
    });
  });
});

describe("the gates of a connector", () => {
  it("validate what it says, requests or responses", () => {
    const named = (phases: string) =>
      compileText(`${world}connector c for shop.look {\n  validate ${phases}\n}\n`).ir?.gates.flatMap(({ name }) =>
        name.startsWith("connector:c:validate") ? [name.slice("connector:c:".length)] : [],
      );
    expect(named("request")).toEqual(["validate_request"]);
    expect(named("response")).toEqual(["validate_response"]);
    expect(named("request, response")).toEqual(["validate_request", "validate_response"]);
  });

  it("are one for each clause, on the tools that it is about", () => {
    const { ir, diagnostics } = compile(
      [
        'egress to ["a.example"]',
        "rate 2 per 1m per session",
        "quota 5.00 USD of args.amount per 1d per tenant",
        "validate request",
        "redact [card] in args.note by mask",
        "redact [iban] in result.id by drop",
        'on violation require approval by role finance also alert "soc" also record full',
      ].join("\n"),
    );
    expect(codesOf(diagnostics)).toEqual([]);
    const own = ir?.gates.filter(({ name }) => name.startsWith("connector:"));
    const gates = own?.map(({ name, on, level, obligations }) => [
      name.replace("connector:c:", ""),
      on.map((one) => ("tools" in one ? `${one.kind} ${one.tools.join(" ")}` : one.kind)).join(),
      level,
      obligations.map(({ kind }) => kind).join(" "),
    ]);
    expect(gates).toEqual([
      ["confine", "call shop.look shop.pay", "log", "confine"],
      ["egress", "call shop.look shop.pay", "approve", "alert record-full"],
      ["quota", "call shop.pay", "approve", "alert record-full"],
      ["rate", "call shop.look shop.pay", "approve", "alert record-full"],
      ["redact", "call shop.pay", "log", "redact"],
      ["redact_result", "result shop.look", "log", "redact"],
      ["validate_request", "call shop.look shop.pay", "approve", "alert record-full"],
    ]);
    expect(ir?.terms.map(({ name }) => name)).toEqual([
      "count(started shop.*) within 1m per session",
      "sum(args.amount of started shop.pay) within 1d per tenant",
    ]);
  });
});
