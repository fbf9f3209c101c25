import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../../src/report/diagnostic-text.ts";
import { displayWidth } from "../../src/report/display-width.ts";
import { indexSources } from "../../src/report/source-index.ts";
import { plainOptions } from "./sample-report.ts";

const at = (text: string, word: string, over: Partial<Diagnostic> = {}, label?: string): Diagnostic => {
  const start = text.indexOf(word);
  return {
    code: "some-code",
    severity: "error",
    message: "something",
    spans: [
      { file: "a.gate", start, end: start + word.length, primary: true, ...(label === undefined ? {} : { label }) },
    ],
    notes: [],
    fixes: [],
    ...over,
  };
};

const render = (text: string, diagnostic: Diagnostic, width = 100): readonly string[] =>
  renderDiagnostic(diagnostic, indexSources(new Map([["a.gate", text]])), { ...plainOptions, width }).split("\n");

describe("a diagnostic in text", () => {
  it("looks exactly as the command line's design shows it", () => {
    const text = `${"\n".repeat(13)}  when acton.type == "drop"\n`;
    const start = text.indexOf("acton");
    const diagnostic: Diagnostic = {
      code: "unknown-field",
      severity: "error",
      message: "`acton` is not a field of the event",
      spans: [{ file: "policies/support.gate", start, end: start + 5, label: "no such field", primary: true }],
      notes: [],
      help: "did you mean `action`?",
      fixes: [],
    };
    const index = indexSources(new Map([["policies/support.gate", text]]));
    expect(renderDiagnostic(diagnostic, index, plainOptions)).toBe(
      [
        "error[unknown-field]: `acton` is not a field of the event",
        "  --> policies/support.gate:14:8",
        "   |",
        '14 |   when acton.type == "drop"',
        "   |        ^^^^^ no such field",
        "   |",
        " = help: did you mean `action`?",
        " = docs: sallyport rules unknown-field",
      ].join("\n"),
    );
  });

  it("keeps carets under the word behind tabs, wide and combining characters", () => {
    const text = "\tx 日本語 e\u0301 word";
    const rows = render(text, at(text, "word"));
    const line = rows[3] ?? "";
    const carets = rows[4] ?? "";
    expect(displayWidth(line.slice(0, line.indexOf("word")))).toBe(carets.indexOf("^"));
  });

  it("shows an invisible character and counts its shown width", () => {
    const text = 'a "\u202e" word';
    const rows = render(text, at(text, "word"));
    expect(rows[3]).toBe('1 | a "\\u{202e}" word');
    expect(rows[4]).toBe("  |              ^^^^");
  });

  it("cuts a long line around the span and fits the width", () => {
    const text = `${"x".repeat(500)} word ${"y".repeat(500)}`;
    const rows = render(text, at(text, "word"), 80);
    expect(rows[3]).toMatch(/^1 \| …x+ word y+…$/);
    expect(displayWidth(rows[3] ?? "")).toBeLessThanOrEqual(80);
    expect(rows[4]?.indexOf("^")).toBe(rows[3]?.indexOf("word"));
  });

  it("keeps two marks of a long line in view when they fit, and names the column of one that does not", () => {
    const text = `${"x".repeat(100)} one two ${"y".repeat(300)} far`;
    const both = (other: string) => {
      const primary = at(text, "two");
      const start = text.indexOf(other);
      const span = { file: "a.gate", start, end: start + 3, label: "here", primary: false };
      return render(text, { ...primary, spans: [...primary.spans, span] }, 80);
    };
    const near = both("one");
    expect(near[4]?.indexOf("---")).toBe(near[3]?.indexOf("one"));
    expect(both("far")).toContain("  | (column 411: here)");
  });

  it("shows several spans in order of lines, with a gap between distant ones", () => {
    const text = "first\n\n\n\nsecond\n";
    const second = at(text, "second", {}, "again here");
    const rows = render(text, {
      ...second,
      spans: [...second.spans, { file: "a.gate", start: 0, end: 5, label: "first here", primary: false }],
    });
    expect(rows.slice(1, 9)).toEqual([
      " --> a.gate:5:1",
      "  |",
      "1 | first",
      "  | ----- first here",
      "...",
      "5 | second",
      "  | ^^^^^^ again here",
      "  |",
    ]);
  });

  it("marks a span over several lines on its first and last line", () => {
    const text = "gate a {\n  deny\n}\n";
    const rows = render(text, at(text, "gate a {\n  deny\n}", {}, "this gate"));
    expect(rows.slice(3, 8)).toEqual(["1 | gate a {", "  | ^^^^^^^^", "...", "3 | }", "  | ^ this gate"]);
  });

  it("points behind the last character for an empty span at the end of a file", () => {
    const text = "gate";
    const rows = render(text, { ...at(text, "gate"), spans: [{ file: "a.gate", start: 4, end: 4, primary: true }] });
    expect(rows[4]).toBe("  |     ^");
  });

  it("names the file alone when its text is not at hand", () => {
    const diagnostic = { ...at("x", "x"), spans: [{ file: "gone.gate", start: 3, end: 4, primary: true }] };
    expect(render("x", diagnostic)[1]).toBe(" --> gone.gate");
  });

  it("wraps long help at the width", () => {
    const rows = render("x", at("x", "x", { help: "word ".repeat(60).trim() }), 60);
    for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(60);
  });
});
