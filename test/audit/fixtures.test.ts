import { describe, expect, it } from "vitest";
import { auditFiles, caseNames, compileMessages, controls, readCase, rowsOf } from "./cases.ts";

const items = ["ID-1", "ID-2", "ID-3", "ID-5", "AZ-1", "AZ-4", "SB-1", "SB-2", "PD-3", "MA-3"].map((id) => `ZT-${id}`);

describe("the ten controls", () => {
  it("compile", () => {
    expect(compileMessages).toEqual([]);
    expect(controls.map(({ name }) => name).sort()).toEqual([...items].sort());
  });

  it("each have remedies, a reason, and tags that name framework and relation", () => {
    for (const control of controls) {
      expect(control.remedies.length, control.name).toBeGreaterThan(0);
      expect(control.because, control.name).toBeDefined();
      expect(control.tags.length, control.name).toBeGreaterThan(5);
      for (const tag of control.tags) {
        expect(tag).toMatch(
          /^(?:LLM25|LLM1\.1|ASI|ZTA|RMF|42001|AIA|SOC2|ATLAS) [=~]\S+(?: [0-9.]+)?(?:, [=~]\S+(?: [0-9.]+)?)*$/,
        );
      }
    }
  });

  it.each(items)("%s has a case for every verdict", (item) => {
    const verdicts = new Set(
      caseNames.flatMap((name) => readCase(name).expected.flatMap((one) => (one.item === item ? [one.verdict] : []))),
    );
    expect([...verdicts].filter((verdict) => verdict !== "not-applicable").sort()).toEqual([
      "fail",
      "partial",
      "pass",
      "unknown",
    ]);
  });
});

describe.each(caseNames)("%s", (name) => {
  const { files, options, expected } = readCase(name);
  const { read, report } = auditFiles(files, options);
  const rows = rowsOf(report);

  it("is read without a refusal and says what it expects", () => {
    expect(read.refusals.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    expect(expected.length).toBeGreaterThan(0);
  });

  it.each(expected)("$item is $verdict for $subject", ({ item, verdict, subject, at }) => {
    const row = rows.find((one) => one.item === item && one.subject === subject);
    expect({ verdict: row?.verdict, clause: row?.clause }).toEqual({ verdict, clause: row?.clause });
    const places = row?.evidence.flatMap(({ sources }) => sources.map(({ file, line }) => `${file}:${line}`)) ?? [];
    if (at !== undefined) expect(places).toContain(at);
  });
});
