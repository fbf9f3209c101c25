import type { CheckedControl } from "../ast/checked-control.ts";
import { auditDeployment } from "../audit/audit-deployment.ts";
import type { AuditReport } from "../audit/audit-result.ts";
import { checkPolicy } from "../check/check-policy.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { lintRules } from "../lint/rules/index.ts";
import type { Config } from "../load/config.ts";
import { loadConfig } from "../load/load-config.ts";
import { type LoadedManifests, loadManifests } from "../load/load-manifests.ts";
import { packagedPolicy } from "../load/packaged.ts";
import { type ReadDeployment, readDeployment } from "../manifest/read-deployment.ts";
import { listFacts } from "../model/list-facts.ts";
import { parseFile } from "../parse/parse-file.ts";
import { visible } from "../report/escape.ts";
import { count } from "../report/plural.ts";
import { indexSources, regionOf } from "../report/source-index.ts";
import { declaredComplete, refuseUnknownItems, refuseUnmatched, unusedLines } from "./audit-settings.ts";
import type { Context, Ran } from "./command.ts";
import { allPages } from "./diagnostic-catalogue.ts";
import { type ExitReason, exitFor } from "./exit-code.ts";
import { makeReport } from "./make-report.ts";
import { flag, list, type Options, text } from "./options.ts";
import { preparePolicies } from "./prepare-policies.ts";

/** Reads manifests into the deployment model and judges it by the shipped checklist and a team's own controls. */
export async function runAudit(context: Context, files: readonly string[], options: Options): Promise<Ran> {
  const { host } = context.shell;
  const codes = lintRules.map(({ code }) => code);
  const configured = await loadConfig(host, context.configFile, codes, files[0]);
  if (!configured.ok) {
    return { report: makeReport(host, "audit", { exit: exitFor(["usage"]), diagnostics: configured.diagnostics }) };
  }
  const own = await ownControls(context, list(options, "policy"));
  const manifests = await loadManifests(host, files, context.stdinName);
  const read = readManifests(manifests, configured.value, options);
  const parts = {
    files: manifests.sources.map(({ file }) => file),
    sources: new Map([...own.sources, ...manifests.sources.map(({ file, text }) => [file, text] as const)]),
    pages: allPages(),
    asOf: context.asOf,
  };
  const reasons = new Set<ExitReason>(own.reasons);
  if (manifests.notFound.length > 0) reasons.add("usage");
  const refusals = refusalsOf([...manifests.unreadable, ...read.refusals], manifests);
  if (refusals.length > 0) reasons.add("input");
  const said = [...own.diagnostics, ...manifests.notFound, ...read.findings];
  // What could not be read may hold the agent.
  if (reasons.size === 0) refuseUnmatched(read, list(options, "agent"));
  if (flag(options, "listFacts")) {
    return {
      report: makeReport(host, "audit", { ...parts, exit: exitFor(reasons), diagnostics: said }),
      text: factList(read),
    };
  }
  if (read.agents.length === 0) {
    reasons.add("input");
    const isNothing = read.documents.total === 0 && refusals.length === 0 && manifests.notFound.length > 0;
    const summary = isNothing ? [] : noAgent(read);
    const diagnostics = [...said, ...manifests.unreadable, ...read.refusals];
    return { report: makeReport(host, "audit", { ...parts, exit: exitFor(reasons), diagnostics, summary }) };
  }
  const { accept } = configured.value.audit;
  const audit = auditDeployment(
    [...withoutReplaced(shippedControls(), own.controls), ...own.controls],
    read.deployment,
    {
      asOfMs: context.asOfMs,
      accepted: accept.map((one) => ({ ...one, untilMs: Date.parse(`${one.until}T00:00:00Z`) })),
      refusals,
      unclaimed: read.unclaimed.map(({ file, kind }) => ({ file, kind })),
      proposals: read.proposals,
      inputDigest: manifests.digest,
      files: manifests.sources.length,
    },
  );
  refuseUnknownItems(audit, text(options, "details"));
  for (const reason of judge(audit, flag(options, "allowUndecided"))) reasons.add(reason);
  return {
    report: makeReport(host, "audit", {
      ...parts,
      exit: exitFor(reasons),
      diagnostics: said,
      audit,
      summary: [
        ...replacedLines(own.controls),
        ...endedLines(configured.value, context),
        ...unusedLines(configured.value, audit, read),
      ],
    }),
  };
}

