import { describe, expect, it } from "vitest";
import type { CheckedTool } from "../../src/ast/checked.ts";
import type { Type } from "../../src/value/type.ts";
import { checkFiles } from "./check-text.ts";

const header = "policy demo version 1 language 1\n";
const use = `${header}use tools from "./tools.json"\n`;
const importJson = (document: unknown, policy = use) =>
  checkFiles({
    "policy.gate": policy,
    "tools.json": typeof document === "string" ? document : JSON.stringify(document),
  });

const toolWith = (inputSchema: unknown, more: object = {}) => ({ tools: [{ name: "t", inputSchema, ...more }] });
const firstTool = (document: unknown): CheckedTool => {
  const { policy, diagnostics } = importJson(document);
  const tool = policy?.tools[0];
  if (tool === undefined) throw new Error(JSON.stringify(diagnostics));
  return tool;
};

/** The type of one property, and whether it is required. */
function property(schema: unknown, required = false): { readonly type: Type; readonly required: boolean } | undefined {
  const { args } = firstTool(
    toolWith({ type: "object", properties: { x: schema }, ...(required ? { required: ["x"] } : {}) }),
  );
  return args.kind === "record" ? args.fields["x"] : undefined;
}

describe("a catalogue", () => {
  const tool = { name: "t", inputSchema: { type: "object" } };
  it.each([
    ["a whole tools/list response", { jsonrpc: "2.0", id: 1, result: { tools: [tool] } }],
    ["the result alone", { tools: [tool] }],
    ["an array of tools", [tool]],
    ["one tool", tool],
    ["a map of argument schemas by name", { t: { type: "object", properties: {} } }],
    ["a map of schemas by name", { t: { inputSchema: { type: "object" } } }],
  ])("may be %s", (_, document) => {
    expect(importJson(document).policy?.tools.map(({ name }) => name)).toEqual(["t"]);
  });

  it("may be imported under a prefix", () => {
    const checked = importJson([tool], `${header}use tools from "./tools.json" as mail\n`);
    expect(checked.policy?.tools.map(({ name }) => name)).toEqual(["mail.t"]);
    expect(checked.policy?.uses).toMatchObject([{ path: "./tools.json", prefix: "mail", tools: ["mail.t"] }]);
  });

  it("that shares a name with another without a prefix is one error with both places", () => {
    const checked = checkFiles({
      "policy.gate": `${header}use tools from "./a.json"\nuse tools from "./b.json"\n`,
      "a.json": JSON.stringify([tool, { ...tool, name: "u" }]),
      "b.json": JSON.stringify([tool, { ...tool, name: "u" }]),
    });
    expect(checked.codes).toEqual(["tool-name-clash"]);
    expect(checked.diagnostics[0]?.message).toContain("`t`, `u`");
    expect(checked.diagnostics[0]?.spans).toHaveLength(2);
  });

  it("has a digest that depends on content, not on layout", () => {
    const digest = (text: string) => importJson(text).policy?.uses[0]?.digest;
    const compact = '[{"name":"t","inputSchema":{"type":"object","x":1.0}}]';
    expect(digest(compact)).toMatch(/^[0-9a-f]{64}$/);
    expect(digest('[ { "inputSchema": { "x": 1, "type": "object" }, "name": "t" } ]')).toBe(digest(compact));
    expect(digest('[{"name":"t","inputSchema":{"type":"object","x":2}}]')).not.toBe(digest(compact));
  });

  it("survives numbers beyond what a double holds", () => {
    expect(importJson('[{"name":"t","inputSchema":{"type":"object","x":1e400}}]').codes).toEqual([]);
  });

  it("points at mistakes in its own file", () => {
    const text = '[{"name": "t",\n "inputSchema": {"type": "object", "properties": {"to": {"type": "strnig"}}}}]';
    const checked = importJson(text);
    const span = checked.diagnostics[0]?.spans[0];
    expect(checked.codes).toEqual(["invalid-schema"]);
    expect(span?.file).toBe("tools.json");
    expect(text.slice(span?.start, span?.end)).toBe('"strnig"');
    expect(checked.diagnostics[0]?.message).toContain('did you mean "string"?');
  });

  it("says where its JSON breaks", () => {
    const checked = importJson('{"tools": [}');
    expect(checked.codes).toEqual(["catalogue-not-json"]);
    expect(checked.diagnostics[0]?.spans).toMatchObject([{ file: "tools.json", start: 11 }, { file: "policy.gate" }]);
  });

  it("that cannot be read raises nothing about its tools", () => {
    const more = "gate g on pay.out, effect [pays] {\n  when args.amount > 5.00 USD\n  deny\n}\n";
    const refine = "tool pay.out {\n  args.amount is money USD\n}\n";
    expect(checkFiles({ "policy.gate": `${use}${refine}${more}` }).codes).toEqual(["catalogue-not-found"]);
    expect(importJson("[", `${use}${refine}${more}`).codes).toEqual(["catalogue-not-json"]);
    expect(importJson([{ name: "pay.in" }, tool], `${use}${more}`).codes).toEqual(["invalid-schema"]);
  });

  it("of several pages is a warning, not an error", () => {
    const checked = importJson({ tools: [tool], nextCursor: "2" });
    expect(checked.codes).toEqual(["catalogue-incomplete"]);
    expect(checked.policy).toBeDefined();
  });

  it("is pointed at where it stands, however its tools are listed", () => {
    const under = (document: object): readonly (readonly [string, string])[] => {
      const text = JSON.stringify(document);
      return importJson(text).diagnostics.map(({ code, spans }) => [code, text.slice(spans[0]?.start, spans[0]?.end)]);
    };
    expect(under({ result: { tools: [tool], nextCursor: "2" } })).toEqual([["catalogue-incomplete", '"nextCursor"']]);
    const bad = { ...tool, name: "a b" };
    expect(under({ tools: [bad] })).toEqual([["invalid-tool-name", '"a b"']]);
    expect(under({ tools: { "a b": { inputSchema: tool.inputSchema } } })).toEqual([["invalid-tool-name", '"a b"']]);
    expect(under(bad)).toEqual([["invalid-tool-name", '"a b"']]);
  });

  it.each([
    ["an error response", { jsonrpc: "2.0", error: { code: 1 } }],
    ["an empty list", { tools: [] }],
    ["something else", { hello: "world" }],
    ["a text", '"tools"'],
  ])("is not %s", (_, document) => {
    expect(importJson(document).codes).toEqual(["catalogue-without-tools"]);
  });

  it("names tools over MCP's alphabet", () => {
    expect(importJson([{ ...tool, name: "send mail" }, tool]).codes).toEqual(["invalid-tool-name"]);
    expect(importJson([{ inputSchema: {} }, tool]).codes).toEqual(["invalid-tool-name"]);
    expect(importJson([tool], `${header}use tools from "./tools.json" as ma*l\n`).codes).toEqual(["invalid-tool-name"]);
  });
});

