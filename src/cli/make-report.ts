import { bundleDiagnostics } from "../diagnostics/bundle.ts";
import { bundleSignatureDiagnostics } from "../diagnostics/bundle-signature.ts";
import type { Diagnostic, DiagnosticPage } from "../diagnostics/diagnostic.ts";
import type { Host } from "../load/host.ts";
import { readFileText } from "../load/read-text.ts";
import { version } from "../load/version.ts";
import type { Report } from "../report/report.ts";
import type { ReportParts } from "./command.ts";

/** Completes a report: diagnostics in the order of files and places, and the texts they point into. */
export function makeReport(host: Host, command: string, parts: ReportParts): Report {
  const diagnostics = [...(parts.diagnostics ?? [])].sort(byPlace);
  const sources = new Map(parts.sources ?? []);
  const shown = diagnostics.filter(({ code }) => !unshown.has(code));
  for (const { file } of shown.flatMap(({ spans }) => spans)) {
    if (sources.has(file) || host.kindOf(file) !== "file") continue;
    const read = readFileText(host, file);
    const text = read.ok ? read.value.text : read.shown?.text;
    if (text !== undefined) sources.set(file, text);
  }
  return {
    files: [],
    pages: new Map<string, DiagnosticPage>(),
    summary: [],
    ...parts,
    version,
    command,
    diagnostics,
    sources,
  };
}

/** About keys, whose text no report may hold, and about bundles, which are one long line. */
const unshown: ReadonlySet<string> = new Set(
  [...bundleDiagnostics, ...bundleSignatureDiagnostics].map(({ code }) => code),
);

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const [one, other] = [primaryOf(left), primaryOf(right)];
  return (
    compareTexts(one?.file ?? "", other?.file ?? "") ||
    (one?.start ?? 0) - (other?.start ?? 0) ||
    (one?.end ?? 0) - (other?.end ?? 0) ||
    compareTexts(left.code, right.code) ||
    compareTexts(left.message, right.message)
  );
}

const primaryOf = ({ spans }: Diagnostic) => spans.find(({ primary }) => primary) ?? spans[0];
const compareTexts = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
