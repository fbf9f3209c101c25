import type { AuditReport, SubjectVerdict } from "../audit/audit-result.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Simulation, TestResult } from "../simulate/simulation.ts";
import { explainEntry } from "./decision-words.ts";
import { escapeXml } from "./escape.ts";
import { isBlocking, reaches } from "./finding.ts";
import type { Report, Reporter } from "./report.ts";
import { indexSources, regionOf, type SourceIndex } from "./source-index.ts";

/** One `testcase` a file, test, session or audited subject. What could not be judged is an error, never a pass. */
export const junit: Reporter = (report) => {
  const index = indexSources(report.sources);
  const suites = [
    ...(isAboutFiles(report) ? [fileSuite(report, index)] : []),
    ...(report.tests === undefined ? [] : [testSuite(report.tests, index)]),
    ...(report.simulation === undefined ? [] : [simulationSuite(report.simulation, report)]),
    ...(report.audit === undefined ? [] : [auditSuite(report.audit)]),
  ];
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sallyport ${escapeXml(report.command)}"${counts(cases)}>`,
    ...suites.flatMap(renderSuite),
    "</testsuites>",
    "",
  ].join("\n");
};

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly group: string;
  readonly file?: string;
  readonly outcome: "passed" | "failure" | "error" | "skipped";
  readonly type?: string;
  readonly message?: string;
  readonly details?: readonly string[];
}

const isAboutFiles = (report: Report): boolean =>
  report.diagnostics.length > 0 ||
  (report.tests === undefined && report.simulation === undefined && report.audit === undefined);

function fileSuite(report: Report, index: SourceIndex): Suite {
  const fileOf = (diagnostic: Diagnostic): string =>
    (diagnostic.spans.find((span) => span.primary) ?? diagnostic.spans[0])?.file ?? "";
  const files = [...new Set([...report.files, ...report.diagnostics.map(fileOf)])].sort();
  const cases = files.map((file): Case => {
    const here = report.diagnostics.filter((diagnostic) => fileOf(diagnostic) === file);
    const found = here.filter((diagnostic) => diagnostic.severity !== "info");
    const base = { name: file, group: report.command, file };
    const [first] = found;
    if (first === undefined) return { ...base, outcome: "passed" };
    return {
      ...base,
      outcome: "failure",
      type: first.code,
      message: found.length === 1 ? first.message : `${first.message} (and ${found.length - 1} more)`,
      details: found.map((diagnostic) => {
        const [span] = diagnostic.spans;
        const { startLine, startColumn } = regionOf(index, span ?? { file, start: 0, end: 0 });
        return `${file}:${startLine}:${startColumn}: ${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`;
      }),
    };
  });
  return { name: report.command, cases };
}

const testSuite = (tests: readonly TestResult[], index: SourceIndex): Suite => ({
  name: "tests",
  cases: tests.map((test): Case => {
    const base = { name: test.title, group: test.file, file: test.file };
    const [first] = test.failures;
    if (test.passed) return { ...base, outcome: "passed" };
    return {
      ...base,
      outcome: "failure",
      type: "failed-test",
      message: first?.message ?? "failed",
      details: test.failures.map((failure) => {
        const { startLine, startColumn } = regionOf(index, { file: test.file, ...failure });
        return `${test.file}:${startLine}:${startColumn}: ${failure.message}`;
      }),
    };
  }),
});

