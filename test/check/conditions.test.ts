import { describe, expect, it } from "vitest";
import type { CheckedCondition } from "../../src/ast/checked-condition.ts";
import { stripSpans } from "../../src/ast/strip-spans.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { checkText, checkWhen, renderMessages, textUnder, world } from "./check-text.ts";

const accepted: readonly (readonly [condition: string, on?: string])[] = [
  ["args.amount > 500.00 USD"],
  ["500.00 USD < args.amount"],
  ["args.amount == 50000 USD minor"],
  ["args.amount + 20.00 USD > 500.00 USD"],
  ['args.reason == "late"'],
  ['args.reason in ["late", "damaged"]'],
  ['args.reason not in ["late"]'],
  ["args.count >= 3 and args.count != 7"],
  ["args.count < 2.5"],
  ["args.express"],
  ["not args.express"],
  ["args.express == false"],
  ['args.order starts with "A-"'],
  ['args.order matches "A-[0-9]+"'],
  ["args.order is empty"],
  ["args.order is not empty"],
  ["confidence < 90%"],
  ["confidence == 100%"],
  ["token.ttl <= 15m and token.lifetime > 1h"],
  ["token.expires_at > token.issued_at"],
  ["at < 2027-01-01T00:00:00Z"],
  ["at < 2027-01-01"],
  ["at.utc_hour >= 8"],
  ["not token.verified"],
  ['token.scopes contains "refund"'],
  ['"refund" in token.scopes'],
  ['token.claims.department == "sales"'],
  ['token.subject ends with "/desk"'],
  ["peer.mutual and peer.agent == desk"],
  ["agent == desk"],
  ["agent in [desk]"],
  ["agent == args.order"],
  ["args.order == agent"],
  ["any p in chain: p.agent == args.order"],
  ["any p in chain: p.agent == desk"],
  ["chain.depth > 2"],
  ['purpose == "support"'],
  ["cost > 0.5"],
  ["labels contains untrusted"],
  ["labels contains any [secret, pii]"],
  ["labels contains all [secret, pii]"],
  ["egress.method in [POST, PUT]"],
  ['egress.url in domain ["api.example.com"]'],
  ['context.ticket.status == "open"'],
  ['text contains "password"'],
  ["text contains any [card, secret]"],
  ["has args.amount"],
  ["cost > args.count"],
  ["args.count + cost > 0.5"],
  ["cost + args.count > 0.5"],
  ["args.count + args.count > 3"],
  ["args.amount - 5.00 USD > 1.00 USD"],
  ["args.order == args.reason"],
  ['any x in args.to where (any y in args.cc: y == x): x in domain ["b.example"]', "mail.send"],
  ['args.host in domain ["a.example"]', "web.fetch"],
  ['args.range not in cidr ["10.0.0.0/8", "2001:DB8::/32"]', "web.fetch"],
  ['args.file not in path ["/srv/./a", "src/**"]', "web.fetch"],
  ['text contains all ["x", "y"]', "prompt"],
  ["not (args.express or args.count == 1)"],
  ["origin(args.order) contains any [user, mail.send]"],
  ['any x in args.to where (any y in args.cc where y == x: y != "a@b.example"): x != "c@d.example"', "mail.send"],
  ['args.to contains "ann@example.com"', "mail.send"],
  ['any x in args.to: x in domain ["*.example.com"]', "mail.send"],
  ['args.url in domain ["example.com"] and args.url.scheme == "https"', "web.fetch"],
  ['args.file in path ["~/.ssh", "**/.env"]', "web.fetch"],
  ['args.range in cidr ["10.0.0.0/8"]', "web.fetch"],
  ['args.line == "ls -l"', "web.fetch"],
  ['args.line in ["ls", ""]', "web.fetch"],
  ["has args.line and args.line.programs is empty", "web.fetch"],
  ['any p in args.line.programs: p.name in ["rm", "dd"]', "web.fetch"],
  ['any p in args.line.programs: p.flags contains any ["-r", "--recursive"]', "web.fetch"],
  ['any p in args.line.programs where has p.path: p.path not in path ["bin"]', "web.fetch"],
  ['any p in args.line.programs: any word in p.args: word starts with "+"', "web.fetch"],
  ['any p in args.line.programs: (p.subcommand == "push" or p.env is not empty)', "web.fetch"],
  ['any file in args.line.writes: file not in path ["src"]', "web.fetch"],
  ['args.line.unresolved contains any ["code", "lookup"]', "web.fetch"],
  ["origin(args.line) contains user", "web.fetch"],
  ['result.email == "ann@example.com"', "result of crm.get_customer"],
  ['text contains "x"', "prompt"],
  ['text starts with "x"', "output"],
  ["text contains card", "prompt, mail.send"],
  ["any x in args.to: origin(x) contains any [user, system, crm.get_customer, desk]", "mail.send"],
  ["any x in args.to: origin(x) contains result.email of crm.*", "mail.send"],
];

