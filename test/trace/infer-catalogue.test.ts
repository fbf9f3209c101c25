import { describe, expect, it } from "vitest";
import { writeJson } from "../../src/json/write-json.ts";
import { inferCatalogue } from "../../src/trace/infer-catalogue.ts";

const chat = (calls: readonly { readonly name: string; readonly args: string }[]): string =>
  JSON.stringify([
    { role: "user", content: "Go" },
    { role: "assistant", tool_calls: calls.map(({ name, args }) => ({ function: { name, arguments: args } })) },
  ]);
const catalogue = (...texts: readonly string[]) =>
  inferCatalogue(texts.map((text, index) => ({ file: `t${index}`, text })));
const toolsOf = (...texts: readonly string[]) => JSON.parse(writeJson(catalogue(...texts).document)).tools;

describe("a catalogue from traces", () => {
  it("joins the types seen over all calls, and requires what every call had", () => {
    const calls = [
      { name: "book", args: '{"room":"blue","seats":4,"tags":["a"],"who":{"name":"Ann","age":4}}' },
      { name: "book", args: '{"room":null,"seats":2.5,"tags":[],"who":{"name":"Bo"}}' },
    ];
    expect(toolsOf(chat(calls))).toEqual([
      {
        name: "book",
        description: "Inferred from 2 recorded calls.",
        inputSchema: {
          type: "object",
          properties: {
            room: { type: ["null", "string"] },
            seats: { type: "number" },
            tags: { type: "array", items: { type: "string" } },
            who: {
              type: "object",
              properties: { age: { type: "integer" }, name: { type: "string" } },
              required: ["name"],
            },
          },
          required: ["room", "seats", "tags", "who"],
        },
        "x-inferred": true,
      },
    ]);
  });

  it("does not depend on the order of calls and files", () => {
    const one = chat([
      { name: "b", args: '{"x":1}' },
      { name: "a", args: "{}" },
    ]);
    const two = chat([{ name: "b", args: '{"y":"z"}' }]);
    expect(toolsOf(one, two)).toEqual(toolsOf(two, one));
    expect(toolsOf(one, two).map(({ name }: { readonly name: string }) => name)).toEqual(["a", "b"]);
  });

  it("leaves additional arguments unstated, so that an argument never seen stays undeclared", () => {
    expect(writeJson(catalogue(chat([{ name: "a", args: '{"x":1}' }])).document)).not.toContain("additionalProperties");
  });

  it("requires nothing where the arguments of a call are not recorded", () => {
    const found = catalogue(
      chat([
        { name: "a", args: '{"x":1}' },
        { name: "a", args: '{"x' },
        { name: "b", args: "" },
      ]),
    );
    const [a, b] = JSON.parse(writeJson(found.document)).tools;
    expect(a.inputSchema).toEqual({ type: "object", properties: { x: { type: "integer" } } });
    expect(b.inputSchema).toEqual({ type: "object" });
    expect(found.notes).toHaveLength(2);
  });

  it("takes the tool lists that a trace holds as they stand, and marks only the others", () => {
    const mcp = [
      '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"tides","title":"Tides","inputSchema":{"type":"object","required":["port"]}}]}}',
      '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"tides","arguments":{"harbour":"x"}}}',
    ].join("\n");
    const openai = JSON.stringify({
      messages: [{ role: "user", content: "Go" }],
      tools: [
        {
          type: "function",
          function: { name: "mcp__mail__send", description: "Sends", parameters: { type: "object" } },
        },
      ],
    });
    const found = catalogue(mcp, openai);
    expect(JSON.parse(writeJson(found.document)).tools).toEqual([
      { name: "mail.send", description: "Sends", inputSchema: { type: "object" } },
      { name: "tides", title: "Tides", inputSchema: { type: "object", required: ["port"] } },
    ]);
    expect(found.refusals).toEqual([]);
  });

  it("reads a bare tools/list result, which is no trace", () => {
    const found = catalogue('{"tools":[{"name":"tides","inputSchema":{"type":"object"}}]}');
    expect(found.refusals).toEqual([]);
    expect(writeJson(found.document)).toBe('{"tools":[{"name":"tides","inputSchema":{"type":"object"}}]}');
  });

  it("says when two lists disagree, and what could not be read", () => {
    const list = (type: string) => `{"tools":[{"name":"tides","inputSchema":{"type":"${type}"}}]}`;
    const found = catalogue(list("object"), list("array"), "{");
    expect(found.notes).toEqual(['"tides" is listed with two definitions; the first one counts, not that of t1']);
    expect(found.refusals.map(({ code }) => code)).toEqual(["trace-unreadable"]);
  });

  it("treats keys as data once there are too many, and keeps a key named __proto__", () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`k${index}`, index]));
    const [a, b] = toolsOf(
      chat([
        { name: "a", args: JSON.stringify(many) },
        { name: "b", args: '{"__proto__":1}' },
      ]),
    );
    expect(a.inputSchema).toEqual({ type: "object" });
    expect(b.inputSchema.required).toEqual(["__proto__"]);
  });
});
