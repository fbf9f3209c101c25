import { describe, expect, it } from "vitest";
import { traceDiagnostics } from "../../src/diagnostics/trace.ts";
import { importTrace } from "../../src/trace/import-trace.ts";

const codesOf = (text: string) => importTrace({ file: "t", text }).refusals.map(({ code }) => code);

/** Raised by a flag, and by a file too long to be an example. */
const notByExample = ["trace-unknown-format-name", "trace-too-long"];

describe("the pages of the trace diagnostics", () => {
  for (const { code, page } of traceDiagnostics.filter((kind) => !notByExample.includes(kind.code))) {
    it(`${code}: the bad trace raises it, the good one raises nothing`, () => {
      expect(codesOf(page.bad)).toContain(code);
      expect(codesOf(page.good)).toEqual([]);
    });
  }

  it("have codes of their own", () => {
    const codes = traceDiagnostics.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