interface OwnControls {
  readonly controls: readonly CheckedControl[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
  readonly reasons: readonly ExitReason[];
}

async function ownControls(context: Context, files: readonly string[]): Promise<OwnControls> {
  if (files.length === 0) return { controls: [], diagnostics: [], sources: new Map(), reasons: [] };
  const { policies, diagnostics, sources, reasons } = await preparePolicies(context, files);
  return {
    controls: policies.flatMap(({ checked }) => checked?.controls ?? []),
    diagnostics: diagnostics.filter(({ severity }) => severity === "error"),
    sources,
    reasons,
  };
}

/** INVARIANT: the shipped checklist compiles; a test runs it. */
function shippedControls(): readonly CheckedControl[] {
  const parsed = packagedPolicy("zero-trust").map(parseFile);
  const checked = checkPolicy(
    parsed.map(({ file }) => file),
    { read: () => undefined },
  );
  const found = [...parsed.flatMap(({ diagnostics }) => diagnostics), ...checked.diagnostics];
  const mistake = found.find(({ severity }) => severity === "error");
  if (!checked.ok || mistake !== undefined) {
    throw new Error(`the shipped checklist does not compile: ${mistake?.message}`);
  }
  return checked.value.controls;
}

const withoutReplaced = (
  shipped: readonly CheckedControl[],
  own: readonly CheckedControl[],
): readonly CheckedControl[] => shipped.filter(({ name }) => !own.some((control) => control.name === name));

function readManifests(manifests: LoadedManifests, config: Config, options: Options): ReadDeployment {
  const declared = declaredComplete(options);
  return readDeployment(manifests.sources, {
    complete: [...new Set([...config.audit.complete, ...declared])],
    agents: [...config.audit.agents, ...list(options, "agent").map((name) => ({ name }))],
    ...(manifests.knownFiles === undefined ? {} : { knownFiles: manifests.knownFiles }),
  });
}

function refusalsOf(diagnostics: readonly Diagnostic[], manifests: LoadedManifests): AuditReport["refusals"] {
  const index = indexSources(
    new Map([...manifests.shown, ...manifests.sources].map(({ file, text: content }) => [file, content])),
  );
  return diagnostics.map(({ code, message, spans }) => {
    const span = spans.find(({ primary }) => primary) ?? spans[0];
    if (span === undefined) return { file: "", line: undefined, column: undefined, code, message };
    const known = index(span.file) !== undefined;
    const { startLine, startColumn } = regionOf(index, span);
    return {
      file: span.file,
      line: known ? startLine : undefined,
      column: known ? startColumn : undefined,
      code,
      message,
    };
  });
}

/** `partial` counts as a finding; an unknown item that a person answers for does not count. */
function judge(audit: AuditReport, allowUndecided: boolean): readonly ExitReason[] {
  const failed = audit.items.some(({ verdict }) => verdict === "fail" || verdict === "partial");
  const undecided = audit.items.some(({ verdict, accepted }) => verdict === "unknown" && accepted === undefined);
  return [
    ...(failed ? (["findings"] as const) : []),
    ...(undecided && !allowUndecided ? (["undecided"] as const) : []),
  ];
}

/** Nothing to judge is an error of the run, with what would change it. */
function noAgent({ documents, proposals }: ReadDeployment): readonly string[] {
  return [
    `no agent was found in ${count(documents.total, "document")} (${documents.read} read, ${documents.refused} refused, ${documents.unclaimed} of no known kind): nothing can be judged`,
    ...proposals.map(
      ({ name, why, source }) => `perhaps ${name} at ${source.file}:${source.line}: ${why}; name it with --agent`,
    ),
    "an AgentDeployment document, --agent NAME or audit.agents in sallyport.yaml says what is an agent",
  ];
}

const replacedLines = (own: readonly CheckedControl[]): readonly string[] => {
  const shipped = new Set(own.length === 0 ? [] : shippedControls().map(({ name }) => name));
  return own
    .filter(({ name }) => shipped.has(name))
    .map(({ name, span }) => `${name} was judged by the control in ${span.file}, not by the shipped one`);
};

const endedLines = ({ audit: { accept } }: Config, { asOf }: Context): readonly string[] =>
  accept
    .filter(({ until }) => until <= asOf)
    .map(({ item, owner, until }) => `the acceptance of ${item} by ${owner} ended on ${until}`);

function factList({ deployment }: ReadDeployment): string {
  const lines = listFacts(deployment).map(({ subject, path, value, basis, source, decidedBy }) => {
    const place = source === undefined ? "" : ` at ${source.file}:${source.line}:${source.column}`;
    const missing = decidedBy === undefined ? "" : `; decided by ${decidedBy}`;
    return visible(`${subject}: ${path} = ${value}${basis === undefined ? "" : ` (${basis})`}${place}${missing}`);
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