describe("a JSON Schema", () => {
  const kinds: readonly (readonly [string, unknown, unknown])[] = [
    ["a string", { type: "string" }, { kind: "string" }],
    ["an enum", { type: "string", enum: ["b", "a"] }, { kind: "string", values: ["a", "b"] }],
    ["a const", { const: "a" }, { kind: "string", values: ["a"] }],
    ["an e-mail address", { type: "string", format: "email" }, { kind: "email" }],
    ["a URI", { type: "string", format: "uri" }, { kind: "url" }],
    ["a host name", { type: "string", format: "hostname" }, { kind: "domain" }],
    ["a date and time", { type: "string", format: "date-time" }, { kind: "timestamp" }],
    ["an unknown format", { type: "string", format: "colour" }, { kind: "string" }],
    ["an integer", { type: "integer" }, { kind: "int" }],
    ["a number", { type: "number" }, { kind: "decimal" }],
    ["an integer or a number", { type: ["integer", "number"] }, { kind: "decimal" }],
    ["a boolean", { type: "boolean" }, { kind: "bool" }],
    ["a list", { type: "array", items: { type: "string" } }, { kind: "list", element: { kind: "string" } }],
    ["a list of anything", { type: "array" }, { kind: "list", element: { kind: "json" } }],
    ["an object without properties", { type: "object" }, { kind: "json" }],
    ["anything", {}, { kind: "json" }],
    ["true", true, { kind: "json" }],
    ["a union of unlike types", { anyOf: [{ type: "string" }, { type: "array", items: {} }] }, { kind: "json" }],
    ["a union of enums", { oneOf: [{ const: "a" }, { enum: ["b"] }] }, { kind: "string", values: ["a", "b"] }],
    ["a mixed enum", { enum: ["a", 1] }, { kind: "json" }],
    ["numbers of a set", { enum: [1, 2] }, { kind: "json" }],
    [
      "a text and an enum at once",
      { allOf: [{ type: "string" }, { enum: ["b", "a"] }] },
      { kind: "string", values: ["a", "b"] },
    ],
    ["two enums at once", { allOf: [{ enum: ["a", "b"] }, { enum: ["b", "c"] }] }, { kind: "string", values: ["b"] }],
    ["a number that is an integer too", { type: "number", allOf: [{ type: "integer" }] }, { kind: "int" }],
    ["a text of a form", { allOf: [{ type: "string" }, { type: "string", format: "email" }] }, { kind: "email" }],
    [
      "an enum of a form",
      { allOf: [{ type: "string", format: "uri" }, { enum: ["https://a.example/"] }] },
      { kind: "string", values: ["https://a.example/"] },
    ],
    [
      "a list of both",
      { allOf: [{ type: "array" }, { type: "array", items: { type: "integer" } }] },
      { kind: "list", element: { kind: "int" } },
    ],
  ];
  it.each(kinds)("of %s becomes its type", (_, schema, type) => {
    expect(property(schema)?.type).toEqual(type);
  });

  it("of records that hold at once has the fields of both, each as both say", () => {
    const one = { type: "object", properties: { a: { type: "string" }, b: { type: "integer" } }, required: ["b"] };
    const other = { type: "object", properties: { a: { enum: ["x"] }, c: { type: "boolean" } }, required: ["a"] };
    expect(property({ allOf: [one, other] })?.type).toEqual({
      kind: "record",
      additional: false,
      fields: {
        a: { type: { kind: "string", values: ["x"] }, required: true },
        b: { type: { kind: "int" }, required: true },
        c: { type: { kind: "bool" }, required: false },
      },
    });
  });

  it("makes a field required only if it is listed and never null", () => {
    expect(property({ type: "string" }, true)?.required).toBe(true);
    expect(property({ type: "string" })?.required).toBe(false);
    expect(property({ type: ["string", "null"] }, true)).toEqual({ type: { kind: "string" }, required: false });
    expect(property({ anyOf: [{ type: "integer" }, { type: "null" }] }, true)).toEqual({
      type: { kind: "int" },
      required: false,
    });
    expect(property({ type: "string", nullable: true }, true)?.required).toBe(false);
  });

  it("is closed unless it states `additionalProperties`, results excepted", () => {
    const tool = firstTool(
      toolWith({ type: "object", properties: {} }, { outputSchema: { type: "object", properties: {} } }),
    );
    expect(tool.args).toMatchObject({ additional: false });
    expect(tool.result).toMatchObject({ additional: true });
    expect(firstTool(toolWith({ type: "object", additionalProperties: true })).args).toMatchObject({
      additional: true,
    });
    expect(firstTool(toolWith({ type: "object", additionalProperties: false })).args).toMatchObject({
      additional: false,
    });
  });

  it("composed of alternatives has the fields of all, none of them required", () => {
    const { args } = firstTool(
      toolWith({
        type: "object",
        properties: { both: { type: "string" } },
        required: ["both"],
        oneOf: [
          { properties: { id: { type: "integer" } }, required: ["id"] },
          { properties: { name: { type: "string" } } },
        ],
      }),
    );
    expect(args).toMatchObject({
      fields: { both: { required: true }, id: { type: { kind: "int" }, required: false }, name: { required: false } },
    });
  });

  it("of alternatives that all require a field requires it", () => {
    const branch = (...required: readonly string[]) => ({
      type: "object",
      properties: { id: { type: "integer" }, name: { type: "string" } },
      required,
    });
    expect(property({ anyOf: [branch("id"), branch("id", "name")] })?.type).toMatchObject({
      fields: { id: { required: true }, name: { required: false } },
    });
  });

  it("of alternatives has the type of those that are not null", () => {
    const text = { type: "string" };
    expect(property({ anyOf: [text, { type: "null" }] }, true)).toEqual({ type: { kind: "string" }, required: false });
    expect(property({ anyOf: [{ type: ["string", "null"] }, text] }, true)).toEqual({
      type: { kind: "string" },
      required: false,
    });
    expect(property({ items: text })?.type).toEqual({ kind: "list", element: { kind: "string" } });
  });

  it("of a list of types is never null unless it says so", () => {
    expect(property({ type: ["string"] }, true)).toEqual({ type: { kind: "string" }, required: true });
    expect(property({ anyOf: [{ type: "string" }, { type: "integer" }] }, true)?.required).toBe(true);
  });

  it("of records that hold at once is open where one of them says so", () => {
    const open = { type: "object", properties: { a: { type: "string" } }, additionalProperties: true };
    const other = { type: "object", properties: { b: { type: "string" } } };
    expect(property({ allOf: [open, other] })?.type).toMatchObject({ additional: true });
    expect(property({ allOf: [other, other] })?.type).toMatchObject({ additional: false });
  });

  it("may refer to itself as a whole", () => {
    const { args } = firstTool(
      toolWith({ type: "object", properties: { note: { type: "string" }, again: { $ref: "#" } } }),
    );
    const note = { type: { kind: "string" } };
    expect(args).toMatchObject({
      fields: { note, again: { type: { fields: { note, again: { type: { kind: "json" } } } } } },
    });
  });

  it("follows references within itself", () => {
    const { args } = firstTool(
      toolWith({
        type: "object",
        properties: { to: { $ref: "#/$defs/address" } },
        $defs: { address: { type: "string", format: "email" } },
      }),
    );
    expect(args).toMatchObject({ fields: { to: { type: { kind: "email" } } } });
  });

  it("leaves a reference to another document open, with a remark", () => {
    const document = toolWith({ type: "object", properties: { to: { $ref: "https://example.com/x" } } });
    expect(importJson(document).diagnostics).toMatchObject([{ code: "open-schema", severity: "info" }]);
    expect(importJson(document).policy).toBeDefined();
  });

  it("that contains itself ends", () => {
    const { args } = firstTool(
      toolWith({
        type: "object",
        properties: { node: { $ref: "#/$defs/node" } },
        $defs: {
          node: { type: "object", properties: { name: { type: "string" }, next: { $ref: "#/$defs/node" } } },
        },
      }),
    );
    expect(args).toMatchObject({
      fields: { node: { type: { fields: { name: { type: { kind: "string" } }, next: { type: { kind: "json" } } } } } },
    });
  });

  it("that multiplies by references is cut off with a remark", () => {
    const names = Array.from({ length: 20 }, (_, index) => `d${index}`);
    const $defs = Object.fromEntries(
      names.map((name, index) => {
        const next = { $ref: `#/$defs/${names[index + 1] ?? "end"}` };
        return [name, { type: "object", properties: { a: next, b: next, c: next } }];
      }),
    );
    const document = toolWith({
      type: "object",
      properties: { x: { $ref: "#/$defs/d0" } },
      $defs: { ...$defs, end: { type: "string" } },
    });
    expect(importJson(document).diagnostics.map(({ code }) => code)).toContain("open-schema");
    expect(importJson(document).policy).toBeDefined();
  });

  it("may call a field like a member of every object", () => {
    const { args } = firstTool(
      '[{"name":"t","inputSchema":{"type":"object","properties":{"__proto__":{"type":"integer"}}}}]',
    );
    expect(args.kind === "record" && Object.keys(args.fields)).toEqual(["__proto__"]);
    const absent = importJson(
      [{ name: "t", inputSchema: { type: "object" } }],
      `${use}gate g on t {\n  when args.constructor == 5\n  deny\n}\n`,
    );
    expect(absent.codes).toEqual(["unknown-field"]);
  });
});

