import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { TestResult } from "../simulate/simulation.ts";
import { renderAudit } from "./audit-text.ts";
import { renderDiagnostic } from "./diagnostic-text.ts";
import { visible } from "./escape.ts";
import { count } from "./plural.ts";
import type { RenderOptions, Report } from "./report.ts";
import { renderSimulation } from "./simulation-text.ts";
import { indexSources, regionOf, type SourceIndex } from "./source-index.ts";

/** For a person at a terminal. Says nothing at all when there is nothing to say. */
export function human(report: Report, options: RenderOptions): string {
  const index = indexSources(report.sources);
  const blocks = [
    ...report.diagnostics.map((diagnostic) =>
      renderDiagnostic(diagnostic, index, options, report.pages.has(diagnostic.code)),
    ),
    ...(report.tests === undefined ? [] : [renderTests(report.tests, index, options)]),
    ...(report.simulation === undefined ? [] : [renderSimulation(report.simulation, options)]),
    ...(report.audit === undefined ? [] : [renderAudit(report.audit, options)]),
    ...closing(report, options),
  ].filter((block) => block !== "");
  return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
}

function closing(report: Report, { ascii }: RenderOptions): readonly string[] {
  const lines = [
    ...(report.diagnostics.length === 0 ? [] : [severityCounts(report.diagnostics)]),
    ...report.summary.map((line) => visible(line, ascii)),
  ];
  return lines.length === 0 ? [] : [lines.join("\n")];
}

export function severityCounts(diagnostics: readonly Diagnostic[]): string {
  const number = (severity: Severity): number => diagnostics.filter((d) => d.severity === severity).length;
  const files = new Set(diagnostics.flatMap((d) => d.spans.filter((span) => span.primary).map((span) => span.file)));
  const counted = (
    [
      ["error", "error"],
      ["warning", "warning"],
      ["info", "remark"],
    ] as const
  )
    .filter(([severity]) => number(severity) > 0)
    .map(([severity, noun]) => count(number(severity), noun));
  return `${counted.join(", ")} in ${count(files.size, "file")}`;
}

function renderTests(tests: readonly TestResult[], index: SourceIndex, { ascii, color }: RenderOptions): string {
  const lines = tests.flatMap((test) => {
    const word = test.passed ? color.good("pass") : color.error("FAIL");
    const failures = test.failures.map((failure) => {
      const { startLine, startColumn } = regionOf(index, { file: test.file, ...failure });
      return `     ${visible(test.file, ascii)}:${startLine}:${startColumn}: ${visible(failure.message, ascii)}`;
    });
    return [`${word} ${visible(test.title, ascii)}`, ...failures];
  });
  const failed = tests.filter((test) => !test.passed).length;
  const total = `${count(tests.length, "test")}, ${tests.length - failed} passed, ${failed} failed`;
  return [...lines, "", failed === 0 ? color.good(total) : color.error(total)].join("\n");
}