const refused: readonly (readonly [condition: string, code: string, under: string, on?: string])[] = [
  ["args.amount > 500", "wrong-unit", "500"],
  ["args.amount > 500.00 EUR", "wrong-unit", "500.00 EUR"],
  ["args.count > 500.00 USD", "wrong-unit", "500.00 USD"],
  ["confidence < 90", "wrong-unit", "90"],
  ["confidence < 0.9", "wrong-unit", "0.9"],
  ["confidence > 101%", "invalid-literal", "101%"],
  ["confidence >= -1%", "invalid-literal", "-1%"],
  ["confidence > 100%", "dead-comparison", "100%"],
  ["0% > confidence", "dead-comparison", "0%"],
  ['args.order contains ""', "empty-text", '""'],
  ['args.order contains any ["A", ""]', "empty-text", '""'],
  ['args.order matches ""', "empty-text", '""'],
  ['args.order starts with ""', "empty-text", '""'],
  ["cost > 5.00 USD", "wrong-unit", "5.00 USD"],
  ["token.ttl <= 15", "wrong-unit", "15"],
  ["args.amount > args.count", "wrong-unit", "args.count"],
  ["token.ttl <= 90%", "type-mismatch", "90%"],
  ["args.count > 90%", "type-mismatch", "90%"],
  ['args.count == "3"', "type-mismatch", '"3"'],
  ["args.order == 17", "type-mismatch", "17"],
  ["args.order == args.count", "type-mismatch", "args.count"],
  ['args.express == "yes"', "type-mismatch", '"yes"'],
  ["args.count == 2.5", "dead-comparison", "2.5"],
  ['args.reason == "lost"', "dead-comparison", '"lost"'],
  ['args.reason in ["late", "lost"]', "dead-comparison", '"lost"'],
  ["args.reason == late", "quote-it", "late"],
  ["args.order in [late]", "quote-it", "late"],
  ["args.order contains secrt", "unknown-label", "secrt"],
  ["args.order contains colour.blue", "unknown-label", "colour.blue"],
  ["args.amount", "not-a-condition", "args.amount"],
  ['"late"', "not-a-condition", '"late"'],
  ["args.order > 5", "not-comparable", ">"],
  ['args.reason < "late"', "not-comparable", "<"],
  ["args.express > true", "not-comparable", ">"],
  ["labels == secret", "not-comparable", "=="],
  ["labels in [secret]", "not-comparable", "in"],
  ["args.count contains 3", "not-comparable", "contains"],
  ["args.count is empty", "not-comparable", "args.count is empty"],
  ['args.order in domain ["example.com"]', "not-comparable", "in domain"],
  ["(args.express and peer.mutual) == true", "not-comparable", "=="],
  ["args.count in []", "empty-list", "[]"],
  ["labels contains any []", "empty-list", "[]"],
  ["labels contains [secret]", "not-comparable", "contains"],
  ["args.count in 5", "type-mismatch", "5"],
  ['args.order matches "(?=a)"', "bad-pattern", '"(?=a)"'],
  ["args.order matches args.reason", "type-mismatch", "args.reason"],
  ["arg.amount > 5", "unknown-root", "arg"],
  ["args.amout > 5", "unknown-field", "amout"],
  ["args.amount.value > 5", "not-a-record", "value"],
  ["token.tll < 5m", "unknown-field", "tll"],
  ["at.hour > 5", "unknown-field", "hour"],
  ["chain.deph > 2", "unknown-field", "deph"],
  ["at.constructor > 5", "unknown-field", "constructor"],
  ["agent == dekc", "unknown-agent", "dekc"],
  ["context.ticket.state == 5", "unknown-field", "state"],
  ["egress.method == FETCH", "unknown-member", "FETCH"],
  ["result.email is empty", "wrong-phase", "result"],
  ['args.to contains "ann"', "invalid-literal", '"ann"', "mail.send"],
  ['args.to == "ann@example.com"', "not-comparable", "==", "mail.send"],
  ["args.to.domain is empty", "not-a-record", "domain", "mail.send"],
  ["origin(args.to) contains user", "origin-of-many", "args.to", "mail.send"],
  ["any x in args.to: origin(x) == user", "not-comparable", "==", "mail.send"],
  ["any x in args.to: origin(x) contains result.emial of crm.*", "unknown-field", "emial", "mail.send"],
  ['any x in args.to: origin(x) contains "web.ftech"', "unknown-source", '"web.ftech"', "mail.send"],
  ['args.file starts with "/tmp"', "not-comparable", "starts with", "web.fetch"],
  ['args.url starts with "https://example.com"', "not-comparable", "starts with", "web.fetch"],
  ['args.line starts with "rm"', "not-comparable", "starts with", "web.fetch"],
  ['args.line contains "rm"', "not-comparable", "contains", "web.fetch"],
  ["args.line contains any [secret]", "not-comparable", "contains any", "web.fetch"],
  ['args.line matches "rm.*"', "not-comparable", "matches", "web.fetch"],
  ["args.line is empty", "not-comparable", "args.line is empty", "web.fetch"],
  ["args.line > 5", "not-comparable", ">", "web.fetch"],
  ["args.line == 5", "type-mismatch", "5", "web.fetch"],
  ["args.line.programms is empty", "unknown-field", "programms", "web.fetch"],
  ["args.line.programs.name is empty", "not-a-record", "name", "web.fetch"],
  ['any p in args.line.programs: p.nmae == "rm"', "unknown-field", "nmae", "web.fetch"],
  ['any p in args.line.programs: p.args in path ["x"]', "not-comparable", "in path", "web.fetch"],
  ['any p in args.line.programs: p.path starts with "/tmp"', "not-comparable", "starts with", "web.fetch"],
  ['args.line.unresolved contains "varaible"', "dead-comparison", '"varaible"', "web.fetch"],
  ['args.range in cidr ["10.0.0.0/33"]', "invalid-literal", '"10.0.0.0/33"', "web.fetch"],
  ['args.url == "example.com"', "invalid-literal", '"example.com"', "web.fetch"],
  ["args.amount > 5", "wrong-phase", "args", "prompt"],
  ["text > 5", "not-comparable", ">", "prompt"],
  ["at - token.issued_at > 30m", "not-addable", "at"],
  ["at > 5", "wrong-unit", "5"],
  ["args.count > 5m", "type-mismatch", "5m"],
  ["args.count == true", "type-mismatch", "true"],
  ["args.express == on", "unknown-root", "on"],
  ['text == "x"', "not-comparable", "=="],
  ['(args.express and peer.mutual) starts with "x"', "not-comparable", "starts with"],
  ['origin(args.order) starts with "x"', "not-comparable", "starts with"],
  ['[args.order] starts with "x"', "not-comparable", "starts with"],
  ['origin(args.order) contains "refund"', "unknown-source", '"refund"'],
  ["origin(labels) contains user", "origin-of-many", "labels"],
  ["origin(text) contains user", "origin-of-many", "text"],
  ['foo in domain ["a.example"]', "unknown-root", "foo"],
  ['args.url contains "x"', "not-comparable", "contains", "web.fetch"],
  ["args.url.constructor is empty", "unknown-field", "constructor", "web.fetch"],
  ["args.count + foo > 3", "unknown-root", "foo"],
  ["args.count + [3] > 3", "not-addable", "[3]"],
  ['args.count + "3" > 3', "not-addable", '"3"'],
  ["args.reason == context.ticket.status", "dead-comparison", "context.ticket.status"],
  ["args.count in (args.express and peer.mutual)", "type-mismatch", "(args.express and peer.mutual)"],
  ["args.count in origin(args.order)", "type-mismatch", "origin(args.order)"],
  ["(args.express and peer.mutual) contains secret", "not-comparable", "contains"],
  ['[args.order] contains "x"', "not-comparable", "contains"],
  ['labels contains "secrt"', "quoted-vocabulary", '"secrt"'],
  ['labels contains "secret"', "quoted-vocabulary", '"secret"'],
  ["args.host in domain [args.file]", "invalid-literal", "args.file", "web.fetch"],
  ["args.host in domain [other]", "invalid-literal", "other", "web.fetch"],
  ['args.range starts with "10."', "not-comparable", "starts with", "web.fetch"],
  ['args.range ends with "/8"', "not-comparable", "ends with", "web.fetch"],
  ['text starts with "x"', "not-comparable", "starts with"],
  ["any x in args.to: origin(x) contains result.zzz of crm.*", "unknown-field", "zzz", "mail.send"],
  [
    'any x in args.to where (confidence < 5% or confidence > 6%): x == "a@b.example"',
    "where-without-binding",
    "(confidence < 5% or confidence > 6%)",
    "mail.send",
  ],
];