describe("a constraint of a schema", () => {
  const told = (schema: unknown): readonly (readonly [string, string])[] => {
    const text = JSON.stringify(toolWith({ type: "object", properties: { x: schema } }));
    return importJson(text).diagnostics.map(({ code, spans }) => [code, text.slice(spans[0]?.start, spans[0]?.end)]);
  };

  it.each([
    [{ type: 5 }, "5"],
    [{ type: [] }, "[]"],
    [{ type: ["string", "string"] }, '["string","string"]'],
    [{ enum: "a" }, '"a"'],
    [{ enum: [] }, "[]"],
    [{ required: "x" }, '"x"'],
    [{ required: true }, "true"],
    [{ required: ["x", "x"] }, '["x","x"]'],
    [{ required: [5] }, "[5]"],
    [{ properties: [] }, "[]"],
    [{ properties: { y: 5 } }, "5"],
    [{ items: "x" }, '"x"'],
    [{ type: "string", items: "x" }, '"x"'],
    [{ items: [{ type: 5 }] }, "5"],
    [{ prefixItems: [] }, "[]"],
    [{ additionalProperties: "false" }, '"false"'],
    [{ minimum: "3" }, '"3"'],
    [{ exclusiveMaximum: null }, "null"],
    [{ multipleOf: 0 }, "0"],
    [{ minLength: -1 }, "-1"],
    [{ maxItems: 1.5 }, "1.5"],
    [{ uniqueItems: "true" }, '"true"'],
    [{ nullable: "true" }, '"true"'],
    [{ pattern: 5 }, "5"],
    [{ format: 5 }, "5"],
    [{ $ref: 5 }, "5"],
    [{ allOf: [] }, "[]"],
    [{ oneOf: { type: "string" } }, '{"type":"string"}'],
    [{ not: 5 }, "5"],
    [{ if: { type: 5 } }, "5"],
    [{ $defs: { y: { minimum: "3" } } }, '"3"'],
    [{ dependencies: { y: 5 } }, "5"],
    [{ dependentRequired: { y: "z" } }, '{"y":"z"}'],
  ])("that JSON Schema forbids is an error: %j", (schema, at) => {
    expect(told(schema)).toEqual([["invalid-schema", at]]);
  });

  it.each([
    [{ pattern: "(a" }, '"(a"'],
    [{ pattern: "(?i)a" }, '"(?i)a"'],
    [{ patternProperties: { "(": {} } }, "{}"],
    [{ properties: { amount: {} }, required: ["amuont"] }, '["amuont"]'],
    [{ requird: ["y"] }, '["y"]'],
    [{ type: "string", enums: ["a"] }, '["a"]'],
    [{ type: "string", pattren: "a" }, '"a"'],
    [{ type: "number", minimun: 3 }, "3"],
    [{ type: "object", additionalPropertys: false }, "false"],
    [{ anyoff: [{}] }, "[{}]"],
    [{ itmes: {} }, "{}"],
  ])("that nobody checks is a warning: %j", (schema, at) => {
    expect(told(schema)).toEqual([["doubtful-schema", at]]);
  });

  it.each([
    [{ type: ["string", "null"], enum: ["a", null], const: 5, default: 5, examples: 5, "x-tupe": 5, when: 5, cost: 1 }],
    [{ minimum: 0, maximum: 1e300, exclusiveMinimum: true, exclusiveMaximum: 5, multipleOf: 0.01, maxLength: 1.0 }],
    [{ pattern: "\\-a", required: [], items: [], uniqueItems: true, nullable: false, format: "colour" }],
    [{ pattern: "^\\p{L}+$", dependencies: { y: ["z"], z: { type: "string" } }, dependentRequired: { y: ["z"] } }],
    [{ allOf: [{ properties: { y: true } }, { required: ["y", "z"] }], properties: { z: false }, required: ["y"] }],
    [{ properties: { type: { type: "string" }, enums: {}, requird: {} }, required: ["type"] }],
    [{ nulable: true, reff: 5, note: "x", tittle: "x", exampel: 5, typ: 5, "x-requird": 5, $requird: 5 }],
    [{ patternProperties: { "^y": true }, properties: { z: true }, required: ["y1"] }],
  ])("that is one raises nothing: %j", (schema) => {
    expect(told(schema)).toEqual([]);
  });

  it("is looked at where a reference leads to, once", () => {
    const refers = { $ref: "#/other" };
    const schema = { type: "object", properties: { x: refers, y: refers }, other: { type: 5 } };
    expect(importJson(toolWith(schema)).codes).toEqual(["invalid-schema"]);
  });

  it("beside a reference holds as well", () => {
    const { args } = firstTool(
      toolWith({
        type: "object",
        properties: { x: { $ref: "#/$defs/text", enum: ["a"] }, y: { $ref: "#/$defs/text", title: "y" } },
        $defs: { text: { type: "string" } },
      }),
    );
    expect(args).toMatchObject({
      fields: { x: { type: { kind: "string", values: ["a"] } }, y: { type: { kind: "string" } } },
    });
  });

  it("beside values without a type of ours holds as well", () => {
    expect(property({ type: "integer", enum: [1, 2] })?.type).toEqual({ kind: "int" });
    expect(property({ type: "string", enum: ["a", 1] })?.type).toEqual({ kind: "string" });
    expect(property({ type: "number", const: 1.5 })?.type).toEqual({ kind: "decimal" });
  });

  it("that forbids an argument leaves it undeclared", () => {
    const { args } = firstTool(toolWith({ type: "object", properties: { x: false, y: true } }));
    expect(args.kind === "record" && Object.keys(args.fields)).toEqual(["y"]);
  });
});

