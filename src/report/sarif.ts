import type { Edit } from "../diagnostics/diagnostic.ts";
import { escapeJson, escapeMarkdown, escapeUri, markdownCode, visible } from "./escape.ts";
import { type Finding, findingsOf, type Place } from "./finding.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Report, Reporter } from "./report.ts";
import { indexSources, type Region, regionOf, type SourceIndex } from "./source-index.ts";

/** GitHub code scanning takes at most 25,000 results of a run and shows 5,000. */
const resultLimit = 5000;

/**
 * SARIF 2.1.0, OASIS Standard 2020-03-27, within what GitHub code scanning accepts: relative percent-encoded URIs, a
 * region everywhere, rule metadata for every result, fingerprints that survive line moves. Passes are no results.
 */
export const sarif: Reporter = (report) => {
  const findings = findingsOf(report);
  const kept = findings.slice(0, resultLimit);
  const codes = [...new Set(kept.map((finding) => finding.code))].sort();
  const index = indexSources(report.sources);
  const fingerprints = fingerprintsOf(kept, index);
  const log = {
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: {
          driver: {
            name: "Sallyport",
            semanticVersion: report.version,
            rules: codes.map((code) => ruleOf(code, kept, report)),
          },
        },
        automationDetails: { id: `sallyport/${report.command}/` },
        invocations: [
          {
            executionSuccessful: report.exit.code < 2 || report.exit.code === 5,
            exitCode: report.exit.code,
            exitCodeDescription: report.exit.reason,
            ...(kept.length === findings.length ? {} : { toolExecutionNotifications: [truncated(findings.length)] }),
          },
        ],
        columnKind: "utf16CodeUnits",
        results: kept.map((finding, at) => ({
          ruleId: finding.code,
          ruleIndex: codes.indexOf(finding.code),
          level: sarifLevel(finding),
          message: { text: messageText(finding) },
          locations: [location(finding.place)],
          ...(finding.related.length === 0
            ? {}
            : {
                relatedLocations: finding.related.map((place, id) => ({
                  id,
                  ...location(place),
                  ...(place.label === "" ? {} : { message: { text: plainText(place.label) } }),
                })),
              }),
          partialFingerprints: { primaryLocationLineHash: fingerprints[at] ?? "" },
          ...(finding.fixes.length === 0
            ? {}
            : { fixes: finding.fixes.map((fix) => sarifFix(fix.title, fix.edits, index)) }),
        })),
      },
    ],
  };
  return `${escapeJson(log)}\n`;
};

const sarifLevel = ({ severity }: Finding): "error" | "warning" | "note" => (severity === "info" ? "note" : severity);

const messageText = ({ message, help, notes }: Finding): string =>
  [message, ...notes, ...(help === undefined ? [] : [`help: ${help}`])].map(plainText).join("\n");

/** Plain text messages may embed `[text](target)` links (section 3.11.6): texts from inputs must not. */
const plainText = (text: string): string => {
  const shown = visible(text);
  return shown.includes("](") ? shown.replace(/[\\[\]]/g, "\\$&") : shown;
};

function ruleOf(code: string, findings: readonly Finding[], report: Report): unknown {
  const page = report.pages.get(code);
  const sample = findings.find((finding) => finding.code === code);
  const title = plainText(sample?.title ?? code);
  const why = plainText(page?.why ?? title);
  const command = `sallyport rules ${code}`;
  const markdown =
    page === undefined
      ? escapeMarkdown(title)
      : `${escapeMarkdown(page.why)}\n\nRaises it:\n\n${block(page.bad)}\n\nDoes not:\n\n${block(page.good)}\n\nOffline: ${markdownCode(command)}`;
  return {
    id: code,
    name: code
      .split(/[-_]/)
      .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join(""),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why}\nSee: ${command}`, markdown },
    defaultConfiguration: { level: sample === undefined ? "warning" : sarifLevel(sample) },
    properties: { tags: [...new Set(["security", ...(sample?.tags ?? []).map((tag) => visible(tag))])].slice(0, 20) },
  };
}

const block = (code: string): string =>
  code
    .split("\n")
    .map((line) => `    ${visible(line)}`.trimEnd())
    .join("\n");

const location = (place: Place): object => ({
  physicalLocation: {
    artifactLocation: { uri: escapeUri(place.file), uriBaseId: "%SRCROOT%" },
    region: place.region,
  },
});

const sarifFix = (title: string, edits: readonly Edit[], index: SourceIndex): unknown => ({
  description: { text: plainText(title) },
  artifactChanges: [...new Set(edits.map((edit) => edit.file))].map((file) => ({
    artifactLocation: { uri: escapeUri(file), uriBaseId: "%SRCROOT%" },
    replacements: edits
      .filter((edit) => edit.file === file)
      .map((edit) => ({ deletedRegion: regionOf(index, edit), insertedContent: { text: edit.text } })),
  })),
});

/** Over code, file and the text of the line, numbered among equals: lines may move above a finding without renaming it. */
function fingerprintsOf(findings: readonly Finding[], index: SourceIndex): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ code, place, message }) => {
    const line = lineText(index, place.file, place.region);
    const hash = fingerprint([code, place.file, line ?? message].join("\u0000"));
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  });
}

const lineText = (index: SourceIndex, file: string, region: Region): string | undefined =>
  index(file)?.line(region.startLine).trim();

const truncated = (total: number): unknown => ({
  level: "warning",
  message: { text: `${total} findings, of which the first ${resultLimit} are listed` },
});
