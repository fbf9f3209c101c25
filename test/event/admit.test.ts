import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AdmitOptions, admit } from "../../src/event/admit.ts";
import type { Catalogue, Tool } from "../../src/event/catalogue.ts";
import { conformance } from "../../src/event/conformance.ts";
import { type Event, eventKinds, type RawEvent } from "../../src/event/event.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { readEventPath } from "../../src/event/read-event-path.ts";
import { readJson } from "../../src/json/read-json.ts";
import { jsonFromPlain } from "../../src/json/write-json.ts";
import { describeField } from "../../src/value/describe-field.ts";
import { readPath } from "../../src/value/field-path.ts";
import type { Type } from "../../src/value/type.ts";

const optional = (type: Type) => ({ type, required: false });
const required = (type: Type) => ({ type, required: true });
const record = (fields: Record<string, { type: Type; required: boolean }>, additional = false): Type => ({
  kind: "record",
  fields,
  additional,
});
const tool = (args: Type, more: Partial<Tool> = {}): Tool => ({
  name: "t",
  args,
  result: { kind: "json" },
  effects: [],
  returns: [],
  trusted: [],
  untrusted: [],
  schemaDigest: "d1",
  ...more,
});
const catalogueOf = (one: Tool, context: Catalogue["context"] = {}): Catalogue => ({ tools: { t: one }, context });
const oneArgument = (type: Type): Catalogue => catalogueOf(tool(record({ x: required(type) })));
const anything = catalogueOf(tool(record({}, true)));

function rawOf(members: Record<string, unknown>): RawEvent {
  const read = readEvent({ id: "e1", session: "s1", ...members });
  if ("kind" in read) throw new Error(`${read.path}: ${read.message}`);
  return read.raw;
}
function admitted(
  members: Record<string, unknown>,
  catalogue: Catalogue = anything,
  options: AdmitOptions = {},
): Event {
  const event = admit(rawOf(members), catalogue, options);
  if (event.kind === "invalid") throw new Error(`${event.path}: ${event.message}`);
  return event;
}
/** The same from text, where lexemes matter. */
const call = (args: string, catalogue: Catalogue, more: Record<string, unknown> = {}): Event => {
  const read = readJson(args);
  return admitted({ kind: "call", tool: "t", args: read.ok ? read.value : undefined, ...more }, catalogue);
};
const shown = (event: Event, path: string): string => {
  const [root = "", ...segments] = path.split(".");
  return describeField(readEventPath(event, root as keyof Event["fields"], segments));
};
const usd = { kind: "fixed", code: "USD" } as const;
const beside = { kind: "argument", path: ["currency"] } as const;
const key = fc.constantFrom("a", "b", "c", "__proto__", "constructor", "a.b", "currency");

describe("what a result conforms to", () => {
  const catalogue = catalogueOf(tool(record({}), { result: record({ x: required({ kind: "int" }) }) }));
  const of = (members: Record<string, unknown>) => {
    const event = admit(rawOf({ kind: "result", call: "c", ...members }), catalogue);
    return event.kind === "invalid" ? undefined : describeField(conformance(event));
  };

  it("is the schema of its tool, and nobody can say where it names none", () => {
    expect(of({ tool: "t", content: { x: 1 } })).toBe("true");
    expect(of({ tool: "t", content: { x: "no" } })).toBe("false");
    expect(of({ content: { x: 1 } })).toBe("unknown: unresolved");
    expect(of({ content: { x: "no" } })).toBe("unknown: unresolved");
  });
});

describe("a catalogue", () => {
  it("says the same in whatever order it lists its fields", () => {
    const fields = { x: required({ kind: "int" }), a: required({ kind: "int" }), m: required({ kind: "bool" }) };
    const turned = Object.fromEntries(Object.entries(fields).reverse()) as typeof fields;
    const raw = rawOf({ kind: "call", tool: "t", args: { x: "1", a: "2", m: 3, z: 1, b: 2 } });
    const [one, other] = [fields, turned].map((each) => admit(raw, catalogueOf(tool(record(each)))) as Event);
    expect(one?.violations.map(({ path }) => path)).toEqual(["args.a", "args.m", "args.x"]);
    expect(one?.undeclared).toEqual(["args.b", "args.z"]);
    expect([other?.violations, other?.undeclared]).toEqual([one?.violations, one?.undeclared]);
  });
});

