import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonObject, JsonNumber, type JsonValue, memberOf } from "../../src/json/json-value.ts";
import { readJson } from "../../src/json/read-json.ts";
import { jsonFromPlain, writeJson } from "../../src/json/write-json.ts";

const read = (text: string): JsonValue => {
  const result = readJson(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const errorOf = (text: string, options = {}) => {
  const result = readJson(text, options);
  return result.ok ? undefined : result.error;
};

describe("readJson", () => {
  it("keeps the text of numbers", () => {
    expect(writeJson(read("[9007199254740993, 1.50, -0, 1E+2]"))).toBe("[9007199254740993,1.50,-0,1E+2]");
  });

  it("treats `__proto__` as a key, and objects have no prototype", () => {
    const value = read('{"__proto__": {"admin": true}, "a": 1}');
    expect(isJsonObject(value) && Object.getPrototypeOf(value)).toBeNull();
    expect(isJsonObject(value) && memberOf(value, "admin")).toBeUndefined();
    expect(isJsonObject(value) && Object.keys(value)).toEqual(["__proto__", "a"]);
  });

  it("does not take data for a number", () => {
    const value = read('{"lexeme": "1"}');
    expect(value instanceof JsonNumber).toBe(false);
    expect(isJsonObject(value)).toBe(true);
  });

  it("decodes every escape", () => {
    expect(read('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"')).toBe('"\\/\b\f\n\r\té😀');
  });

  it("skips a leading byte order mark and counts it in offsets", () => {
    expect(read("\ufefftrue")).toBe(true);
    expect(errorOf("\ufeff[1,]")?.offset).toBe(3);
  });

  it.each([
    ["", "syntax", 0, "", "the end of the text"],
    ["[1,]", "syntax", 2, "[1]", "trailing comma"],
    ['{"a":1,}', "syntax", 6, "a", "trailing comma"],
    ["[,1]", "syntax", 1, "[0]", "found `,`"],
    ["[1 2]", "syntax", 3, "[1]", "expected `,` or `]`"],
    ["{a:1}", "syntax", 1, "", "key in double quotes"],
    ["{'a':1}", "syntax", 1, "", "a single quote"],
    ['{"a" 1}', "syntax", 5, "a", "expected `:`"],
    ['{"a":1', "syntax", 6, "a", "expected `,` or `}`"],
    ["1 2", "syntax", 2, "", "after the document"],
    ["[1", "syntax", 2, "[1]", "the end of the text"],
    ['"a', "syntax", 0, "", "a string without its end"],
    ['"a\nb"', "syntax", 2, "", "control character"],
    ['"\\x"', "syntax", 1, "", "unknown escape"],
    ['"\\u12g4"', "syntax", 1, "", "four hexadecimal digits"],
    ["NaN", "syntax", 0, "", "found `NaN`"],
    ["-Infinity", "syntax", 0, "", "found `-` without a digit"],
    ["undefined", "syntax", 0, "", "found `undefined`"],
    ["True", "syntax", 0, "", "found `True`"],
    ["nulll", "syntax", 0, "", "found `nulll`"],
    ["01", "syntax", 0, "", "leading zero"],
    ["-01", "syntax", 0, "", "leading zero"],
    ["+1", "syntax", 0, "", "found `+`"],
    [".5", "syntax", 0, "", "found `.`"],
    ["1.", "syntax", 1, "", "decimal point without a digit"],
    ["1e", "syntax", 1, "", "exponent without a digit"],
    ["0x10", "syntax", 0, "", "letters"],
    ["1_000", "syntax", 0, "", "letters"],
    ["// c\n1", "syntax", 0, "", "a comment"],
    ["[\u00a01]", "syntax", 1, "[0]", "U+00A0"],
    ['{"a":{"b":1,"b":2}}', "duplicate-key", 12, "a.b", '"b" stands twice'],
    ['{"a":1,"\\u0061":2}', "duplicate-key", 7, "a", '"a" stands twice'],
    ['["x\\ud800"]', "lone-surrogate", 3, "[0]", "U+D800"],
    ['"\\ude00"', "lone-surrogate", 1, "", "U+DE00"],
    ['"\\ud800\\u0041"', "lone-surrogate", 1, "", "U+D800"],
    ['"\ud800"', "lone-surrogate", 1, "", "U+D800"],
    ['"\udc00\udc01"', "lone-surrogate", 1, "", "U+DC00"],
    ["1e401", "number", 0, "", "exponent"],
    ["1e-99999999999999999999", "number", 0, "", "exponent"],
    ["1".repeat(401), "number", 0, "", "400 digits"],
  ])("refuses %s: %s", (text, code, offset, path, message) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ code, offset, path });
    expect(error?.message).toContain(message);
  });

  it("bounds the depth, also far beyond any stack", () => {
    expect(errorOf(`${"[".repeat(64)}${"]".repeat(64)}`)).toBeUndefined();
    expect(errorOf(`${"[".repeat(65)}${"]".repeat(65)}`)).toMatchObject({ code: "depth", offset: 64 });
    const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`;
    expect(readJson(deep, { maxDepth: 300_000 }).ok).toBe(true);
  });

  it("bounds the size", () => {
    expect(errorOf("[1, 2]", { maxLength: 5 })).toMatchObject({ code: "size" });
    expect(errorOf("[1, 2]", { maxLength: 6 })).toBeUndefined();
  });

  it("allows comments and trailing commas where asked, and nothing else", () => {
    const text = '/* a */ {// b\n "x": [1, 2,], /* c */ "y": "// no comment",\n}// end';
    const result = readJson(text, { comments: true });
    expect(result.ok && writeJson(result.value)).toBe('{"x":[1,2],"y":"// no comment"}');
    for (const bad of ["[,]", "[1,,]", "{,}", "/* open", "{a:1}", "[1 /", "'a'"]) {
      expect(errorOf(bad, { comments: true })?.code).toBe("syntax");
    }
  });

  it("says where a value and its key stand, asked before or after", () => {
    const text = '{"a": [10, {"b c": true}]}';
    for (const positions of [true, false]) {
      const result = readJson(text, { positions });
      if (!result.ok) throw new Error(result.error.message);
      const slice = (range: { start: number; end: number } | undefined) => range && text.slice(range.start, range.end);
      const location = result.positions.at(["a", 1, "b c"]);
      expect([slice(location?.value), slice(location?.key)]).toEqual(["true", '"b c"']);
      expect(slice(result.positions.at(["a"])?.value)).toBe('[10, {"b c": true}]');
      expect(slice(result.positions.at(["a", 0])?.value)).toBe("10");
      expect(result.positions.at([])).toEqual({ value: { start: 0, end: text.length }, key: undefined });
      expect(result.positions.at(["a", "0"])).toBeUndefined();
      expect(result.positions.at(["constructor"])).toBeUndefined();
    }
  });

  it("reads whatever JSON.stringify writes, to the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(JSON.parse(writeJson(read(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it("accepts nothing that JSON.parse refuses, and refuses otherwise only by its own bounds; never throws", () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'[]{}",:01-.eE+tru\\u dD8\n/*') }),
      fc
        .json()
        .chain((json) =>
          fc
            .tuple(fc.nat(json.length), fc.constantFrom("", ",", "]", '"', "0", "\\", "\u0000"))
            .map(([at, extra]) => json.slice(0, at) + extra + json.slice(at + 1)),
        ),
    );
    fc.assert(
      fc.property(text, (json) => {
        const error = errorOf(json);
        if (error === undefined) expect(() => JSON.parse(json)).not.toThrow();
        else if (error.code === "syntax") expect(() => JSON.parse(json)).toThrow();
      }),
      { numRuns: 3_000 },
    );
  });

  it("takes linear time on long texts", () => {
    const long = `[${'{"k":"\\n\\n\\n\\n"},'.repeat(100_000)}1]`;
    expect(readJson(long).ok).toBe(true);
    expect(readJson(`"${"\\u0041".repeat(200_000)}"`).ok).toBe(true);
  });
});

describe("jsonFromPlain", () => {
  it("gives numbers their shortest decimal", () => {
    const value = jsonFromPlain({ a: [1, 0.1, 1e21, 5n], b: null });
    expect(value === undefined ? undefined : writeJson(value)).toBe('{"a":[1,0.1,1e+21,5],"b":null}');
  });

  it("has nothing for what JSON cannot say", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const value of [Number.NaN, undefined, new Date(0), { a: undefined }, [() => 1], cycle]) {
      expect(jsonFromPlain(value)).toBeUndefined();
    }
  });
});
