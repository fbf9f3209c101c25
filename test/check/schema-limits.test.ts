import { describe, expect, it } from "vitest";
import { lowerPolicy } from "../../src/engine/lower.ts";
import { admit } from "../../src/event/admit.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { checkFiles } from "./check-text.ts";

const header = 'policy demo version 1 language 1\nuse tools from "./tools.json"\n';

/** What admission finds wrong with a call of a tool whose argument `x` has this schema. */
function violationsOf(schema: unknown, x: unknown, clauses = "", further: object = {}): readonly string[] {
  const inputSchema = { type: "object", properties: { x: schema }, $defs: { small: { maximum: 9 } }, ...further };
  const { policy, diagnostics } = checkFiles({
    "policy.gate": `${header}${clauses}`,
    "tools.json": JSON.stringify({ tools: [{ name: "t", inputSchema }] }),
  });
  if (policy === undefined) throw new Error(JSON.stringify(diagnostics));
  const read = readEvent({ kind: "call", id: "1", session: "s", tool: "t", args: { x } });
  if ("kind" in read) throw new Error(read.message);
  const event = admit(read.raw, lowerPolicy(policy).catalogue);
  if (event.kind === "invalid") throw new Error(event.message);
  return event.violations.map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`);
}

describe("the limits of a schema", () => {
  const number = { type: "number" };
  const text = { type: "string" };
  const list = { type: "array", items: { type: "string" } };
  const few = { type: "array", items: { type: "number", maximum: 1 } };
  const open = { type: "object", additionalProperties: true };
  it.each([
    [{ ...number, minimum: -2.5 }, [-2.5, 0, 1e9], [-2.6, -1e9], "a number from -2.5 on"],
    [{ ...number, maximum: 100 }, [100, -7], [100.01, 1e6], "a number up to 100"],
    [{ ...number, exclusiveMinimum: 0 }, [0.01], [0, -1], "a number above 0"],
    [{ ...number, exclusiveMaximum: 10 }, [9.99], [10, 11], "a number below 10"],
    [{ ...number, minimum: 0, exclusiveMinimum: true }, [0.01], [0], "a number above 0"],
    [{ ...number, maximum: 10, exclusiveMaximum: true }, [9], [10], "a number below 10"],
    [{ type: "integer", minimum: 1, maximum: 3 }, [1, 2, 3], [4], "a number up to 3"],
    [{ ...text, minLength: 2 }, ["ab", "abc"], ["", "a"], "a text of 2 characters or more"],
    // One character, two halves of UTF-16.
    [{ ...text, maxLength: 2 }, ["", "ab", "\u{1f600}\u{1f600}"], ["abc"], "a text of 2 characters at most"],
    [{ ...text, format: "email", maxLength: 9 }, ["a@b.eu"], ["abcdef@b.eu"], "a text of 9 characters at most"],
    [{ ...list, minItems: 1 }, [["a"], ["a", "b"]], [[]], "a list of 1 elements or more"],
    [{ ...list, maxItems: 1 }, [[], ["a"]], [["a", "b"]], "a list of 1 elements at most"],
    [
      {
        allOf: [
          { ...number, maximum: 9 },
          { ...number, maximum: 5 },
        ],
      },
      [5],
      [6],
      "a number up to 5",
    ],
    [
      {
        allOf: [
          { ...number, minimum: 3 },
          { ...number, minimum: 5 },
        ],
      },
      [5],
      [4],
      "a number from 5 on",
    ],
    [{ ...number, $ref: "#/$defs/small" }, [9], [10], "a number up to 9"],
    // What no binary fraction is: 0.3 is a multiple of 0.1, and 1e30 is one of 0.0001.
    [{ ...number, multipleOf: 0.1 }, [0.3, 0, -1.1, 1e30], [0.25, 0.0001], "a multiple of 0.1"],
    [{ type: "integer", multipleOf: 5 }, [0, -10, 15], [7, -1], "a multiple of 5"],
    [{ allOf: [{ ...number, multipleOf: 2 }, { multipleOf: 3 }] }, [6, 0], [3], "a multiple of 2"],
    [{ allOf: [{ ...number, multipleOf: 2 }, { multipleOf: 3 }] }, [12], [4], "a multiple of 3"],
    [{ ...open, minProperties: 1 }, [{ a: 1 }, { a: 1, b: 2 }], [{}], "an object of 1 members or more"],
    [{ ...open, maxProperties: 1 }, [{}, { a: 1 }], [{ a: 1, b: 2 }], "an object of 1 members at most"],
    [{ anyOf: [{ ...number, maximum: 9 }, { type: "null" }] }, [9, null], [10], "a number up to 9"],
  ])("hold: %j", (schema, fitting, broken, expected) => {
    for (const value of fitting) expect(violationsOf(schema, value), JSON.stringify(value)).toEqual([]);
    for (const value of broken)
      expect(violationsOf(schema, value), JSON.stringify(value)).toEqual([
        `args.x: expected ${expected}, found another one`,
      ]);
  });

  it.each([
    [few, [[], [1, 0]], [[1, 5, 7]], "args.x[1]: expected a number up to 1, found another one"],
    [
      { ...few, type: ["array", "null"] },
      [null, [1]],
      [[2]],
      "args.x[0]: expected a number up to 1, found another one",
    ],
    [
      { type: "array", items: few },
      [[[1], []]],
      [[[1], [0, 3]]],
      "args.x[1][1]: expected a number up to 1, found another one",
    ],
    [
      { ...few, items: { $ref: "#/$defs/small", type: "number" } },
      [[9]],
      [[10]],
      "args.x[0]: expected a number up to 9, found another one",
    ],
    [
      { allOf: [few, { items: { minimum: 0 } }] },
      [[0, 1]],
      [[-1]],
      "args.x[0]: expected a number from 0 on, found another one",
    ],
    [
      { ...list, items: { ...text, maxLength: 1 } },
      [["a", ""]],
      [["ab"]],
      "args.x[0]: expected a text of 1 characters at most, found another one",
    ],
    [
      { type: "array", items: { type: "object", properties: { n: { type: "number", maximum: 1 } } } },
      [[{ n: 1 }, {}]],
      [[{ n: 1 }, { n: 2 }]],
      "args.x[1].n: expected a number up to 1, found another one",
    ],
  ])("hold of the elements of lists: %j", (schema, fitting, broken, expected) => {
    for (const value of fitting) expect(violationsOf(schema, value), JSON.stringify(value)).toEqual([]);
    for (const value of broken) expect(violationsOf(schema, value), JSON.stringify(value)).toEqual([expected]);
  });

  it.each([
    [
      "what only one branch says",
      {
        anyOf: [
          { ...number, maximum: 9 },
          { ...number, minimum: 20 },
        ],
      },
      12,
    ],
    ["those of elements, where only one branch says it", { anyOf: [few, { type: "array", maxItems: 9 }] }, [5]],
    ["those of a text, of a number", { maxLength: 1 }, 12],
    ["patterns", { ...text, pattern: "^a$" }, "b"],
    ["doubles", { ...list, uniqueItems: true }, ["a", "a"]],
  ])("do not hold, as documented: %s", (_what, schema, value) => {
    expect(violationsOf(schema, value)).toEqual([]);
  });

  it("do not hold of the arguments as a whole, as documented", () => {
    expect(violationsOf(number, 1, "", { minProperties: 2 })).toEqual([]);
  });

  it("hold whatever a policy says that the field is", () => {
    const schema = { type: "integer", minimum: 1 };
    expect(violationsOf(schema, 1, "tool t { args.x is money USD minor }\n")).toEqual([]);
    expect(violationsOf(schema, 0, "tool t { args.x is money USD minor }\n")).toEqual([
      "args.x: expected a number from 1 on, found another one",
    ]);
  });

  it("make the value unknown", () => {
    const { policy } = checkFiles({
      "policy.gate": header,
      "tools.json": JSON.stringify([
        { name: "t", inputSchema: { type: "object", properties: { x: { type: "number", maximum: 9 } } } },
      ]),
    });
    if (policy === undefined) throw new Error("refused");
    const read = readEvent({ kind: "call", id: "1", session: "s", tool: "t", args: { x: 10 } });
    const event = "kind" in read ? undefined : admit(read.raw, lowerPolicy(policy).catalogue);
    if (event === undefined || event.kind === "invalid" || event.fields.args.state !== "value")
      throw new Error("refused");
    const { value } = event.fields.args;
    expect(value.kind === "record" && value.fields.get("x")).toEqual({ state: "unrecorded", cause: "ill_typed" });
  });
});