describe("a required argument", () => {
  const cases: readonly (readonly [Type, string, string])[] = [
    [{ kind: "bool" }, "true", "true"],
    [{ kind: "int" }, "5", "5"],
    [{ kind: "int" }, "5.0", "5"],
    [{ kind: "int" }, "1e2", "100"],
    [{ kind: "int" }, "-0", "0"],
    [{ kind: "int" }, "9007199254740993", "9007199254740993"],
    [{ kind: "int" }, "1".repeat(39), "unknown: overflow"],
    [{ kind: "decimal" }, "0.10", "0.1"],
    [{ kind: "decimal" }, "1e-400", `0.${"0".repeat(77)}…`],
    [{ kind: "decimal" }, `0.${"1".repeat(39)}`, "unknown: overflow"],
    [{ kind: "percent" }, "0", "0"],
    [{ kind: "percent" }, "1.000", "1"],
    [{ kind: "percent" }, "1.0000001", "unknown: invalid"],
    [{ kind: "percent" }, "-0.01", "unknown: invalid"],
    [{ kind: "percent" }, "97", "unknown: invalid"],
    [{ kind: "percent" }, '"97%"', "0.97"],
    [{ kind: "percent" }, '"100.0%"', "1"],
    [{ kind: "percent" }, '"101%"', "unknown: invalid"],
    [{ kind: "percent" }, '"0.97"', "unknown: invalid"],
    [{ kind: "percent" }, '"NaN"', "unknown: invalid"],
    [{ kind: "duration" }, '"15m"', "15m"],
    [{ kind: "timestamp" }, '"2027-01-01T01:00:00+01:00"', "2027-01-01T00:00:00Z"],
    [{ kind: "string" }, '"a"', '"a"'],
    [{ kind: "string", values: ["a", "b"] }, '"b"', '"b"'],
    [{ kind: "principal" }, '"ann"', '"ann"'],
    [{ kind: "email" }, '"Ann@Example.COM"', '"ann@example.com"'],
    [{ kind: "url" }, '"HTTPS://Example.com:443/a"', '"https://example.com/a"'],
    [{ kind: "command" }, `" r''m x"`, `" r''m x"`],
    [{ kind: "command" }, '""', '""'],
    [{ kind: "texts" }, '["a","b"]', '["a", "b"]'],
    [{ kind: "texts" }, '"a"', '["a"]'],
    [{ kind: "labels" }, '["pii","pci"]', "[pci, pii]"],
    [{ kind: "list", element: { kind: "int" } }, "[1,2,3,4,5,6]", "[1, 2, 3, 4, 2 more]"],
    [{ kind: "list", element: { kind: "int" } }, "[]", "[]"],
    [{ kind: "money", currency: usd, unit: "major" }, "500", "500.00 USD"],
    [{ kind: "money", currency: usd, unit: "major" }, "0.001", "0.001 USD"],
    [{ kind: "money", currency: usd, unit: "minor" }, "50001", "500.01 USD"],
    [{ kind: "money", currency: usd, unit: "minor" }, "-1", "-0.01 USD"],
    [{ kind: "money", currency: { kind: "fixed", code: "JPY" }, unit: "minor" }, "500", "500 JPY"],
    [{ kind: "money", currency: usd, unit: "major" }, "9".repeat(39), "unknown: overflow"],
    [{ kind: "json" }, '{"b":[null,true,1.50,"x"],"a":null}', '{ b: [absent, true, 1.5, "x"] }'],
  ];
  it.each(cases)("of type %j reads %s as %s", (type, json, expected) => {
    const event = call(`{"x":${json}}`, oneArgument(type));
    expect(shown(event, "args.x")).toBe(expected);
    expect(event.violations).toEqual([]);
  });

  const illTyped: readonly (readonly [Type, string])[] = [
    [{ kind: "bool" }, '"true"'],
    [{ kind: "bool" }, "1"],
    [{ kind: "int" }, '"5"'],
    [{ kind: "int" }, "5.5"],
    [{ kind: "int" }, "null"],
    [{ kind: "decimal" }, '"0.1"'],
    [{ kind: "percent" }, "true"],
    [{ kind: "duration" }, "900"],
    [{ kind: "duration" }, '"a while"'],
    [{ kind: "timestamp" }, '"2027-01-01"'],
    [{ kind: "timestamp" }, "1767225600"],
    [{ kind: "string" }, "5"],
    [{ kind: "string", values: ["a", "b"] }, '"B"'],
    [{ kind: "email" }, '"Ann <ann@example.com>"'],
    [{ kind: "url" }, '"example.com/a"'],
    [{ kind: "url" }, '"https://a@b.example"'],
    [{ kind: "command" }, '["ls"]'],
    [{ kind: "texts" }, "[1]"],
    [{ kind: "labels" }, '"pii"'],
    [{ kind: "list", element: { kind: "int" } }, "5"],
    [{ kind: "money", currency: usd, unit: "major" }, '"500.00"'],
    [{ kind: "money", currency: usd, unit: "minor" }, "500.5"],
    [record({}), "[]"],
  ];
  it.each(illTyped)("of type %j refuses %s", (type, json) => {
    const event = call(`{"x":${json}}`, oneArgument(type));
    expect(shown(event, "args.x")).toBe("unknown: ill_typed");
    expect(event.violations.map(({ path }) => path)).toEqual(["args.x"]);
    expect(event.hashes.action()).toBeUndefined();
  });

  it("that is missing is absent, and a violation", () => {
    const event = call("{}", oneArgument({ kind: "int" }));
    expect(shown(event, "args.x")).toBe("absent");
    expect(event.violations).toEqual([{ path: "args.x", expected: "a whole number", found: "nothing" }]);
  });

  it("that is missing from a call without arguments is a violation too", () => {
    const event = admitted({ kind: "call", tool: "t" }, oneArgument({ kind: "int" }));
    expect(event.violations.map(({ path }) => path)).toEqual(["args.x"]);
  });

  it("is looked for among own members only", () => {
    const event = call("{}", catalogueOf(tool(record({ toString: optional({ kind: "string" }) }))));
    expect(shown(event, "args.toString")).toBe("absent");
  });
});

