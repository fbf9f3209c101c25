import { describe, expect, it } from "vitest";
import { lowerPolicy } from "../../src/engine/lower.ts";
import { admit } from "../../src/event/admit.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { checkFiles } from "./check-text.ts";

const header = 'policy demo version 1 language 1\nuse tools from "./tools.json"\n';

/** What admission finds wrong with a call of a tool whose argument `x` has this schema. */
function violationsOf(schema: unknown, x: unknown, clauses = ""): readonly string[] {
  const inputSchema = { type: "object", properties: { x: schema }, $defs: { small: { maximum: 9 } } };
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
    [{ anyOf: [{ ...number, maximum: 9 }, { type: "null" }] }, [9, null], [10], "a number up to 9"],
  ])("hold: %j", (schema, fitting, broken, expected) => {
    for (const value of fitting) expect(violationsOf(schema, value), JSON.stringify(value)).toEqual([]);
    for (const value of broken)
      expect(violationsOf(schema, value), JSON.stringify(value)).toEqual([
        `args.x: expected ${expected}, found another one`,
      ]);
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
    ["those of elements", { type: "array", items: { type: "number", maximum: 1 } }, [5]],
    ["those of a text, of a number", { maxLength: 1 }, 12],
    ["patterns", { ...text, pattern: "^a$" }, "b"],
    ["multiples", { ...number, multipleOf: 5 }, 7],
    ["doubles", { ...list, uniqueItems: true }, ["a", "a"]],
  ])("do not hold, as documented: %s", (_what, schema, value) => {
    expect(violationsOf(schema, value)).toEqual([]);
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
