import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admit } from "../../src/event/admit.ts";
import type { Catalogue, Tool } from "../../src/event/catalogue.ts";
import type { Event } from "../../src/event/event.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { jsonNumber } from "../../src/json/json-value.ts";
import { sha256 } from "../../src/json/sha256.ts";
import type { Type } from "../../src/value/type.ts";

const optional = (type: Type) => ({ type, required: false });
const pay: Tool = {
  name: "pay",
  args: {
    kind: "record",
    additional: true,
    fields: {
      amount: optional({ kind: "money", currency: { kind: "argument", path: ["currency"] }, unit: "major" }),
      to: optional({ kind: "email" }),
      link: optional({ kind: "url" }),
      line: optional({ kind: "command" }),
      when: optional({ kind: "timestamp" }),
      rate: optional({ kind: "decimal" }),
    },
  },
  result: { kind: "json" },
  effects: ["pays"],
  returns: [],
  trusted: [],
  untrusted: [],
  schemaDigest: "digest-1",
};
const catalogueOf = (tool: Tool): Catalogue => ({ tools: { pay: tool }, context: {} });

const envelope = {
  kind: "call",
  id: "e1",
  session: "s1",
  tool: "pay",
  tenant: "acme",
  purpose: "support",
  agent: "refund",
  chain: [{ user: "u-17", roles: ["support", "sales"] }, { agent: "refund" }],
};

function eventOf(members: Record<string, unknown>, tool: Tool = pay): Event {
  const read = readEvent(members);
  if ("kind" in read) throw new Error(read.message);
  const event = admit(read.raw, catalogueOf(tool), {});
  if (event.kind === "invalid") throw new Error(event.message);
  return event;
}
const hashOf = (more: Record<string, unknown>, tool: Tool = pay) =>
  eventOf({ ...envelope, ...more }, tool).hashes.action();
const argsHash = (args: unknown) => hashOf({ args });
const number = (lexeme: string) => jsonNumber(lexeme);