describe("a catalogue of a hostile server", () => {
  const codes = (document: unknown): readonly string[] => [
    ...new Set(importJson(document).diagnostics.map(({ code }) => code)),
  ];
  const many = <T>(count: number, one: (index: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, i) => one(i));

  it("is refused if it has more tools than anybody uses", () => {
    const tools = (count: number) => many(count, (index) => ({ name: `t${index}`, inputSchema: { type: "object" } }));
    expect(codes(tools(10_000))).toEqual([]);
    expect(codes(tools(10_001))).toEqual(["catalogue-too-large"]);
  });

  it("is refused if its schemas multiply together beyond what is read", () => {
    const names = many(6, (index) => `d${index}`);
    const $defs = Object.fromEntries(
      names.map((name, index) => {
        const next = { $ref: `#/$defs/${names[index + 1] ?? "end"}` };
        return [name, { properties: Object.fromEntries(many(9, (field) => [`f${field}`, next])) }];
      }),
    );
    const inputSchema = { type: "object", properties: { x: { $ref: "#/$defs/d0" } }, $defs: { ...$defs, end: true } };
    const tools = (count: number) => many(count, (index) => ({ name: `t${index}`, inputSchema }));
    expect(codes(tools(39))).toEqual(["open-schema"]);
    expect(codes(tools(41))).toEqual(["catalogue-too-large", "open-schema"]);
  });

  it("is told at most a hundred of its mistakes, and that there are more", () => {
    const wrong = (count: number) => {
      const properties = Object.fromEntries(many(count, (index) => [`x${index}`, { type: 5 }]));
      return importJson(toolWith({ type: "object", properties })).diagnostics;
    };
    expect(wrong(100).map(({ code }) => code)).toEqual(many(100, () => "invalid-schema"));
    expect(wrong(101).filter(({ code }) => code === "invalid-schema")).toHaveLength(100);
    expect(wrong(101).find(({ code }) => code === "catalogue-too-large")?.message).toContain("101 mistakes");
  });

  it("is an error where more stays open than is said", () => {
    const open = (count: number) => {
      const properties = Object.fromEntries(
        many(count, (index) => [`x${index}`, { $ref: `https://x.example/${index}` }]),
      );
      return codes(toolWith({ type: "object", properties }));
    };
    expect(open(1_000)).toEqual(["open-schema"]);
    expect(open(1_001)).toEqual(["catalogue-too-large", "open-schema"]);
  });

  // What is not bounded here runs into the time-out of tests.
  it("is read to its end and told in few words, whatever is long in it", () => {
    const names = many(100_000, (index) => `x${index}`);
    const schemas = [
      { properties: Object.fromEntries(names.map((name) => [name, true])), required: names },
      { allOf: [{ enum: names }, { enum: [...names].reverse() }] },
      { anyOf: many(5_000, (index) => ({ enum: [`y${index}`] })) },
      { $ref: `#/${"a/".repeat(400_000)}` },
      { pattern: "(".repeat(1_000_000) },
      { type: "x".repeat(1_000_000) },
      {
        properties: Object.fromEntries(many(4_000, (index) => [`x${index}`, { $ref: "#/properties/x/$defs/big" }])),
        $defs: { big: { type: "string", not: { properties: Object.fromEntries(names.map((name) => [name, true])) } } },
      },
      { properties: { ["x".repeat(1_000_000)]: { type: 5 } } },
    ];
    for (const schema of schemas) {
      for (const { message } of importJson(toolWith({ type: "object", properties: { x: schema } })).diagnostics)
        expect(message.length).toBeLessThan(500);
    }
  });
});

