import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { reporters, reportFormats } from "../../src/report/index.ts";
import { audit, gateText, plainOptions, sampleReport, simulation } from "./sample-report.ts";

describe("every report format", () => {
  for (const format of reportFormats) {
    it(`${format} renders the sample as pinned`, async () => {
      await expect(reporters[format](sampleReport, plainOptions)).toMatchFileSnapshot(
        `../../fixtures/report/${format}.txt`,
      );
    });

    it(`${format} lets no control, direction or escape character of an input through`, () => {
      const hostile = "\u001b]0;x\u0007\u202e\u200b\u0085\u{e0041}\ud800";
      const text = reporters[format](
        {
          ...sampleReport,
          diagnostics: sampleReport.diagnostics.map((diagnostic) => ({
            ...diagnostic,
            message: hostile,
            help: hostile,
            notes: [hostile],
            spans: diagnostic.spans.map((span) => ({ ...span, label: hostile })),
          })),
          sources: new Map([...sampleReport.sources].map(([file, source]) => [file, hostile + source])),
          files: [hostile],
          tests: [
            {
              title: hostile,
              file: hostile,
              start: 0,
              end: 0,
              passed: false,
              failures: [{ start: 0, end: 0, message: hostile }],
            },
          ],
          simulation: {
            ...simulation,
            policy: hostile,
            notes: [hostile],
            assumptions: [hostile],
            refusals: [{ file: hostile, line: 1, column: 1, code: hostile, message: hostile }],
            sessions: simulation.sessions.map((session) => ({
              ...session,
              session: hostile,
              file: hostile,
              format: hostile,
            })),
          },
          audit: {
            ...audit,
            items: audit.items.map((item) => ({ ...item, title: hostile, because: hostile, group: hostile })),
            unclaimed: [{ file: hostile, kind: hostile }],
          },
          summary: [hostile],
        },
        { ...plainOptions, timeline: "all" },
      );
      expect(text).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|\u{e0041}|\p{Cs}/u,
      );
    });

    it(`${format} is the same text every time`, () => {
      expect(reporters[format](sampleReport, plainOptions)).toBe(reporters[format](sampleReport, plainOptions));
    });
  }
});

