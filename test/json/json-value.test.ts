import { describe, expect, it } from "vitest";
import { JsonNumber, jsonNumber, jsonNumberFrom, plainNumberOf } from "../../src/json/json-value.ts";
import { writeJson } from "../../src/json/write-json.ts";

describe("a number of the host", () => {
  it("is written by its shortest decimal", () => {
    const written = [0, -0, 1, -1.5, 0.1 + 0.2, 1e21, 5e-324, 2 ** 53].map((plain) => writeJson(jsonNumberFrom(plain)));
    expect(written).toEqual(["0", "0", "1", "-1.5", "0.30000000000000004", "1e+21", "5e-324", "9007199254740992"]);
  });

  it("is one by its class and not by its members", () => {
    expect(jsonNumberFrom(5)).toBeInstanceOf(JsonNumber);
    expect({ lexeme: "5", plain: 5 }).not.toBeInstanceOf(JsonNumber);
    expect(plainNumberOf(jsonNumber("5"))).toBeUndefined();
    expect(plainNumberOf(Object.create(Object.getPrototypeOf(jsonNumberFrom(5))) as JsonNumber)).toBeUndefined();
  });

  it("stays what it was made of, whatever is done to it", () => {
    const number = jsonNumberFrom(5);
    Object.assign(number, { plain: 6 });
    expect([number.lexeme, plainNumberOf(number)]).toEqual(["5", 5]);
  });

  it("differs from another where tests compare it", () => {
    expect(jsonNumberFrom(5)).not.toEqual(jsonNumberFrom(6));
    expect(jsonNumberFrom(5)).toEqual(jsonNumberFrom(5));
  });

  it("is refused where it is none", () => {
    for (const plain of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(() => jsonNumberFrom(plain)).toThrow("not a JSON number");
  });
});
