import { readdirSync, readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeEvent } from "../../src/event/canonical-jsonl.ts";
import { recordablePaths } from "../../src/event/event-shape.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { JsonNumber, jsonNumber, jsonNumberFrom } from "../../src/json/json-value.ts";
import { readJson } from "../../src/json/read-json.ts";

interface Case {
  readonly name: string;
  readonly path?: string;
  readonly event: unknown;
}

const folder = new URL("../../fixtures/event/", import.meta.url);
const cases: readonly Case[] = readdirSync(folder)
  .sort()
  .flatMap((file): Case[] => JSON.parse(readFileSync(new URL(file, folder), "utf8")));

const schemaText = readFileSync(new URL("../../src/event/event.schema.json", import.meta.url), "utf8");
const ajv = new Ajv2020({ strict: true, strictTuples: false, allowUnionTypes: true });
addFormats.default(ajv);
const accepts = ajv.compile(JSON.parse(schemaText));

const pathOf = (value: unknown): string | undefined => {
  const read = readEvent(value);
  return "kind" in read ? read.path : undefined;
};
const messageOf = (value: unknown): string | undefined => {
  const read = readEvent(value);
  return "kind" in read ? read.message : undefined;
};
const call = (args: unknown) => ({ kind: "call", id: "e1", session: "s1", tool: "t", args });

describe("the cases of fixtures/event", () => {
  it("are many", () => {
    expect(cases.length).toBeGreaterThanOrEqual(90);
    expect(cases.filter(({ path }) => path === undefined).length).toBeGreaterThanOrEqual(25);
  });

  it.each(cases)("$name", ({ event, path }) => {
    expect(pathOf(event)).toBe(path);
  });

  it.each(cases)("$name: the schema agrees", ({ event, path }) => {
    expect(accepts(event)).toBe(path === undefined);
  });

  it.each(cases)("$name: the same read from text", ({ event, path }) => {
    const read = readJson(JSON.stringify(event));
    expect(read.ok && pathOf(read.value)).toBe(path);
  });
});