describe("json", () => {
  it("starts with the exit and fits its published schema", () => {
    const text = reporters.json(sampleReport, plainOptions);
    expect(text).toMatch(/^\{\s*"exit": \{\s*"code": 4,\s*"reason": "input"/);
    const schema = JSON.parse(readFileSync("src/report/report.schema.json", "utf8"));
    const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  });

  it("gives back the exact text of an input", () => {
    const parsed = JSON.parse(reporters.json(sampleReport, plainOptions));
    expect(parsed.simulation.sessions[0].session).toBe("s1\u001b[31m");
  });
});

describe("human", () => {
  it("says nothing when there is nothing to say", () => {
    const { tests: _, simulation: __, audit: ___, ...rest } = sampleReport;
    expect(reporters.human({ ...rest, diagnostics: [], summary: [] }, plainOptions)).toBe("");
  });

  it("writes ASCII alone when asked to", () => {
    expect(reporters.human(sampleReport, { ...plainOptions, ascii: true })).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it("shows every session and event with the full timeline and none without", () => {
    const all = reporters.human(sampleReport, { ...plainOptions, timeline: "all" });
    const nothing = reporters.human(sampleReport, { ...plainOptions, timeline: "none" });
    expect(all).toContain("session s2 (");
    expect(all).not.toContain("not shown");
    expect(nothing).not.toContain("session s1");
  });

  it("says how many sessions it leaves out", () => {
    const [first] = simulation.sessions;
    if (first === undefined) throw new Error("the sample has sessions");
    const sessions = Array.from({ length: 25 }, (_, at) => ({ ...first, session: `n${at}` }));
    const text = reporters.human({ ...sampleReport, simulation: { ...simulation, sessions } }, plainOptions);
    expect(text).toContain("not shown: 5 more like those above");
    expect(text).toContain("session n19 ");
    expect(text).not.toContain("session n20 ");
  });

  it("lists every item of an audit", () => {
    const text = reporters.human(sampleReport, plainOptions);
    for (const { id } of audit.items) expect(text).toContain(id);
  });
});

describe("github", () => {
  it("writes one command a line, so that no text of an input starts another", () => {
    const lines = reporters.github(sampleReport, plainOptions).trimEnd().split("\n");
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) ?[^:]*::/);
    expect(lines.join("\n")).toContain("%250A::error::x");
  });
});

describe("junit", () => {
  it("counts what it lists and leaves no bare markup", () => {
    const text = reporters.junit(sampleReport, plainOptions);
    const [total] = /tests="(\d+)"/.exec(text)?.slice(1) ?? [];
    expect(text.match(/<testcase /g)).toHaveLength(Number(total));
    expect(text).not.toContain("<more>");
    expect(text.match(/<failure/g)).toHaveLength(Number(/failures="(\d+)"/.exec(text)?.[1]));
  });
});

describe("markdown", () => {
  it("neutralises markup, links, mentions and table cells", () => {
    const text = reporters.markdown(sampleReport, plainOptions);
    expect(text).not.toContain("<b>");
    expect(text).toContain("&lt;b&gt;");
    expect(text).not.toContain("](https://");
    expect(text).not.toContain("@octocat");
    const rows = text.split("\n").filter((line) => line.startsWith("| warning"));
    for (const row of rows) expect(row.replaceAll("\\|", "").match(/\|/g)).toHaveLength(5);
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe("sarif", () => {
  const log = JSON.parse(reporters.sarif(sampleReport, plainOptions));
  const [run] = log.runs;

  it("is version 2.1.0 with a driver that knows every rule used", () => {
    expect(log.version).toBe("2.1.0");
    expect(run.tool.driver.name).toBe("Sallyport");
    expect(run.results.length).toBeGreaterThan(5);
    for (const result of run.results) {
      const rule = run.tool.driver.rules[result.ruleIndex];
      expect(rule.id).toBe(result.ruleId);
      expect(rule.shortDescription.text).not.toBe("");
      expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024);
      expect(rule.help.text).not.toBe("");
      expect(rule.help.markdown).not.toBe("");
      expect(["error", "warning", "note"]).toContain(rule.defaultConfiguration.level);
    }
    const ids = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("gives every result a relative encoded URI and a region", () => {
    for (const result of run.results) {
      expect(["error", "warning", "note"]).toContain(result.level);
      expect(result.message.text).not.toBe("");
      expect(result.locations).toHaveLength(1);
      for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? [])]) {
        const { uri } = physicalLocation.artifactLocation;
        expect(uri).toMatch(/^[A-Za-z0-9%._~!*'()/-]+$/);
        expect(uri.startsWith("/")).toBe(false);
        const { startLine, startColumn, endLine, endColumn } = physicalLocation.region;
        for (const number of [startLine, startColumn, endLine, endColumn]) expect(number).toBeGreaterThanOrEqual(1);
        expect(endLine * 1e6 + endColumn).toBeGreaterThanOrEqual(startLine * 1e6 + startColumn);
      }
    }
  });

  it("emits no pass", () => {
    expect(JSON.stringify(run.results)).not.toContain("ZT-ID-1");
  });

  it("has distinct fingerprints that survive lines added above", () => {
    const printsOf = (sarif: string): readonly string[] =>
      JSON.parse(sarif).runs[0].results.map(
        (result: { partialFingerprints: { primaryLocationLineHash: string } }) =>
          result.partialFingerprints.primaryLocationLineHash,
      );
    const before = printsOf(reporters.sarif(sampleReport, plainOptions));
    expect(new Set(before).size).toBe(before.length);
    const added = "// a comment\n\n";
    const moved = {
      ...sampleReport,
      sources: new Map(
        [...sampleReport.sources].map(([file, text]) => [file, text === gateText ? added + text : text]),
      ),
      diagnostics: sampleReport.diagnostics.map((diagnostic) => ({
        ...diagnostic,
        spans: diagnostic.spans.map((span) => ({
          ...span,
          start: span.start + added.length,
          end: span.end + added.length,
        })),
      })),
    };
    expect(printsOf(reporters.sarif(moved, plainOptions)).slice(0, 2)).toEqual(before.slice(0, 2));
  });

  it("offers fixes as replacements", () => {
    const [first] = run.results;
    const [change] = first.fixes[0].artifactChanges;
    expect(change.replacements[0].insertedContent.text).toBe("action");
    expect(change.replacements[0].deletedRegion).toMatchObject({ startLine: 6, startColumn: 9, endColumn: 14 });
  });

  it("embeds no link that an input wrote", () => {
    for (const result of run.results) expect(result.message.text).not.toMatch(/[^\\]\]\(/);
  });
});