describe("an optional argument", () => {
  const catalogue = catalogueOf(
    tool(record({ x: optional({ kind: "int" }), deep: optional(record({ y: required({ kind: "int" }) })) })),
  );

  it.each(["{}", '{"x":null}'])("is absent in %s, without a violation", (args) => {
    const event = call(args, catalogue);
    expect(shown(event, "args.x")).toBe("absent");
    expect(event.violations).toEqual([]);
  });

  it("has its own required members only where it is there", () => {
    expect(call("{}", catalogue).violations).toEqual([]);
    expect(call('{"deep":{}}', catalogue).violations.map(({ path }) => path)).toEqual(["args.deep.y"]);
  });
});

describe("undeclared arguments", () => {
  const closed = record({ a: optional(record({ b: optional({ kind: "int" }) })) });

  it("are listed at every depth and keep their values", () => {
    const event = call('{"a":{"b":1,"c":2},"odd key":3,"__proto__":4}', catalogueOf(tool(closed)));
    expect([...event.undeclared].sort()).toEqual(["args.__proto__", "args.a.c", 'args["odd key"]']);
    expect(shown(event, "args.a.c")).toBe("2");
    expect(event.violations).toEqual([]);
  });

  it("are allowed where the schema states additional properties", () => {
    expect(call('{"x":1}', anything).undeclared).toEqual([]);
  });

  it("of a tool that no catalogue knows are none: everything is as it stands", () => {
    const event = admitted({ kind: "call", tool: "constructor", args: { a: { b: "x" } } }, anything);
    expect(event.undeclared).toEqual([]);
    expect(event.violations).toEqual([]);
    expect(shown(event, "args.a.b")).toBe('"x"');
  });
});

describe("money in the currency of another argument", () => {
  const catalogue = catalogueOf(
    tool(
      record({
        amount: required({ kind: "money", currency: beside, unit: "minor" }),
        currency: optional({ kind: "string" }),
      }),
    ),
  );

  it.each([
    ['{"amount":150000,"currency":"usd"}', "1500.00 USD"],
    ['{"amount":150000,"currency":"JPY"}', "150000 JPY"],
    ['{"amount":150000,"currency":"KwD"}', "150.000 KWD"],
    ['{"amount":150000,"currency":"ZZZ"}', "unknown: unresolved"],
    ['{"amount":150000,"currency":"XAU"}', "unknown: unresolved"],
    ['{"amount":150000,"currency":""}', "unknown: unresolved"],
    ['{"amount":150000,"currency":null}', "unknown: unresolved"],
    ['{"amount":150000}', "unknown: unresolved"],
  ])("reads %s as %s", (args, expected) => {
    expect(shown(call(args, catalogue), "args.amount")).toBe(expected);
  });

  it("is unknown like its currency", () => {
    const event = call('{"amount":1}', catalogue, { not_recorded: ["args.currency"] });
    expect(shown(event, "args.amount")).toBe("unknown: not_recorded");
  });

  it("takes the currency beside it in a list", () => {
    const item = record({
      price: required({ kind: "money", currency: { kind: "argument", path: ["items", "currency"] }, unit: "major" }),
      total: optional({ kind: "money", currency: { kind: "argument", path: ["currency"] }, unit: "major" }),
      currency: required({ kind: "string" }),
    });
    const lists = catalogueOf(
      tool(record({ items: required({ kind: "list", element: item }), currency: required({ kind: "string" }) })),
    );
    const event = call(
      '{"items":[{"price":1,"currency":"EUR"},{"price":2,"total":3,"currency":"USD"}],"currency":"CHF"}',
      lists,
    );
    expect(shown(event, "args.items")).toBe(
      '[{ currency: "EUR", price: 1.00 EUR }, { currency: "USD", price: 2.00 USD, total: 3.00 CHF }]',
    );
  });

  it("takes the currency of the element around a list within it", () => {
    const price = required({
      kind: "money",
      currency: { kind: "argument", path: ["items", "currency"] },
      unit: "major",
    });
    const item = record({
      lines: required({ kind: "list", element: record({ price }) }),
      currency: required({ kind: "string" }),
    });
    const event = call(
      '{"items":[{"lines":[{"price":1}],"currency":"EUR"},{"lines":[{"price":2}],"currency":"USD"}]}',
      catalogueOf(tool(record({ items: required({ kind: "list", element: item }) }))),
    );
    const items = event.fields.args.state === "value" && readEventPath(event, "args", ["items"]);
    const inner =
      items && items.state === "value" && items.value.kind === "list"
        ? items.value.items.map((one) => describeField(readPath(one, ["lines"])))
        : [];
    expect(inner).toEqual(["[{ price: 1.00 EUR }]", "[{ price: 2.00 USD }]"]);
  });

  it("names the element in a violation", () => {
    const lists = oneArgument({ kind: "list", element: { kind: "money", currency: usd, unit: "major" } });
    expect(call('{"x":[1,"2"]}', lists).violations.map(({ path }) => path)).toEqual(["args.x[1]"]);
  });
});