describe("a condition", () => {
  const withPlace = ([condition, on = "shop.refund"]: (typeof accepted)[number]) => [condition, on] as const;
  it.each(accepted.map(withPlace))("%s is well typed", (condition, on) => {
    expect(checkWhen(condition, on).diagnostics).toEqual([]);
  });

  it("that is well typed means its tree, in canonical form", async () => {
    const lines = accepted.map(withPlace).map(([condition, on]) => {
      const when = checkWhen(condition, on).policy?.gates[0]?.when;
      return `${condition}\n  ${when === undefined ? "nothing" : canonicalJson(stripSpans(when))}\n`;
    });
    await expect(lines.join("")).toMatchFileSnapshot("../../fixtures/ir/conditions.txt");
  });

  const refusals = refused.map(([condition, code, under, on = "shop.refund"]) => [condition, code, under, on] as const);
  it.each(refusals)("%s is one %s at %s", (condition, code, under, on) => {
    const checked = checkWhen(condition, on);
    expect(checked.codes).toEqual([code]);
    const source = `${world}gate probe on ${on} {\n  when ${condition}\n  deny\n}\n`;
    expect(textUnder(checked, code, source)).toBe(under);
  });

  it("that is refused is told what was found, what was expected, and what to write", async () => {
    const gates = refusals.map(([condition, , , on]) => `gate probe on ${on} {\n  when ${condition}\n  deny\n}\n`);
    await expect(renderMessages(gates, checkText)).toMatchFileSnapshot("../../fixtures/messages/conditions.txt");
  });

  it("reports every independent mistake in it", () => {
    expect(checkWhen('args.amount > 5 and args.reason == "lost" and lables contains secret').codes).toEqual([
      "wrong-unit",
      "dead-comparison",
      "unknown-root",
    ]);
  });

  it("suggests the unit: dollars for money, a percentage for confidence", () => {
    expect(checkWhen("args.amount > 500").diagnostics[0]?.help).toBe("write `500.00 USD`");
    expect(checkWhen("confidence < 0.9").diagnostics[0]?.help).toBe("write `90%`");
    expect(checkWhen("confidence < 90").diagnostics[0]?.help).toBe("write `90%`");
  });

  it("offers quotes for a bare word where text is expected, as a safe fix", () => {
    const [diagnostic] = checkWhen("args.reason == late").diagnostics;
    expect(diagnostic?.fixes[0]).toMatchObject({ safe: true, edits: [{ text: '"late"' }] });
  });
});