describe("the schema", () => {
  it("agrees with the reader on every mutation of the cases", () => {
    const objects = cases.filter(({ event }) => typeof event === "object" && !Array.isArray(event));
    const junk = fc.oneof(
      fc.constantFrom(
        null,
        true,
        "",
        "x",
        "2026-01-01T00:00:00Z",
        "user",
        "proceed",
        0,
        1.5,
        [],
        {},
        ["a"],
        [{ agent: "a" }],
      ),
      fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes("\\ud")),
    );
    const member = fc.constantFrom(...new Set(objects.flatMap(({ event }) => Object.keys(event as object))), "extra");
    fc.assert(
      fc.property(
        fc.constantFrom(...objects),
        member,
        fc.option(junk, { nil: undefined }),
        ({ event }, name, value) => {
          const { [name]: _dropped, ...mutated } = event as Record<string, unknown>;
          // `defineProperty`, because assigning `__proto__` would not make a member.
          if (value !== undefined) {
            Object.defineProperty(mutated, name, { value, enumerable: true, configurable: true, writable: true });
          }
          expect(pathOf(mutated) === undefined).toBe(accepts(mutated));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("lists the same starts of paths as the reader", () => {
    const roots = /\^\(([a-z_|]+)\)/.exec(schemaText)?.[1]?.split("|");
    expect(roots).toEqual([...recordablePaths]);
  });
});

describe("messages", () => {
  it("suggest the member that was meant", () => {
    expect(messageOf({ kind: "heartbeat", id: "e", session: "s", sourceTime: "x" })).toContain(
      "did you mean `source_time`?",
    );
  });

  it("suggest the kind that was meant", () => {
    expect(messageOf({ kind: "promt", id: "e", session: "s" })).toContain("did you mean `prompt`?");
  });

  it("list the members where nothing is near", () => {
    expect(messageOf({ kind: "heartbeat", id: "e", session: "s", zzzzzz: 1 })).toContain("its members are agent, at,");
  });

  it("name the event where it has an id", () => {
    expect(readEvent({ kind: "heartbeat", id: "e9" })).toMatchObject({ kind: "invalid", id: "e9", path: "session" });
  });
});

describe("plain objects of the host", () => {
  const instance = new (class Money {
    amount = 5;
  })();
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = { back: cyclic };
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
  const hole: unknown[] = [1, 2, 3];
  delete hole[1];
  const symbolic = { [Symbol("x")]: 1 };
  const hidden = Object.defineProperty({}, "amount", { value: 5, enumerable: false });

  it.each([
    ["NaN", Number.NaN],
    ["an infinity", Number.NEGATIVE_INFINITY],
    ["a bigint", 1n],
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["a boxed text", Object("x")],
    ["an instance of a class", instance],
    ["a getter", Object.defineProperty({}, "x", { get: () => 1, enumerable: true })],
    ["a list with a hole", hole],
    ["a list with a member of its own", Object.assign([1], { extra: 1 })],
    ["undefined in a list", [undefined]],
    ["a member named by a symbol", symbolic],
    ["a hidden member", hidden],
    ["toJSON", { toJSON: () => 1 }],
    ["a cycle", cyclic],
    ["64 levels below the arguments", nested(64)],
    ["half of a surrogate pair", "a\ud83d"],
    ["half of a surrogate pair in a key", { "\udc00": 1 }],
    ["a revoked proxy", revokedProxy()],
    ["a proxy that throws", throwingProxy()],
    ["a number out of bounds", forgedNumber("1e999")],
    ["what only looks like a number", forgedNumber("not one")],
  ])("are refused with %s", (_, value) => {
    expect(pathOf(call({ here: value }))).toMatch(/^args\.here/);
  });

  it("are never asked for what a getter or `toJSON` gives", () => {
    let asked = 0;
    const count = () => {
      asked += 1;
      return 1;
    };
    pathOf(call({ a: Object.defineProperty({}, "x", { get: count, enumerable: true }) }));
    pathOf(call({ toJSON: count }));
    pathOf(Object.defineProperty(call({}), "purpose", { get: count, enumerable: true }));
    expect(asked).toBe(0);
  });

  it("are copied, so that later changes do not reach the event", () => {
    const args = { amount: 5 };
    const read = readEvent(call(args));
    args.amount = 5000;
    expect("raw" in read && read.raw).toMatchObject({ args: { amount: { lexeme: "5" } } });
  });

  it.each([
    [0.1, "0.1"],
    [-0, "0"],
    [1e21, "1e+21"],
    [5e-324, "5e-324"],
    [9007199254740991, "9007199254740991"],
  ])("mean by the number %s its shortest decimal", (number, lexeme) => {
    const read = readEvent(call({ n: number }));
    expect("raw" in read && read.raw).toMatchObject({ args: { n: { lexeme } } });
  });

  it("are frozen once they are read, whatever type system the host has", () => {
    const read = readEvent({
      id: "e1",
      session: "s",
      kind: "call",
      tool: "t",
      args: { to: ["x"], n: 1, deep: { a: "b" } },
    });
    if ("kind" in read) throw new Error(read.message);
    const parts = (value: unknown): readonly object[] =>
      typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(parts)] : [];
    const all = parts(read.raw);
    expect(all.length).toBe(5);
    for (const part of all) {
      expect(Object.isFrozen(part)).toBe(true);
      for (const key of Object.keys(part)) expect(() => Object.assign(part, { [key]: "other" })).toThrow(TypeError);
    }
    const lexemes = readEvent({ id: "e1", session: "s", kind: "result", content: jsonNumber("1.50") });
    expect("raw" in lexemes && Object.isFrozen((lexemes.raw as { readonly content?: unknown }).content)).toBe(true);
  });

  it("take numbers of the host, as they were made", () => {
    const number = jsonNumberFrom(1.5);
    Object.assign(number, { plain: 2 });
    const read = readEvent(call({ amount: number, small: jsonNumberFrom(1e-7) }));
    expect("raw" in read && writeEvent(read.raw)).toContain('"args":{"amount":1.5,"small":1e-7}');
    expect("raw" in read && readEvent(read.raw)).toEqual(read);
  });

  it("keep `__proto__` as a key like others", () => {
    const read = readEvent(call(JSON.parse('{"__proto__": {"polluted": true}}')));
    expect("raw" in read && writeEvent(read.raw)).toContain('"args":{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("may leave members undefined", () => {
    expect(readEvent({ ...call({ a: undefined }), purpose: undefined })).toMatchObject({ raw: { args: {} } });
  });

  it("may have 63 levels below the arguments, share parts, and come from another realm", () => {
    const shared = { a: 1 };
    expect(pathOf(call({ deep: nested(62) }))).toBeUndefined();
    expect(pathOf(call({ x: shared, y: [shared, shared] }))).toBeUndefined();
    expect(
      pathOf(runInContext(`({ kind: "call", id: "e", session: "s", tool: "t", args: { a: [1] } })`, createContext())),
    ).toBeUndefined();
  });

  it("cannot blow up by sharing", () => {
    let bomb: unknown = "x";
    for (let level = 0; level < 40; level += 1) bomb = [bomb, bomb];
    expect(messageOf(call({ bomb }))).toContain("more than 1000000 values");
  });
});

describe("writeEvent", () => {
  it("writes sorted keys, no blanks and the digits as recorded", () => {
    const read = readJson(
      '{"session":"s","kind":"call","tool":"t","id":"e","args":{"b":[1.50,{"d":1,"c":-0}],"a":"é"}}',
    );
    const event = read.ok ? readEvent(read.value) : undefined;
    expect(event && "raw" in event && writeEvent(event.raw)).toBe(
      '{"args":{"a":"é","b":[1.50,{"c":-0,"d":1}]},"id":"e","kind":"call","session":"s","tool":"t"}',
    );
  });

  it("is read back as the same event", () => {
    for (const { event, path } of cases) {
      if (path !== undefined) continue;
      const first = written(readEvent(event));
      const again = readEvent(parsed(first));
      // Numbers of the host have their text only when they are written.
      expect(written(again)).toBe(first);
      expect(readEvent(parsed(written(again)))).toEqual(again);
    }
  });
});

function written(result: ReturnType<typeof readEvent>): string {
  if (!("raw" in result)) throw new Error(result.message);
  return writeEvent(result.raw);
}

function parsed(text: string) {
  const read = readJson(text);
  if (!read.ok) throw new Error("what was written is no JSON");
  return read.value;
}

function revokedProxy(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function throwingProxy(): unknown {
  return new Proxy(
    {},
    {
      getPrototypeOf() {
        throw new Error("no");
      },
    },
  );
}

function forgedNumber(lexeme: string): unknown {
  return Object.assign(Object.create(JsonNumber.prototype), { lexeme });
}
