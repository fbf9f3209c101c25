import fc from "fast-check";
import { expect, it } from "vitest";
import { quote } from "../../src/json/quote.ts";

it("writes every text as the platform does", () => {
  for (let code = 0; code < 0x180; code += 1) {
    const text = `a${String.fromCharCode(code)}`;
    expect(quote(text)).toBe(JSON.stringify(text));
  }
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => quote(text) === JSON.stringify(text)));
});