const whenOf = (condition: string, on?: string): CheckedCondition | undefined =>
  checkWhen(condition, on).policy?.gates[0]?.when;

describe("a checked condition", () => {
  it("has the field on the left, whichever side it was written on", () => {
    expect(whenOf("500.00 USD < args.amount")).toMatchObject({
      kind: "compare",
      operator: ">",
      left: { kind: "path", root: "args", segments: ["amount"] },
      right: { literal: { kind: "money", digits: "500", currency: "USD" } },
    });
  });

  it("writes `!=`, `not in` and `is not empty` as `not` around the positive relation", () => {
    expect(whenOf("args.count != 3")).toMatchObject({ kind: "not", operand: { kind: "compare", operator: "==" } });
    expect(whenOf('args.reason not in ["late"]')).toMatchObject({ kind: "not", operand: { kind: "one-of" } });
    expect(whenOf("args.order is not empty")).toMatchObject({ kind: "not", operand: { kind: "empty" } });
  });

  it("holds a percentage as its exact fraction and minor units as major ones", () => {
    expect(whenOf("confidence < 97.5%")).toMatchObject({ right: { literal: { digits: "0.975" } } });
    expect(whenOf("args.amount > 50001 USD minor")).toMatchObject({ right: { literal: { digits: "500.01" } } });
  });

  it("holds addresses, domains and paths in canonical form", () => {
    expect(whenOf('args.to contains "Ann@Example.COM"', "mail.send")).toMatchObject({
      values: [{ literal: { text: "ann@example.com" } }],
    });
    expect(whenOf('args.url in domain ["*.Example.com"]', "web.fetch")).toMatchObject({ patterns: ["*.example.com"] });
    expect(whenOf('args.file in path ["/srv/./data/"]', "web.fetch")).toMatchObject({ patterns: ["/srv/data"] });
  });

  it("chooses the mode of `contains` by its left side and its words", () => {
    expect(whenOf("labels contains secret")).toMatchObject({ mode: "label", quantity: "any" });
    expect(whenOf("text contains all [card, iban]")).toMatchObject({ mode: "recogniser", quantity: "all" });
    expect(whenOf('text contains "card"')).toMatchObject({ mode: "substring" });
    expect(whenOf('token.scopes contains "card"')).toMatchObject({ mode: "element" });
    expect(whenOf('"card" in token.scopes')).toMatchObject({ kind: "contains", mode: "element" });
  });

  it("types `text` as the bag of texts of a call, and as one text elsewhere", () => {
    expect(whenOf('text contains "x"')).toMatchObject({ operand: { type: { kind: "texts" } } });
    expect(whenOf('text contains "x"', "prompt")).toMatchObject({ operand: { type: { kind: "string" } } });
    expect(whenOf('text contains "x"', "prompt, mail.send")).toMatchObject({ operand: { type: { kind: "texts" } } });
  });

  it("resolves the sources of an origin", () => {
    const condition = whenOf(
      "any x in args.to: origin(x) contains any [user, crm.*, desk, result.email of crm.get_customer]",
      "mail.send",
    );
    expect(condition).toMatchObject({
      body: {
        kind: "origin",
        sources: [
          { kind: "user" },
          { kind: "tool", tools: ["crm.get_customer"] },
          { kind: "agent", agent: "desk" },
          { kind: "field", tools: ["crm.get_customer"], path: ["email"] },
        ],
      },
    });
  });

  it("reads a bare flag as `holds` and a literal as a constant", () => {
    expect(whenOf("args.express")).toMatchObject({ kind: "holds" });
    expect(whenOf("true")).toMatchObject({ kind: "constant", value: true });
  });
});

