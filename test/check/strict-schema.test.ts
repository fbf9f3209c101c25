import { describe, expect, it } from "vitest";
import { readStrictSchema } from "../../src/check/strict-schema.ts";
import { readJson } from "../../src/json/read-json.ts";

function refusal(schema: object | string): string {
  const read = readJson(typeof schema === "string" ? schema : JSON.stringify(schema));
  if (!read.ok) throw new Error(read.error.message);
  const result = readStrictSchema(read.value);
  return result.ok ? "none" : `${result.path}: ${result.found}`;
}
const text = { type: "string" };

/** A list of lists, so many levels deep. */
const nested = (levels: number): object => (levels === 1 ? text : { type: "array", items: nested(levels - 1) });

describe("a schema that a gate demands", () => {
  it("is at most so deep that a step of its path is kept for each of 32 levels", () => {
    expect(refusal(nested(33))).toBe("none");
    expect(refusal(nested(34))).toContain("more than 32 levels");
  });

  it("is read whole where a type says all of it", () => {
    const note = { $schema: "x", title: "y", description: "z", default: 1, examples: [2], $comment: "c" };
    const schema = {
      ...note,
      type: "object",
      properties: {
        a: text,
        b: { type: "array", items: { type: "integer", ...note } },
        c: { type: "string", enum: ["x"] },
      },
      required: ["a"],
      additionalProperties: false,
    };
    expect(refusal(schema)).toBe("none");
    expect(refusal({ type: "array" })).toBe("none");
    expect(refusal({ type: "object", properties: { properties: { type: "boolean" } } })).toBe("none");
  });

  it.each([
    [{}, "schema: no `type`"],
    ["true", "schema: no object"],
    [{ type: ["string", "null"] }, "schema.type: a `type` that is none of a schema's six"],
    [{ type: "null" }, "schema.type: a `type` that is none of a schema's six"],
    [{ type: "constructor" }, "schema.type: a `type` that is none of a schema's six"],
    [{ ...text, pattern: "a" }, "schema.pattern: `pattern`"],
    [{ ...text, maxLength: 3 }, "schema.maxLength: `maxLength`"],
    [{ ...text, format: "email" }, "schema.format: `format`"],
    [{ ...text, enum: [] }, "schema.enum: an `enum` that is no list of texts"],
    [{ ...text, enum: ["a", 1] }, "schema.enum: an `enum` that is no list of texts"],
    [{ type: "integer", minimum: 0 }, "schema.minimum: `minimum`"],
    [{ type: "object", oneOf: [] }, "schema.oneOf: `oneOf`"],
    [{ type: "object", $ref: "#" }, "schema.$ref: `$ref`"],
    [
      { type: "object", additionalProperties: text },
      "schema.additionalProperties: `additionalProperties` that is neither true nor false",
    ],
    [{ type: "object", required: ["a"] }, "schema.required: a name that `properties` does not have"],
    [{ type: "object", properties: [] }, "schema.properties: `properties` that are no object"],
    [
      { type: "object", properties: { a: { type: "array", items: { ...text, const: "x" } } } },
      "schema.properties.a.items.const: `const`",
    ],
  ])("%j is refused", (schema, said) => {
    expect(refusal(schema)).toBe(said);
  });
});