describe("what is not recorded", () => {
  const catalogue = catalogueOf(
    tool(record({ amount: required({ kind: "int" }), who: optional(record({ name: optional({ kind: "string" }) })) })),
  );
  const withGaps = (paths: readonly string[], args?: string) => {
    const read = args === undefined ? undefined : readJson(args);
    return admitted(
      { kind: "call", tool: "t", args: read?.ok ? read.value : undefined, not_recorded: paths },
      catalogue,
    );
  };

  it("is no violation though it is required", () => {
    const event = withGaps(["args.amount"], "{}");
    expect(shown(event, "args.amount")).toBe("unknown: not_recorded");
    expect(event.violations).toEqual([]);
    expect(event.hashes.action()).toBeUndefined();
  });

  it("covers all that lies below its path", () => {
    const event = withGaps(["args"]);
    expect(shown(event, "args.who.name")).toBe("unknown: not_recorded");
    expect(shown(event, "text")).toBe("unknown: not_recorded");
    expect(event.violations).toEqual([]);
  });

  it("does not cover what stands beside it", () => {
    const event = withGaps(["args.who.name"], '{"amount":1}');
    expect(shown(event, "args.amount")).toBe("1");
    expect(shown(event, "args.who.name")).toBe("unknown: not_recorded");
    expect(shown(event, "args.who.age")).toBe("absent");
  });

  it("leaves the bag of texts open", () => {
    expect(shown(withGaps(["args.who"], '{"amount":1}'), "text")).toBe("[…]");
  });

  it("may be a member that no schema knows", () => {
    expect(shown(withGaps(["args.extra.deep"], '{"amount":1}'), "args.extra.deep")).toBe("unknown: not_recorded");
  });

  it("holds for the elements of a list", () => {
    const lists = oneArgument({
      kind: "list",
      element: record({ a: required({ kind: "int" }), b: required({ kind: "int" }) }),
    });
    const event = call('{"x":[{"a":1},{"a":2}]}', lists, { not_recorded: ["args.x.b"] });
    expect(shown(event, "args.x")).toBe("[{ a: 1, b: unknown: not_recorded }, { a: 2, b: unknown: not_recorded }]");
    expect(event.violations).toEqual([]);
  });

  it("is found under a key with dots", () => {
    const event = call('{"a.b":1,"x":"y"}', anything, { not_recorded: ["args.a.b"] });
    expect(shown(event, "args.x")).toBe('"y"');
    expect(event.hashes.action()).toBeUndefined();
  });

  it.each(["agent", "purpose", "confidence", "cost", "at", "chain", "token", "peer", "egress", "context"])(
    "makes %s unknown",
    (root) => {
      expect(shown(admitted({ kind: "heartbeat", not_recorded: [root] }), root)).toBe("unknown: not_recorded");
      expect(shown(admitted({ kind: "heartbeat" }), root)).toBe("absent");
    },
  );

  it.each([
    [{ kind: "call", tool: "t", args: { amount: 1 }, not_recorded: ["cost", "args.amount"] }, "not_recorded[1]"],
    [{ kind: "call", tool: "t", args: { amount: null }, not_recorded: ["args.amount"] }, "not_recorded[0]"],
    [{ kind: "call", tool: "t", args: {}, not_recorded: ["args"] }, "not_recorded[0]"],
    [{ kind: "call", tool: "t", args: { x: [{}, { b: 1 }] }, not_recorded: ["args.x.b"] }, "not_recorded[0]"],
    [{ kind: "result", content: { a: 1 }, not_recorded: ["result.a"] }, "not_recorded[0]"],
    [{ kind: "result", content: "x", not_recorded: ["content"] }, "not_recorded[0]"],
    [{ kind: "heartbeat", at: "2026-01-01T00:00:00Z", not_recorded: ["at"] }, "not_recorded[0]"],
    [{ kind: "heartbeat", token: { verified: true }, not_recorded: ["token"] }, "not_recorded[0]"],
    [{ kind: "heartbeat", chain: [{ user: "u", roles: [] }], not_recorded: ["chain.roles"] }, "not_recorded[0]"],
    [{ kind: "prompt", text: "", not_recorded: ["text"] }, "not_recorded[0]"],
  ])("cannot be there: %j", (members, path) => {
    expect(admit(rawOf(members), catalogue)).toMatchObject({ kind: "invalid", id: "e1", path });
  });
});