describe("the action hash", () => {
  it("is SHA-256 over RFC 8785 of the typed action", () => {
    const expected = {
      chain: [{ roles: ["sales", "support"], user: "u-17" }, { agent: "refund" }],
      content: { fields: { amount: { amount: "500", currency: "USD" }, currency: "usd", note: { number: "5" } } },
      kind: "call",
      purpose: "support",
      schema: "digest-1",
      tenant: "acme",
      tool: "pay",
    };
    expect(argsHash({ note: 5, amount: number("500.00"), currency: "usd" })).toBe(sha256(canonicalJson(expected)));
  });

  it.each([
    ["digits that do not count", { rate: number("500") }, { rate: number("500.00") }],
    ["an exponent", { rate: number("500") }, { rate: number("5e2") }],
    ["the sign of zero", { rate: number("0") }, { rate: number("-0.0") }],
    ["the order of keys", { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 }],
    ["the spelling of an address", { to: "Ann@X.org" }, { to: "ann@x.org" }],
    ["the spelling of a URL", { link: "https://X.org:443" }, { link: "https://x.org/" }],
    ["the zone of a time", { when: "2026-01-01T00:00:00Z" }, { when: "2026-01-01T02:00:00+02:00" }],
    ["null for an optional argument", { to: null }, {}],
  ])("does not depend on %s", (_, left, right) => {
    expect(argsHash(left)).toBeDefined();
    expect(argsHash(left)).toBe(argsHash(right));
  });

  it.each([
    ["the number 5 and the text 5", { x: 5 }, { x: "5" }],
    ["a number and a record that looks like its form", { x: 5 }, { x: { number: "5" } }],
    ["a record and a record that looks like its form", { x: { a: true } }, { x: { fields: { a: true } } }],
    ["true and the text true", { x: true }, { x: "true" }],
    ["a text and a list of it", { x: "a" }, { x: ["a"] }],
    ["5 and 0.5", { rate: number("5") }, { rate: number("0.5") }],
    ["500 and 5", { rate: number("500") }, { rate: number("5") }],
    ["5 and -5", { rate: number("5") }, { rate: number("-5") }],
    [
      "amounts that differ by a point",
      { amount: number("15"), currency: "USD" },
      { amount: number("1.5"), currency: "USD" },
    ],
    ["currencies", { amount: 15, currency: "USD" }, { amount: 15, currency: "EUR" }],
    ["times a millisecond apart", { when: "2026-01-01T00:00:00Z" }, { when: "2026-01-01T00:00:00.001Z" }],
    ["paths of a URL", { link: "https://x.org/a" }, { link: "https://x.org/b" }],
    ["two spellings of one command", { line: "rm x" }, { line: "r''m x" }],
    ["a command and the text of it", { line: "rm x" }, { x: "rm x" }],
    ["commands that nobody can read", { line: "'a" }, { line: "'b" }],
    ["the order of a list", { x: ["a", "b"] }, { x: ["b", "a"] }],
    ["null and nothing in a list", { x: [null, "a"] }, { x: ["a"] }],
    ["an empty list and no list", { x: [] }, {}],
    ["numbers that doubles confuse", { x: number("9007199254740993") }, { x: number("9007199254740992") }],
    ["a key named `__proto__`", JSON.parse('{"__proto__":{"a":"1"}}'), JSON.parse('{"__proto__":{"a":"2"}}')],
    ["a dot in a key", { "a.b": 1 }, { a: { b: 1 } }],
  ])("tells apart %s", (_, left, right) => {
    expect(argsHash(left)).toBeDefined();
    expect(argsHash(left)).not.toBe(argsHash(right));
  });

  it.each([
    ["id, session, sequence and times", { id: "e2", session: "s2", seq: 3, at: "2026-01-01T00:00:00Z" }],
    ["confidence, labels, cost, token and peer", { confidence: 0.1, labels: ["pii"], cost: 1, token: {}, peer: {} }],
    ["the order of roles", { chain: [{ user: "u-17", roles: ["sales", "support", "sales"] }, { agent: "refund" }] }],
  ])("does not cover %s", (_, members) => {
    expect(hashOf(members)).toBe(hashOf({}));
  });

  it.each([
    ["the tool", { tool: "pay2" }],
    ["the tenant", { tenant: "other" }],
    ["a missing tenant", { tenant: undefined }],
    ["a tenant that was not recorded", { tenant: undefined, not_recorded: ["tenant"] }],
    ["the purpose", { purpose: "other" }],
    ["the chain", { chain: [{ agent: "refund" }] }],
    ["the roles", { chain: [{ user: "u-17", roles: ["support"] }, { agent: "refund" }] }],
    ["the arguments", { args: { x: 1 } }],
  ])("covers %s", (_, members) => {
    expect(hashOf(members)).toBeDefined();
    expect(hashOf(members)).not.toBe(hashOf({}));
  });

  it("covers the schema", () => {
    expect(hashOf({}, { ...pay, schemaDigest: "digest-2" })).not.toBe(hashOf({}));
  });

  it("takes an absent chain for the agent alone, and an unrecorded tenant for no tenant of any name", () => {
    expect(hashOf({ chain: undefined })).toBe(hashOf({ chain: [{ agent: "refund" }] }));
    expect(hashOf({ tenant: undefined, not_recorded: ["tenant"] })).not.toBe(hashOf({ tenant: undefined }));
  });

  it.each([
    ["arguments", { not_recorded: ["args"] }],
    ["one argument", { not_recorded: ["args.deep.x"] }],
    ["the chain", { chain: undefined, not_recorded: ["chain"] }],
  ])("does not exist where %s were not recorded", (_, members) => {
    expect(hashOf(members)).toBeUndefined();
  });

  it.each([
    ["an ill-typed argument", { to: "nobody" }],
    ["an amount without a currency", { amount: 5 }],
    ["a number beyond all digits", { x: number("1".repeat(50)) }],
  ])("does not exist with %s", (_, args) => {
    expect(argsHash(args)).toBeUndefined();
  });

  it("of a message covers agent, recipient and text", () => {
    const message = (more: Record<string, unknown>) =>
      eventOf({
        ...envelope,
        tool: undefined,
        chain: undefined,
        kind: "message",
        to: "mail",
        text: "hi",
        ...more,
      }).hashes.action();
    const hashes = [
      {},
      { to: "crm" },
      { text: "ho" },
      { agent: "other" },
      { text: undefined },
      { kind: "output", to: undefined },
    ];
    expect(new Set(hashes.map(message)).size).toBe(hashes.length);
    expect(hashes.map(message)).not.toContain(undefined);
  });

  it("of a result covers its content, and needs a tool", () => {
    const result = (more: Record<string, unknown>) =>
      eventOf({ ...envelope, kind: "result", content: "a", ...more }).hashes.action();
    expect(result({})).not.toBe(result({ content: "b" }));
    expect(result({ tool: undefined })).toBeUndefined();
  });

  it("does not exist for events on which no gate acts", () => {
    expect(eventOf({ kind: "heartbeat", id: "e", session: "s" }).hashes.action()).toBeUndefined();
  });

  const leaf = fc.oneof(fc.boolean(), fc.integer(), fc.string({ maxLength: 4 }));
  const tree = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      leaf,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "c", "constructor"), tie("value"), { maxKeys: 3 }),
    ),
  })).value;

  it("is the same for any order of keys", () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(argsHash({ x: reversed(value) })).toBe(argsHash({ x: value }));
      }),
      { numRuns: 200 },
    );
  });

  it("changes with any leaf", () => {
    let changed = 0;
    fc.assert(
      fc.property(tree, fc.nat(), leaf, (value, position, replacement) => {
        const count = leavesOf(value).length;
        if (count === 0) return;
        const before = leavesOf(value)[position % count];
        fc.pre(before !== replacement);
        changed += 1;
        expect(argsHash({ x: replaceLeaf(value, position % count, replacement) })).not.toBe(argsHash({ x: value }));
      }),
      { numRuns: 200 },
    );
    expect(changed).toBeGreaterThan(100);
  });
});

describe("the content hash", () => {
  const hash = (more: Record<string, unknown>) => eventOf({ ...envelope, args: { x: 1 }, ...more }).hashes.content();

  it("does not depend on id, order, time or the order of keys", () => {
    const moved = { id: "e2", seq: 9, at: "2026-01-01T00:00:00Z", source_time: "2026-01-01T00:00:00Z" };
    expect(hash(moved)).toBe(hash({}));
    expect(eventOf(reversed({ ...envelope, args: { x: 1 } }) as Record<string, unknown>).hashes.content()).toBe(
      hash({}),
    );
  });

  it.each([{ args: { x: 2 } }, { session: "s2" }, { call: "c1" }, { confidence: 0.5 }, { token: { verified: true } }])(
    "changes with %j",
    (more) => {
      expect(hash(more)).not.toBe(hash({}));
    },
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

function leavesOf(value: unknown): readonly unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
}

function replaceLeaf(value: unknown, position: number, replacement: unknown): unknown {
  let left = position;
  const replace = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replace);
    if (typeof node === "object" && node !== null) {
      return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, replace(member)]));
    }
    left -= 1;
    return left === -1 ? replacement : node;
  };
  return replace(value);
}