describe("the hints of a server", () => {
  const hinted = (annotations: object) => {
    const { effects, effectsFrom } = firstTool(toolWith({ type: "object" }, { annotations }));
    return [effects, effectsFrom];
  };
  it("add effects", () => {
    expect(hinted({ readOnlyHint: true })).toEqual([["reads"], "hints"]);
    expect(hinted({ readOnlyHint: false })).toEqual([["writes"], "hints"]);
    expect(hinted({ destructiveHint: true })).toEqual([["deletes", "writes"], "hints"]);
    expect(hinted({ readOnlyHint: true, destructiveHint: true })).toEqual([["reads"], "hints"]);
    expect(hinted({ openWorldHint: true })).toEqual([[], "none"]);
  });

  it("are true or false, or the catalogue is refused: one in quotes would add nothing", () => {
    const codes = (annotations: unknown) => importJson(toolWith({ type: "object" }, { annotations })).codes;
    expect(codes({ destructiveHint: "true" })).toEqual(["invalid-schema"]);
    expect(codes({ readOnlyHint: 0 })).toEqual(["invalid-schema"]);
    expect(codes([])).toEqual(["invalid-schema"]);
    expect(codes({ title: 5, readOnlyHint: null, openWorldHint: true })).toEqual([]);
    expect(codes(null)).toEqual([]);
  });

  it("give way to a `tool` block", () => {
    const document = toolWith({ type: "object" }, { annotations: { readOnlyHint: true } });
    const { policy } = importJson(document, `${use}tool t {\n  effect deletes, writes\n}\n`);
    expect(policy?.tools[0]).toMatchObject({ effects: ["deletes", "writes"], effectsFrom: "declared" });
  });
});