describe("the token", () => {
  const good = {
    verified: true,
    subject: "spiffe://a",
    scopes: ["x"],
    issued_at: "2026-01-01T00:00:00Z",
    expires_at: "2026-01-01T00:15:00Z",
    claims: { tier: "gold" },
  };
  const token = (more: Record<string, unknown>, gaps: readonly string[] = []) =>
    admitted({ kind: "heartbeat", token: { ...good, ...more }, not_recorded: gaps });

  it("has its members and its lifetime", () => {
    expect(shown(token({}), "token.subject")).toBe('"spiffe://a"');
    expect(shown(token({}), "token.claims.tier")).toBe('"gold"');
    expect(shown(token({}), "token.lifetime")).toBe("15m");
    expect(shown(token({}), "token.ttl")).toBe("15m");
  });

  it.each(["subject", "scopes", "issued_at", "expires_at", "claims.tier", "claims.other", "lifetime", "ttl"])(
    "says nothing about %s where nobody verified it",
    (path) => {
      for (const verified of [false, undefined])
        expect(shown(token({ verified }), `token.${path}`)).toBe("unknown: unverified");
      expect(shown(admitted({ kind: "heartbeat", token: { verified: false } }), `token.${path}`)).toBe(
        "unknown: unverified",
      );
      expect(shown(token({ verified: undefined }, ["token.verified"]), `token.${path}`)).toBe("unknown: not_recorded");
    },
  );

  it("without an expiry has no lifetime", () => {
    expect(shown(token({ expires_at: undefined }), "token.ttl")).toBe("absent");
  });

  it("whose expiry was not recorded has an unknown lifetime", () => {
    expect(shown(token({ expires_at: undefined }, ["token.expires_at"]), "token.ttl")).toBe("unknown: not_recorded");
  });

  it("that expires before it was issued has an invalid lifetime", () => {
    expect(shown(token({ expires_at: "2025-12-31T23:59:59Z" }), "token.ttl")).toBe("unknown: invalid");
  });
});

describe("the context", () => {
  const catalogue = catalogueOf(tool(record({})), {
    "ticket.status": { type: { kind: "string", values: ["open", "closed"] }, from: "host" },
    "ticket.owner": { type: { kind: "email" }, from: "token" },
    score: { type: { kind: "percent" }, from: "model" },
  });
  const context = (value: unknown, more: Record<string, unknown> = {}) =>
    admitted({ kind: "heartbeat", context: value, ...more }, catalogue);

  it("is typed by its declarations", () => {
    expect(shown(context({ ticket: { status: "open" }, score: 0.5 }), "context.ticket.status")).toBe('"open"');
    expect(shown(context({ ticket: { status: "open" }, score: 0.5 }), "context.score")).toBe("0.5");
  });

  it("has violations of its own", () => {
    const event = context({ ticket: { status: "ajar" } });
    expect(event.violations).toEqual([
      { path: "context.ticket.status", expected: 'one of "open", "closed"', found: "a text" },
    ]);
    expect(shown(event, "context.ticket.status")).toBe("unknown: ill_typed");
  });

  it("may be missing in part without a violation", () => {
    expect(shown(context({}), "context.ticket.status")).toBe("absent");
    expect(context({}).violations).toEqual([]);
  });

  it("may hold what nobody declared", () => {
    expect(shown(context({ more: [1] }), "context.more")).toBe("[1]");
  });

  it("is believed about a token only where the token was verified", () => {
    const given = { ticket: { owner: "ann@example.com" } };
    expect(shown(context(given), "context.ticket.owner")).toBe("unknown: unverified");
    expect(shown(context(undefined), "context.ticket.owner")).toBe("unknown: unverified");
    expect(shown(context(given, { not_recorded: ["token"] }), "context.ticket.owner")).toBe("unknown: not_recorded");
    expect(shown(context(given, { token: { verified: true } }), "context.ticket.owner")).toBe('"ann@example.com"');
  });
});

