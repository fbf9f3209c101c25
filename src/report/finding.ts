import type { AuditItem, SubjectVerdict } from "../audit/audit-result.ts";
import type { Fix, Severity } from "../diagnostics/diagnostic.ts";
import { type Level, levels } from "../engine/decision.ts";
import type { SimulatedSession, TestResult, TimelineEntry } from "../simulate/simulation.ts";
import { explainEntry } from "./decision-words.ts";
import type { Report } from "./report.ts";
import { indexSources, pointRegion, type Region, regionOf, type SourceIndex } from "./source-index.ts";

/** One thing that did not pass, wherever it comes from, at one place. What machine formats are made of; passes are none. */
export interface Finding {
  readonly code: string;
  /** The short name of the rule when it has no page. */
  readonly title: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  readonly related: readonly (Place & { readonly label: string })[];
  readonly help: string | undefined;
  readonly notes: readonly string[];
  readonly fixes: readonly Fix[];
  readonly tags: readonly string[];
}

export interface Place {
  readonly file: string;
  readonly region: Region;
}

/** Everything in the report that is to be looked at, in the report's order. */
export function findingsOf(report: Report): readonly Finding[] {
  const index = indexSources(report.sources);
  return [
    ...diagnosticFindings(report, index),
    ...(report.tests ?? []).flatMap((test) => testFindings(test, index)),
    ...simulationFindings(report),
    ...auditFindings(report),
  ];
}

const plain = { related: [], help: undefined, notes: [], fixes: [], tags: [] } as const;

const diagnosticFindings = (report: Report, index: SourceIndex): readonly Finding[] =>
  report.diagnostics.map((diagnostic) => {
    const primary = diagnostic.spans.find((span) => span.primary) ?? diagnostic.spans[0];
    const place =
      primary === undefined
        ? { file: report.files[0] ?? "sallyport.yaml", region: pointRegion(1, 1) }
        : { file: primary.file, region: regionOf(index, primary) };
    return {
      ...plain,
      code: diagnostic.code,
      title: diagnostic.code,
      severity: diagnostic.severity,
      message: diagnostic.message,
      place,
      related: diagnostic.spans
        .filter((span) => span !== primary)
        .map((span) => ({ file: span.file, region: regionOf(index, span), label: span.label ?? "" })),
      help: diagnostic.help,
      notes: diagnostic.notes,
      fixes: diagnostic.fixes,
    };
  });

const testFindings = (test: TestResult, index: SourceIndex): readonly Finding[] =>
  test.passed
    ? []
    : test.failures.map((failure) => ({
        ...plain,
        code: "failed-test",
        title: "a test of the policy failed",
        severity: "error",
        message: `test "${test.title}": ${failure.message}`,
        place: { file: test.file, region: regionOf(index, { file: test.file, ...failure }) },
      }));

function simulationFindings({ simulation, failOn }: Report): readonly Finding[] {
  if (simulation === undefined) return [];
  const refused = simulation.refusals.map(
    (refusal): Finding => ({
      ...plain,
      code: refusal.code,
      title: "a trace was not replayed",
      severity: "error",
      message: refusal.message,
      place: { file: refusal.file, region: pointRegion(refusal.line, refusal.column) },
    }),
  );
  const decided = simulation.sessions.flatMap((session) =>
    session.entries.filter(isBlocking).map((entry) => decisionFinding(session, entry, failOn)),
  );
  return [...refused, ...decided];
}

/** A decision that would have stopped the event, or made it wait for someone. */
export const isBlocking = (entry: TimelineEntry): boolean =>
  levels.indexOf(entry.decision.level) > levels.indexOf("log");

export const reaches = (level: Level, failOn: Level | undefined): boolean =>
  failOn !== undefined && levels.indexOf(level) >= levels.indexOf(failOn);

function decisionFinding(session: SimulatedSession, entry: TimelineEntry, failOn: Level | undefined): Finding {
  const subject = entry.subject === undefined ? entry.kind : `${entry.kind} ${entry.subject}`;
  return {
    ...plain,
    code: `decision-${entry.decision.level}`,
    title: `the policy decides ${entry.decision.level}`,
    severity: reaches(entry.decision.level, failOn) ? "error" : "info",
    message: `session ${session.session}, event ${entry.index}: ${subject} is decided ${entry.decision.level}: ${explainEntry(entry)}`,
    place: { file: session.file, region: pointRegion(1, 1) },
  };
}

function auditFindings({ audit }: Report): readonly Finding[] {
  if (audit === undefined) return [];
  const refused = audit.refusals.map(
    (refusal): Finding => ({
      ...plain,
      code: refusal.code,
      title: "a file could not be read as a manifest",
      severity: "error",
      message: refusal.message,
      place: { file: refusal.file, region: pointRegion(refusal.line, refusal.column) },
    }),
  );
  const anywhere = audit.agents[0]?.source;
  const fallback: Place = {
    file: anywhere?.file ?? "sallyport.yaml",
    region: pointRegion(anywhere?.line, anywhere?.column),
  };
  const judged = audit.items
    .filter((item) => item.verdict !== "pass" && item.verdict !== "not-applicable")
    .flatMap((item) => itemFindings(item, fallback));
  return [...refused, ...judged];
}

const itemFindings = (item: AuditItem, fallback: Place): readonly Finding[] => {
  const subjects = item.subjects.filter(({ verdict }) => verdict !== "pass" && verdict !== "not-applicable");
  const base = { ...plain, code: item.id, title: item.title, tags: item.tags };
  if (subjects.length === 0) {
    const message = item.controlled ? "no subject was found to judge" : "no control for this item is loaded";
    return [{ ...base, severity: "info", message: `${item.verdict}: ${message}`, place: fallback }];
  }
  return subjects.map((subject) => ({
    ...base,
    severity: verdictSeverity(subject, item),
    message: `${subject.verdict} for ${subject.subject}: ${subject.clause}${missingWords(subject)}`,
    help: subject.remedy,
    ...placesOf(subject, fallback),
  }));
};

const verdictSeverity = (subject: SubjectVerdict, item: AuditItem): Severity => {
  if (subject.verdict === "unknown" || item.accepted !== undefined) return "info";
  return subject.verdict === "fail" ? "error" : "warning";
};

const missingWords = (subject: SubjectVerdict): string =>
  subject.missing.length === 0
    ? ""
    : `; missing: ${subject.missing.map(({ path, decidedBy }) => `${path} (${decidedBy})`).join(", ")}`;

function placesOf(subject: SubjectVerdict, fallback: Place): Pick<Finding, "place" | "related"> {
  const sources = subject.evidence.flatMap((evidence) =>
    evidence.sources.map((source) => ({
      file: source.file,
      region: pointRegion(source.line, source.column),
      label: `${evidence.path} is ${evidence.value}`,
    })),
  );
  const distinct = [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
  const [first, ...others] = distinct;
  return first === undefined ? { place: fallback, related: [] } : { place: first, related: others };
}