const simulationSuite = (simulation: Simulation, { failOn }: Report): Suite => ({
  name: `replay of ${simulation.policy}`,
  cases: [
    ...simulation.refusals.map(
      ({ file, line, column, code, message }): Case => ({
        name: line === undefined ? file : `${file}:${line}:${column ?? 1}`,
        group: "not replayed",
        file,
        outcome: "error",
        type: code,
        message,
      }),
    ),
    ...simulation.sessions.map((session): Case => {
      const reached = session.entries.filter((entry) => reaches(entry.decision.level, failOn));
      // What rests only on the want of evidence is undecided: neither a failure nor a pass.
      const proven = reached.some((entry) => !entry.wantOfEvidence);
      const listed = session.entries.filter(isBlocking).map((entry) => {
        const subject = entry.subject === undefined ? entry.kind : `${entry.kind} ${entry.subject}`;
        return `${entry.index}: ${subject}: ${entry.decision.level}: ${explainEntry(entry)}`;
      });
      const base = { name: session.session, group: session.file, file: session.file };
      return reached.length === 0
        ? { ...base, outcome: "passed" }
        : {
            ...base,
            outcome: proven ? "failure" : "error",
            type: proven ? session.strictest : "undecided",
            message: `${reached.length} at or above ${failOn ?? ""}${proven ? "" : ", only for want of evidence"}`,
            details: listed,
          };
    }),
  ],
});

const auditSuite = (audit: AuditReport): Suite => ({
  name: "zero-trust checklist",
  cases: [
    ...audit.refusals.map(
      ({ file, line, column, code, message }): Case => ({
        name: line === undefined ? file : `${file}:${line}:${column ?? 1}`,
        group: "not read",
        file,
        outcome: "error",
        type: code,
        message,
      }),
    ),
    ...audit.items.flatMap((item): readonly Case[] => {
      const group = `${item.id} ${item.title}`;
      return item.subjects.length === 0
        ? [
            {
              name: item.id,
              group,
              ...judged(item.verdict, item.controlled ? "no subject" : "no control is loaded", []),
            },
          ]
        : item.subjects.map((subject) => ({
            name: subject.subject,
            group,
            ...judged(subject.verdict, subject.clause, subjectDetails(subject)),
          }));
    }),
  ],
});

function judged(
  verdict: SubjectVerdict["verdict"],
  message: string,
  details: readonly string[],
): Pick<Case, "outcome" | "type" | "message" | "details"> {
  switch (verdict) {
    case "pass":
      return { outcome: "passed" };
    case "not-applicable":
      return { outcome: "skipped", message };
    case "unknown":
      return { outcome: "error", type: verdict, message, details };
    case "fail":
    case "partial":
      return { outcome: "failure", type: verdict, message, details };
  }
}

const subjectDetails = (subject: SubjectVerdict): readonly string[] => [
  ...subject.evidence.flatMap(({ path, value, sources }) => [
    `${path} = ${value}`,
    ...sources.map((source) => `  at ${source.file}:${source.line}:${source.column} ${source.path}: ${source.text}`),
  ]),
  ...subject.missing.map(({ path, decidedBy }) => `missing ${path}: decided by ${decidedBy}`),
];

const renderSuite = ({ name, cases }: Suite): readonly string[] => [
  `  <testsuite name="${escapeXml(name)}"${counts(cases)}>`,
  ...cases.flatMap(renderCase),
  "  </testsuite>",
];

function renderCase({ name, group, file, outcome, type, message, details = [] }: Case): readonly string[] {
  const open = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(group)}"${file === undefined ? "" : ` file="${escapeXml(file)}"`}`;
  if (outcome === "passed") return [`${open}/>`];
  const attributes = `${type === undefined ? "" : ` type="${escapeXml(type)}"`}${message === undefined ? "" : ` message="${escapeXml(message)}"`}`;
  const inner =
    outcome === "skipped" || details.length === 0
      ? `      <${outcome}${attributes}/>`
      : `      <${outcome}${attributes}>${details.map(escapeXml).join("\n")}</${outcome}>`;
  return [`${open}>`, inner, "    </testcase>"];
}

function counts(cases: readonly Case[]): string {
  const number = (outcome: Case["outcome"]): number => cases.filter((one) => one.outcome === outcome).length;
  return ` tests="${cases.length}" failures="${number("failure")}" errors="${number("error")}" skipped="${number("skipped")}"`;
}
