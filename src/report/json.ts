import { escapeJson } from "./escape.ts";
import type { Report, Reporter } from "./report.ts";
import { indexSources, regionOf } from "./source-index.ts";

export const reportSchema = "sallyport-report/1";

/** The whole report as data; `report.schema.json` describes it. The decision comes first. */
export const json: Reporter = (report) => `${escapeJson(reportData(report))}\n`;

function reportData(report: Report): unknown {
  const index = indexSources(report.sources);
  const place = (span: { readonly file: string; readonly start: number; readonly end: number }) => ({
    file: span.file,
    ...regionOf(index, span),
    start: span.start,
    end: span.end,
  });
  return {
    exit: report.exit,
    schema: reportSchema,
    tool: { name: "sallyport", version: report.version },
    command: report.command,
    ...(report.asOf === undefined ? {} : { asOf: report.asOf }),
    ...(report.policyDigest === undefined ? {} : { policyDigest: report.policyDigest }),
    files: report.files,
    diagnostics: report.diagnostics.map((diagnostic) => ({
      code: diagnostic.code,
      severity: diagnostic.severity,
      message: diagnostic.message,
      spans: diagnostic.spans.map((span) => ({
        ...place(span),
        primary: span.primary,
        ...(span.label === undefined ? {} : { label: span.label }),
      })),
      notes: diagnostic.notes,
      ...(diagnostic.help === undefined ? {} : { help: diagnostic.help }),
      fixes: diagnostic.fixes.map(({ title, safe, edits }) => ({
        title,
        safe,
        edits: edits.map((edit) => ({ ...place(edit), text: edit.text })),
      })),
    })),
    ...(report.tests === undefined
      ? {}
      : {
          tests: report.tests.map((test) => ({
            title: test.title,
            passed: test.passed,
            ...place(test),
            failures: test.failures.map((failure) => ({
              ...place({ file: test.file, ...failure }),
              message: failure.message,
            })),
          })),
        }),
    ...(report.failOn === undefined ? {} : { failOn: report.failOn }),
    ...(report.simulation === undefined ? {} : { simulation: report.simulation }),
    ...(report.audit === undefined ? {} : { audit: report.audit }),
    summary: report.summary,
  };
}
