import { escapeCommandData, escapeCommandProperty } from "./escape.ts";
import { type Finding, findingsOf } from "./finding.ts";
import type { Reporter } from "./report.ts";

/** GitHub Actions workflow commands: annotations on the lines of a pull request. One command a finding, and a closing notice. */
export const github: Reporter = (report) => {
  const commands = findingsOf(report).map(annotation);
  const closing = report.summary.map((line) => `::notice::${escapeCommandData([line])}`);
  const lines = [...commands, ...closing];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
};

function annotation(finding: Finding): string {
  const { file, region } = finding.place;
  const command = finding.severity === "info" ? "notice" : finding.severity;
  const properties = [
    `file=${escapeCommandProperty(file)}`,
    `line=${region.startLine}`,
    // Columns are only understood when a finding stays on one line.
    ...(region.endLine === region.startLine ? [`col=${region.startColumn}`, `endColumn=${region.endColumn}`] : []),
    `endLine=${region.endLine}`,
    `title=${escapeCommandProperty(finding.code)}`,
  ];
  const lines = [
    finding.message,
    ...finding.notes,
    ...(finding.help === undefined ? [] : [`help: ${finding.help}`]),
    ...finding.related.map(
      ({ file: other, region: at, label }) => `${other}:${at.startLine}:${at.startColumn}: ${label}`,
    ),
  ];
  return `::${command} ${properties.join(",")}::${escapeCommandData(lines)}`;
}
