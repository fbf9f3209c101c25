import type { CheckedPolicy } from "./ast/checked.ts";
import { type CheckResources, checkPolicy } from "./check/check-policy.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { PolicyIr } from "./engine/ir.ts";
import { lowerPolicy } from "./engine/lower.ts";
import { parseFile } from "./parse/parse-file.ts";
import { andThen, fail, map, type Outcome, succeed } from "./source/outcome.ts";
import type { SourceText } from "./source/span.ts";

/** A policy that compiles: the checked tree, for lint and reports, and the IR, for engines. */
export interface CompiledPolicy {
  readonly checked: CheckedPolicy;
  readonly ir: PolicyIr;
}

/**
 * From the texts of all files of one policy to what engines run. `resources.read` hands in the catalogues that its
 * `use tools` clauses name. Mistakes are diagnostics; nothing throws, whatever the texts hold.
 */
export function compilePolicy(
  sources: readonly SourceText[],
  resources: CheckResources = { read: () => undefined },
): Outcome<CompiledPolicy, Diagnostic> {
  const checked = andThen(parseAll(sources), (files) => checkPolicy(files, resources));
  return map(checked, (policy) => ({ checked: policy, ir: lowerPolicy(policy) }));
}

function parseAll(sources: readonly SourceText[]) {
  const parsed = sources.map(parseFile);
  const diagnostics = parsed.flatMap((one) => one.diagnostics);
  const broken = diagnostics.some(({ severity }) => severity === "error");
  return broken
    ? fail(diagnostics)
    : succeed(
        parsed.map(({ file }) => file),
        diagnostics,
      );
}

export type { CheckedPolicy } from "./ast/checked.ts";
export type { ParsedFile } from "./ast/parsed.ts";
export { type AuditContext, auditDeployment } from "./audit/audit-deployment.ts";
export type { AuditItem, AuditReport, Evidence, SubjectVerdict, Verdict } from "./audit/audit-result.ts";
export { type Bundle, bundleText, type Manifest } from "./bundle/bundle.ts";
export { type BundledFile, makeBundle } from "./bundle/make-bundle.ts";
export { readBundle } from "./bundle/read-bundle.ts";
export { type CheckResources, checkPolicy } from "./check/check-policy.ts";
export { listPacks, listUses } from "./check/list-uses.ts";
export { packDigest } from "./check/pack-digest.ts";
export type { Diagnostic, DiagnosticPage, Edit, Fix, LabelledSpan, Severity } from "./diagnostics/diagnostic.ts";
export * from "./engine/index.ts";
export { lowerPolicy } from "./engine/lower.ts";
export { createGuard, type Guard, type GuardOptions, GuardSetupError } from "./guard/create-guard.ts";
export type { DecisionRecord } from "./guard/decision-record.ts";
export type { GuardCall, GuardFeed, GuardMessage, GuardOutput, GuardPrompt } from "./guard/envelope.ts";
export type { Execute, Running } from "./guard/execute-call.ts";
export { type GuardCode, guardCodes } from "./guard/guard-code.ts";
export type { ApproveAnswer, ConfirmAnswer, Handlers, Notice, Request, VerifyAnswer } from "./guard/handlers.ts";
export type { Machine } from "./guard/machine.ts";
export type { CallOutcome, FeedOutcome, TextOutcome } from "./guard/outcome.ts";
export type { StateStore, StoredState } from "./guard/partition.ts";
export type { PlainValue } from "./guard/plain-value.ts";
export { writeRecord } from "./guard/write-record.ts";
export { type LintSettings, lintPolicy } from "./lint/lint-policy.ts";
export { lintRules } from "./lint/rules/index.ts";
export type { BundleKey } from "./load/bundle-key.ts";
export type { Signer } from "./load/bundle-signature.ts";
export { type OpenedBundle, openBundle, readBundleKeys, signBundle } from "./load/open-bundle.ts";
export { systemMachine } from "./load/system-machine.ts";
export type { Deployment } from "./model/model.ts";
export { parseFile } from "./parse/parse-file.ts";
export { formatText } from "./parse/print-file.ts";
export { type ReportFormat, reporters, reportFormats } from "./report/index.ts";
export { type Palette, plainPalette, type RenderOptions, type Report, type Reporter } from "./report/report.ts";
export { type Assumption, parseAssumption } from "./simulate/assumptions.ts";
export type { ReplaySession } from "./simulate/replay.ts";
export { runTests } from "./simulate/run-tests.ts";
export { type SimulateOptions, simulateTraces } from "./simulate/simulate-traces.ts";
export type { SimulatedSession, Simulation, TestResult, TimelineEntry } from "./simulate/simulation.ts";
export type { Outcome } from "./source/outcome.ts";
export type { SourceText, Span } from "./source/span.ts";
export { type ImportTraceOptions, importTrace } from "./trace/import-trace.ts";
export type { ImportedSession, Importer, ImportResult } from "./trace/importer.ts";
export { importers } from "./trace/importers/index.ts";
export { type InferredCatalogue, inferCatalogue } from "./trace/infer-catalogue.ts";
