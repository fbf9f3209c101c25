import { describe, expect, it } from "vitest";
import { manifestDiagnostics } from "../../src/diagnostics/manifest.ts";
import { readDeployment } from "../../src/manifest/read-deployment.ts";

const codesOf = (text: string): readonly string[] => {
  const read = readDeployment([{ file: "manifest.yaml", text }], { complete: [], agents: [] });
  return [...read.refusals, ...read.findings].map(({ code }) => code);
};

describe("every manifest diagnostic", () => {
  it("has a code of its own", () => {
    const codes = manifestDiagnostics.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  for (const { code, page, severity } of manifestDiagnostics) {
    it(`${code} is raised by its bad example and not by its good one`, () => {
      expect(codesOf(page.bad)).toContain(code);
      expect(codesOf(page.good)).not.toContain(code);
    });
    it(`${code} makes the run incomplete only if it is an error`, () => {
      const read = readDeployment([{ file: "manifest.yaml", text: page.bad }], { complete: [], agents: [] });
      expect(read.refusals.some((refusal) => refusal.code === code)).toBe(severity === "error");
    });
  }
});