describe("the envelope", () => {
  it("knows the hour of its time", () => {
    expect(shown(admitted({ kind: "heartbeat", at: "2026-01-01T01:30:00+02:00" }), "at.utc_hour")).toBe("23");
    expect(shown(admitted({ kind: "heartbeat", not_recorded: ["at"] }), "at.utc_hour")).toBe("unknown: not_recorded");
  });

  it("knows how many agents stand in the chain", () => {
    const chain = [{ user: "u" }, { agent: "a" }, { agent: "b" }];
    expect(shown(admitted({ kind: "heartbeat", agent: "b", chain }), "chain.depth")).toBe("2");
    expect(shown(admitted({ kind: "heartbeat", agent: "b" }), "chain.depth")).toBe("1");
    expect(shown(admitted({ kind: "heartbeat" }), "chain.depth")).toBe("absent");
    expect(shown(admitted({ kind: "heartbeat", not_recorded: ["chain"] }), "chain.depth")).toBe(
      "unknown: not_recorded",
    );
  });

  it("has the chain as principals and as records", () => {
    const event = admitted({ kind: "heartbeat", chain: [{ user: "u", roles: ["r"] }, { agent: "a" }] });
    expect(event.chain).toEqual({
      state: "value",
      principals: [
        { kind: "user", user: "u", roles: ["r"] },
        { kind: "agent", agent: "a" },
      ],
    });
    expect(shown(event, "chain")).toBe('[{ roles: ["r"], user: "u" }, { agent: "a" }]');
  });

  it("contradicts itself where the chain ends with another agent", () => {
    const raw = rawOf({ kind: "heartbeat", agent: "b", chain: [{ agent: "b" }, { agent: "a" }] });
    expect(admit(raw, anything)).toMatchObject({ kind: "invalid", path: "chain" });
  });

  it("has a confidence as a fraction, and an invalid one as unknown", () => {
    expect(shown(admitted({ kind: "heartbeat", confidence: "97%" }), "confidence")).toBe("0.97");
    expect(shown(admitted({ kind: "heartbeat", confidence: 90 }), "confidence")).toBe("unknown: invalid");
    expect(shown(admitted({ kind: "heartbeat", confidence: "high" }), "confidence")).toBe("unknown: invalid");
  });

  it("has an egress in canonical form", () => {
    const event = admitted({
      kind: "heartbeat",
      egress: { url: "https://API.example.com/x?y", method: "post", type: "Application/JSON; charset=utf-8" },
    });
    expect(shown(event, "egress.url.host")).toBe('"api.example.com"');
    expect(shown(event, "egress.method")).toBe('"POST"');
    expect(shown(event, "egress.type")).toBe('"application/json"');
  });

  it("reports an egress whose URL does not parse", () => {
    const event = admitted({ kind: "heartbeat", egress: { url: "api.example.com" } });
    expect(shown(event, "egress.url")).toBe("unknown: ill_typed");
    expect(event.violations.map(({ path }) => path)).toEqual(["egress.url"]);
  });

  it("tells a missing tenant from one that was not recorded", () => {
    expect(admitted({ kind: "heartbeat" }).tenant.state).toBe("absent");
    expect(admitted({ kind: "heartbeat", not_recorded: ["tenant"] }).tenant.state).toBe("unrecorded");
  });

  it("keeps what the host supplies as labels, and the recipient of a message", () => {
    expect(admitted({ kind: "heartbeat", labels: ["pii"] }).hostLabels).toEqual(["pii"]);
    expect(admitted({ kind: "heartbeat" }).hostLabels).toBeUndefined();
    expect(shown(admitted({ kind: "message", to: "mail" }), "recipient")).toBe('"mail"');
  });

  it("knows of a result without a tool that it has one", () => {
    expect(shown(admitted({ kind: "result", content: 1 }), "tool")).toBe("unknown: not_recorded");
    expect(shown(admitted({ kind: "prompt", text: "x" }), "tool")).toBe("absent");
  });
});

describe("the text of a call", () => {
  it("is its string leaves in the order of sorted keys, with keys that no schema declares", () => {
    const type = record({
      to: required({ kind: "list", element: { kind: "email" } }),
      body: required({ kind: "json" }),
    });
    const event = call('{"to":["B@x.org","a@x.org"],"body":{"z":"1","k":[true,"2",3]}}', catalogueOf(tool(type)));
    const text = event.fields.text;
    const items = text.state === "value" && text.value.kind === "list" ? text.value.items.map(describeField) : [];
    expect(items).toEqual(['"k"', '"2"', '"z"', '"1"', '"B@x.org"', '"a@x.org"']);
  });
});