describe("two amounts", () => {
  const compare = (condition: string) =>
    checkText(
      `tool a.b {\n  args.dollars is money USD\n  args.euros is money EUR\n  args.share is decimal\n  args.wait is duration\n}\ngate g on a.b {\n  when ${condition}\n  deny\n}\n`,
    );

  it("are of one currency", () => {
    const { codes, diagnostics } = compare("args.dollars > args.euros");
    expect(codes).toEqual(["wrong-unit"]);
    expect(diagnostics[0]?.help).toBe("compare amounts of one currency; there is no exchange rate in a policy");
    expect(compare("args.dollars > args.wait").diagnostics[0]?.help).toBe(
      "state the units of both in their `tool` blocks",
    );
    expect(compare("args.dollars + args.euros > 5.00 USD").codes).toEqual(["wrong-unit"]);
  });

  it("may stand on either side of a sum, where the field says what the literal means", () => {
    expect(compare("5.00 USD + args.dollars > 9.00 USD").codes).toEqual([]);
    expect(compare("5.00 EUR + args.dollars > 9.00 USD").codes).toEqual(["wrong-unit"]);
    const refused = compare("500 + args.dollars > 600.00 USD");
    expect(refused.codes).toEqual(["wrong-unit"]);
    expect(refused.diagnostics[0]?.help).toBe("write `500.00 USD`");
  });
});

