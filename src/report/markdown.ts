import { type AuditReport, verdicts } from "../audit/audit-result.ts";
import { type Level, levels } from "../engine/decision.ts";
import type { Simulation, Tally, TestResult } from "../simulate/simulation.ts";
import { basisCounts, decidedBasis } from "./basis-counts.ts";
import { explainEntry, ruleOf } from "./decision-words.ts";
import { escapeMarkdown, markdownCode } from "./escape.ts";
import { type Finding, findingsOf, isBlocking } from "./finding.ts";
import { count } from "./plural.ts";
import type { Reporter } from "./report.ts";

const rowLimit = 200;

/** For pull requests and step summaries. No text of an input can become markup, a link or a mention. */
export const markdown: Reporter = (report) => {
  const findings = findingsOf(report).filter(({ code }) => !code.startsWith("decision-"));
  const blocks = [
    `## Sallyport ${escapeMarkdown(report.command)}: ${escapeMarkdown(report.exit.reason)}`,
    ...(report.audit === undefined && findings.length > 0 ? [findingTable(findings)] : []),
    ...(report.tests === undefined ? [] : [testLine(report.tests)]),
    ...(report.simulation === undefined ? [] : simulationBlocks(report.simulation)),
    ...(report.audit === undefined ? [] : auditBlocks(report.audit, findings)),
    ...(report.summary.length === 0 ? [] : [report.summary.map((line) => escapeMarkdown(line)).join("  \n")]),
  ];
  return `${blocks.join("\n\n")}\n`;
};

const findingTable = (findings: readonly Finding[]): string =>
  [
    table(
      ["", "where", "code", "what"],
      findings
        .slice(0, rowLimit)
        .map(({ severity, place, code, message, help }) => [
          severity,
          markdownCode(`${place.file}:${place.region.startLine}:${place.region.startColumn}`, true),
          markdownCode(code, true),
          [message, ...(help === undefined ? [] : [`help: ${help}`])]
            .map((text) => escapeMarkdown(text, true))
            .join("<br>"),
        ]),
    ),
    ...(findings.length > rowLimit ? [`${findings.length - rowLimit} more are not shown.`] : []),
  ].join("\n\n");

const testLine = (tests: readonly TestResult[]): string => {
  const failed = tests.filter((test) => !test.passed).length;
  return `${count(tests.length, "test")}: ${tests.length - failed} passed, ${failed} failed.`;
};

function simulationBlocks(simulation: Simulation): readonly string[] {
  const { onEvidence, forWantOfEvidence } = simulation.byEvidence;
  const stopped = simulation.sessions.flatMap((session) =>
    session.entries
      .filter(isBlocking)
      .map((entry) => [
        markdownCode(session.session, true),
        String(entry.index),
        entry.decision.level,
        markdownCode(entry.subject === undefined ? entry.kind : `${entry.kind} ${entry.subject}`, true),
        markdownCode(ruleOf(entry), true),
        escapeMarkdown(explainEntry(entry), true),
      ]),
  );
  return [
    `Policy ${markdownCode(simulation.policy)}, ${simulation.mode} replay of ${count(simulation.sessions.length, "session")}.`,
    table([...levels], [levels.map((level) => String(simulation.byLevel[level]))]),
    `Above log: ${onEvidence + forWantOfEvidence}, of which ${onEvidence} on recorded facts and ${forWantOfEvidence} only because something was not recorded.`,
    ...tally("rule", simulation.byRule),
    ...tally("tool", simulation.byTool),
    ...tally("agent", simulation.byAgent),
    ...(stopped.length === 0
      ? []
      : [table(["session", "#", "level", "event", "rule", "why"], stopped.slice(0, rowLimit))]),
    ...(stopped.length > rowLimit ? [`${stopped.length - rowLimit} more are not shown.`] : []),
    [
      "Not recorded:",
      ...simulation.notRecorded.map(
        ({ format, files, paths }) =>
          `- ${markdownCode(format)} (${count(files, "file")}): ${paths.length === 0 ? "nothing" : paths.map((path) => markdownCode(path)).join(", ")}`,
      ),
    ].join("\n"),
    simulation.assumptions.length === 0
      ? "Nothing was assumed."
      : ["Assumed:", ...simulation.assumptions.map((assumption) => `- ${markdownCode(assumption)}`)].join("\n"),
    ...simulation.notes.map((note) => escapeMarkdown(note)),
  ];
}

function tally(title: string, rows: readonly Tally[]): readonly string[] {
  if (rows.length === 0) return [];
  const used = levels.filter((level) => rows.some((row) => row.levels[level] > 0));
  const cell = (row: Tally, level: Level): string => String(row.levels[level]);
  return [
    table(
      [title, ...used],
      rows.slice(0, rowLimit).map((row) => [markdownCode(row.name, true), ...used.map((level) => cell(row, level))]),
    ),
  ];
}

function auditBlocks(audit: AuditReport, findings: readonly Finding[]): readonly string[] {
  const bases = basisCounts(audit);
  return [
    `${count(audit.items.length, "item")} over ${count(audit.agents.length, "agent")} in ${count(audit.files, "file")}.`,
    table([...verdicts], [verdicts.map((verdict) => String(audit.counts[verdict]))]),
    ...bases,
    table(
      ["item", "verdict", "basis", "title"],
      audit.items.map((item) => [
        markdownCode(item.id, true),
        item.accepted === undefined ? item.verdict : `${item.verdict}, accepted`,
        decidedBasis(item) ?? "",
        escapeMarkdown(item.title, true),
      ]),
    ),
    ...(findings.length === 0 ? [] : [findingTable(findings)]),
    `Scanned set: ${markdownCode(`sha256 ${audit.inputDigest}`)}`,
  ];
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