describe("a result", () => {
  const customer = record({
    email: required({ kind: "email" }),
    tags: optional({ kind: "list", element: { kind: "string" } }),
  });
  const crm = (more: Partial<Tool> = {}) => catalogueOf(tool(record({}), { result: customer, ...more }));
  const result = (
    content: unknown,
    catalogue: Catalogue,
    more: Record<string, unknown> = {},
    options: AdmitOptions = {},
  ) => admitted({ kind: "result", tool: "t", content, ...more }, catalogue, options);

  it("in JSON has fields, texts and parts without the indices of lists", () => {
    const event = result({ tags: ["x", "y"], email: "A@b.example" }, crm());
    expect(shown(event, "result.email")).toBe('"a@b.example"');
    expect(shown(event, "text")).toBe('["A@b.example", "x", "y"]');
    expect(event.parts).toEqual([
      { path: ["email"], text: "A@b.example" },
      { path: ["tags"], text: "x" },
      { path: ["tags"], text: "y" },
    ]);
    expect(event.partsComplete).toBe(true);
  });

  it("has parts for numbers as written and for undeclared keys", () => {
    const read = readJson('{"iban":1.50,"ann@x.org":{"n":1},"list":[{"k":1},{"k":2}]}');
    const event = result(read.ok ? read.value : null, anything);
    expect(event.parts).toContainEqual({ path: ["iban"], text: "1.50" });
    expect(event.parts).toContainEqual({ path: [], text: "ann@x.org" });
    expect(event.parts.filter(({ text }) => text === "k")).toEqual([{ path: ["list"], text: "k" }]);
  });

  it("that contradicts its schema has violations", () => {
    expect(result({ email: "nobody" }, crm()).violations.map(({ path }) => path)).toEqual(["result.email"]);
  });

  it("that is a text has fields where its tool says how to read it", () => {
    const event = result('{"email":"a@b.example"}', crm({ resultFormat: "json" }));
    expect(shown(event, "result.email")).toBe('"a@b.example"');
    expect(shown(event, "text")).toBe('"{\\"email\\":\\"a@b.example\\"}"');
    expect(event.parts).toEqual([
      { path: [], text: '{"email":"a@b.example"}' },
      { path: ["email"], text: "a@b.example" },
    ]);
    expect(event.partsComplete).toBe(true);
  });

  it("in YAML is read by the reader that is given", () => {
    const readYaml = (text: string) =>
      text === "email: a@b.example" ? jsonFromPlain({ email: "a@b.example" }) : undefined;
    const event = result("email: a@b.example", crm({ resultFormat: "yaml" }), {}, { readYaml });
    expect(shown(event, "result.email")).toBe('"a@b.example"');
  });

  it.each([
    ["a text that is no JSON", "{email", "json"],
    ["JSON with a key twice", '{"email":"a@b.example","email":"c@d.example"}', "json"],
    ["YAML without a reader", "email: a@b.example", "yaml"],
  ] as const)("is unreadable where it is %s, and its text stays", (_, content, resultFormat) => {
    const event = result(content, crm({ resultFormat }));
    expect(shown(event, "result.email")).toBe("unknown: unreadable");
    expect(event.parts).toEqual([{ path: [], text: content }]);
    expect(event.partsComplete).toBe(false);
    expect(event.violations).toEqual([]);
    expect(event.fields.text).toEqual({ state: "value", value: { kind: "text", text: content } });
  });

  it("that is a text nobody says how to read has no fields, but is all there", () => {
    const typed = result("email: a@b.example", crm());
    expect(shown(typed, "result.email")).toBe("unknown: unreadable");
    expect(typed.partsComplete).toBe(true);
    expect(shown(result("x", anything), "result.email")).toBe("unknown: unreadable");
    expect(shown(result("x", anything), "result")).toBe('"x"');
  });

  it("recorded in part is open", () => {
    const event = result({ tags: ["x"] }, crm(), { complete: false });
    expect(shown(event, "result.email")).toBe("unknown: not_recorded");
    expect(shown(event, "result.tags")).toBe('["x", …]');
    expect(shown(event, "text")).toBe('["x", …]');
    expect(event.partsComplete).toBe(false);
    expect(event.violations).toEqual([]);
    expect(event.hashes.action()).toBeUndefined();
  });

  it("whose text is cut off does not claim to be all of it", () => {
    const event = result("the begin", anything, { complete: false });
    expect(shown(event, "text")).toBe('["the begin", …]');
    expect(event.partsComplete).toBe(false);
    expect(event.hashes.action()).toBeUndefined();
  });

  it("with a field that was not recorded knows the others", () => {
    const event = result({ tags: [] }, crm(), { not_recorded: ["result.email"] });
    expect(shown(event, "result.email")).toBe("unknown: not_recorded");
    expect(shown(event, "result.tags")).toBe("[]");
    expect(event.partsComplete).toBe(false);
  });

  it.each([
    [{}, "absent", true],
    [{ content: null }, "absent", true],
    [{ not_recorded: ["result"] }, "unknown: not_recorded", false],
    [{ not_recorded: ["content"] }, "unknown: not_recorded", false],
    [{ complete: false }, "unknown: not_recorded", false],
  ])("without content (%j) is %s", (members, expected, complete) => {
    const event = admitted({ kind: "result", tool: "t", ...members }, crm());
    expect(shown(event, "result")).toBe(expected);
    expect(shown(event, "text")).toBe(expected);
    expect(event.partsComplete).toBe(complete);
    expect(event.violations).toEqual([]);
  });
});

describe("prompts, messages, outputs and errors", () => {
  it.each([
    [{ kind: "prompt", text: "pay ann" }, [{ path: [], text: "pay ann" }]],
    [{ kind: "message", to: "mail", text: "pay ann" }, [{ path: [], text: "pay ann" }]],
    [{ kind: "output", text: "pay ann" }, []],
  ])("%j has its text, and parts if the agent reads it", (members, parts) => {
    const event = admitted(members);
    expect(shown(event, "text")).toBe('"pay ann"');
    expect(event.parts).toEqual(parts);
  });

  it("an error has parts, for the agent reads its message", () => {
    expect(admitted({ kind: "error", message: "no ann@x.org" }).parts).toEqual([{ path: [], text: "no ann@x.org" }]);
  });

  it.each([
    ["prompt", '["pay ann", …]', "unknown: not_recorded", false],
    ["message", '["pay ann", …]', "unknown: not_recorded", false],
    ["output", '["pay ann", …]', "unknown: not_recorded", true],
  ])("a %s of which more than the text was there does not claim to be all of it", (kind, some, none, complete) => {
    const members = { kind, complete: false, ...(kind === "message" ? { to: "mail" } : {}) };
    const event = admitted({ ...members, text: "pay ann" });
    expect([shown(event, "text"), event.partsComplete]).toEqual([some, complete]);
    expect(event.parts).toEqual(kind === "output" ? [] : [{ path: [], text: "pay ann" }]);
    expect(event.hashes.action()).toBeUndefined();
    const bare = admitted(members);
    expect([shown(bare, "text"), bare.partsComplete, bare.hashes.action()]).toEqual([none, complete, undefined]);
    expect(admitted({ ...members, complete: true, text: "pay ann" }).partsComplete).toBe(true);
  });

  it("without a recorded text are incomplete", () => {
    const event = admitted({ kind: "prompt", not_recorded: ["text"] });
    expect(shown(event, "text")).toBe("unknown: not_recorded");
    expect(event.partsComplete).toBe(false);
    expect(event.hashes.action()).toBeUndefined();
  });
});