describe("what cannot be asked", () => {
  it.each([
    ['args.to in domain ["a.example"]', "mail.send", "write `every x in nonempty args.to: x in domain [..]`"],
    ['args.url.host in cidr ["10.0.0.0/8"]', "web.fetch", "ask the URL itself: `args.url in cidr [..]`"],
    ['args.host in cidr ["10.0.0.0/8"]', "web.fetch", "`in cidr` asks about an IP range"],
    ['args.order in cidr ["10.0.0.0/8"]', "shop.refund", "state in the `tool` block that `args.order` is `cidr`"],
    ['args.count in path ["/a"]', "shop.refund", "`in path` asks about a file path"],
    ['args.file in path "/a"', "web.fetch", 'write `["/a"]`'],
  ])("says what can: %s", (condition, on, help) => {
    expect(checkWhen(condition, on).diagnostics.map((one) => one.help)).toEqual([help]);
  });

  it("is told in the words of the policy", () => {
    expect(checkWhen('args.count + args.count contains "x"').diagnostics[0]?.message).toContain(
      "args.count + args.count, which is a whole number",
    );
    expect(checkWhen("any x in args.to: any y in args.cc: y > 5", "mail.send").diagnostics[0]?.message).toContain(
      "`y`, which is an e-mail address",
    );
    expect(checkWhen("args.order == 5.00 USD").diagnostics[0]?.message).toContain("text; this is an amount in USD");
  });
});

describe("a quantifier with a filter", () => {
  const over = (condition: string) =>
    checkText(
      `tool a.b {\n  args.to is list of email\n  args.note is string\n}\ntool a.c {\n  args.to is list of email\n}\ngate g on a.* {\n  when ${condition}\n  deny\n}\n`,
    ).codes;

  it("is guarded by what its filter asks for", () => {
    const inside = 'x in domain ["a.example"]';
    expect(over(`any x in args.to where (has args.note and ${inside}): args.note is empty`)).toEqual([]);
    expect(over(`any x in args.to where ${inside}: args.note is empty`)).toEqual(["unguarded-path"]);
  });

  it("asks about the bound name in some part of its filter", () => {
    const filter = (where: string) => over(`any x in args.to where ${where}: x in domain ["b.example"]`);
    expect(filter('(confidence < 50% or x in domain ["a.example"])')).toEqual([]);
    expect(filter("(confidence < 50% or confidence > 60%)")).toEqual(["where-without-binding"]);
  });
});

describe("a field that a schema leaves open", () => {
  const open = (condition: string) =>
    checkText(`tool any.thing {\n  args.data is json\n}\ngate probe on any.thing {\n  when ${condition}\n  deny\n}\n`);

  it("can be asked for presence, equality and emptiness", () => {
    expect(open('has args.data and args.data == "x" and args.data is not empty').codes).toEqual([]);
  });

  it("cannot be ordered, searched or entered", () => {
    expect(open("args.data > 5").codes).toEqual(["not-comparable"]);
    expect(open('args.data contains "x"').codes).toEqual(["not-comparable"]);
    expect(open('args.data.name == "x"').codes).toEqual(["not-a-record"]);
  });
});

describe("a field that two tools have", () => {
  const both = (one: string, other: string, condition: string) =>
    checkText(
      `tool a.b {\n  args.x is ${one}\n  args.code is string\n}\ntool a.c {\n  args.x is ${other}\n  args.code is string\n}\ngate g on a.* {\n  when ${condition}\n  deny\n}\n`,
    ).codes;

  it.each([
    ["string", "email", 'args.x == "ann@example.com"'],
    ["email", "domain", 'args.x starts with "a"'],
    ["int", "decimal", "args.x > 2.5"],
    ['"a" | "b"', '"b" | "c"', 'args.x == "c"'],
    ["money USD", "money USD", "args.x > 5.00 USD"],
    ["money in args.code", "money USD", "args.x > 5.00 USD"],
    ["money USD", "money in args.code", "args.x > 5.00 USD"],
    ["list of string", "list of email", 'args.x contains "a"'],
  ])("as %s and as %s is asked as what both are: %s", (one, other, condition) => {
    expect(both(one, other, condition)).toEqual([]);
  });

  it.each([
    ["string", "int", 'args.x == "a"'],
    ["money USD", "money EUR", "args.x > 5.00 USD"],
    ["bool", "string", "args.x"],
    ['"a" | "b"', '"b" | "c"', 'args.x == "d"'],
  ])("as %s and as %s cannot be asked: %s", (one, other, condition) => {
    expect(both(one, other, condition)).toHaveLength(1);
  });

  it("may equal another of which some values are its own", () => {
    const compare = (other: string) =>
      checkText(
        `tool a.b {\n  args.x is "a" | "b"\n  args.y is ${other}\n}\ngate g on a.b {\n  when args.x == args.y\n  deny\n}\n`,
      ).codes;
    expect(compare('"b" | "c"')).toEqual([]);
    expect(compare('"c" | "d"')).toEqual(["dead-comparison"]);
  });
});