describe("admit", () => {
  const typeOf = fc.letrec<{ type: Type }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      fc
        .constantFrom(
          "bool",
          "int",
          "decimal",
          "percent",
          "duration",
          "timestamp",
          "email",
          "domain",
          "path",
          "cidr",
          "iban",
          "phone",
          "url",
          "command",
          "texts",
          "labels",
          "principal",
          "json",
          "string",
        )
        .map((kind) => ({ kind }) as Type),
      fc.constantFrom<Type>(
        { kind: "string", values: ["a"] },
        { kind: "money", currency: { kind: "fixed", code: "USD" }, unit: "minor" },
        { kind: "money", currency: { kind: "argument", path: ["a", "b"] }, unit: "major" },
      ),
      tie("type").map((element): Type => ({ kind: "list", element })),
      fc
        .tuple(
          fc.dictionary(key, fc.record({ type: tie("type"), required: fc.boolean() }), { maxKeys: 3 }),
          fc.boolean(),
        )
        .map(([fields, additional]): Type => ({ kind: "record", fields, additional })),
    ),
  }));
  const text = fc.oneof(
    fc.constantFrom("a", "USD", "97%", "15m", "2026-01-01T00:00:00Z", "https://a.example", "a@b.example", "{}"),
    fc.string({ unit: "binary" }).filter((one) => !/\p{Surrogate}/u.test(one)),
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.constantFrom(null, true, false),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      text,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  })).value;

  it("never throws and never answers twice differently, whatever the arguments and the catalogue", () => {
    const paths = fc.array(
      fc
        .tuple(
          fc.constantFrom("args", "result", "token", "context", "text", "chain"),
          fc.array(fc.constantFrom("a", "b", "verified"), { maxLength: 2 }),
        )
        .map(([root, rest]) => [root, ...rest].join(".")),
      { maxLength: 3 },
    );
    let valid = 0;
    fc.assert(
      fc.property(
        typeOf.type,
        typeOf.type,
        fc.constantFrom(undefined, "json", "yaml"),
        json,
        fc.constantFrom("call", "result"),
        paths,
        fc.dictionary(key, json, { maxKeys: 3 }),
        (args, result, resultFormat, value, kind, gaps, context) => {
          const catalogue: Catalogue = {
            tools: {
              t: tool(args, {
                result,
                ...(resultFormat === undefined ? {} : { resultFormat: resultFormat as "json" }),
              }),
            },
            context: { a: { type: args, from: "token" }, "b.a": { type: result, from: "host" } },
          };
          const body = kind === "call" ? { args: { a: value, b: context } } : { content: value };
          const read = readEvent({
            kind,
            id: "e",
            session: "s",
            tool: "t",
            ...body,
            context,
            not_recorded: gaps,
            token: { claims: context },
          });
          if ("kind" in read) throw new Error(read.message);
          const options = { readYaml: (one: string) => jsonFromPlain({ a: one }) };
          const first = admit(read.raw, catalogue, options);
          expect(admit(read.raw, catalogue, options)).toEqual(first);
          if (first.kind === "invalid") return;
          valid += 1;
          for (const field of Object.values(first.fields)) expect(describeField(field).length).toBeLessThanOrEqual(240);
        },
      ),
      { numRuns: 1000 },
    );
    expect(valid).toBeGreaterThan(200);
  });

  it("never throws on what readEvent lets through, whatever its kind", () => {
    const member = fc.constantFrom(
      "at",
      "agent",
      "chain",
      "token",
      "peer",
      "egress",
      "confidence",
      "cost",
      "text",
      "content",
      "args",
      "message",
      "labels",
    );
    const small = fc.oneof(
      json,
      fc.constantFrom([{ agent: "a" }], { verified: true }, { url: "x" }, "2026-01-01T00:00:00Z", {}),
    );
    let seen = 0;
    fc.assert(
      fc.property(fc.constantFrom(...eventKinds), fc.dictionary(member, small, { maxKeys: 2 }), (kind, members) => {
        const needs = {
          tool: "t",
          outcome: "block",
          to: "m",
          by: "b",
          roles: [],
          task: "k",
          digest: "d",
          statement: "s",
        };
        const own =
          kind === "verification" ? { by: { agent: "a" } } : kind === "revocation" ? { subject: { user: "u" } } : {};
        for (const extra of [
          {},
          ...Object.entries(needs).map(([name, value]) => ({ [name]: value })),
          { by: "b", roles: [] },
        ]) {
          const read = readEvent({ kind, id: "e", session: "s", ...extra, ...own, ...members });
          if ("kind" in read) continue;
          seen += 1;
          const event = admit(read.raw, anything);
          expect([kind, "invalid"]).toContain(event.kind);
        }
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
