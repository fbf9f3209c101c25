import { agentDiagnostics } from "../diagnostics/agents.ts";
import { bundleDiagnostics } from "../diagnostics/bundle.ts";
import { bundleSignatureDiagnostics } from "../diagnostics/bundle-signature.ts";
import { catalogueDiagnostics } from "../diagnostics/catalogue.ts";
import { connectorDiagnostics } from "../diagnostics/connectors.ts";
import { declarationDiagnostics } from "../diagnostics/declarations.ts";
import type { DiagnosticPage, Severity } from "../diagnostics/diagnostic.ts";
import { driftDiagnostics } from "../diagnostics/drift.ts";
import { endorsementDiagnostics } from "../diagnostics/endorsements.ts";
import { gateDiagnostics } from "../diagnostics/gates.ts";
import { historyDiagnostics } from "../diagnostics/history.ts";
import { manifestDiagnostics } from "../diagnostics/manifest.ts";
import { nameDiagnostics } from "../diagnostics/names.ts";
import { packDiagnostics } from "../diagnostics/packs.ts";
import { pathDiagnostics } from "../diagnostics/paths.ts";
import { schemaDiagnostics } from "../diagnostics/schemas.ts";
import { switchDiagnostics } from "../diagnostics/switches.ts";
import { syntaxDiagnostics } from "../diagnostics/syntax.ts";
import { testDiagnostics } from "../diagnostics/tests.ts";
import { toolDiagnostics } from "../diagnostics/tools.ts";
import { traceDiagnostics } from "../diagnostics/trace.ts";
import { typeDiagnostics } from "../diagnostics/types.ts";
import { lintRules } from "../lint/rules/index.ts";
import { suppressionDiagnostics } from "../lint/suppressions.ts";
import { loadDiagnostics } from "../load/load-diagnostics.ts";

export interface CatalogueEntry {
  readonly code: string;
  readonly severity: Severity;
  readonly page: DiagnosticPage;
  /** Where it comes from, in the order of a run. */
  readonly phase: string;
}

/** Every code there is. A test compares it with what the folders export. */
export const diagnosticCatalogue: readonly CatalogueEntry[] = (
  [
    ["files and configuration", loadDiagnostics],
    ["syntax", syntaxDiagnostics],
    ["names", nameDiagnostics],
    ["declarations", declarationDiagnostics],
    ["tools", toolDiagnostics],
    ["agents", agentDiagnostics],
    ["gates and bands", gateDiagnostics],
    ["endorsements", endorsementDiagnostics],
    ["switches", switchDiagnostics],
    ["schemas", schemaDiagnostics],
    ["tests", testDiagnostics],
    ["types", typeDiagnostics],
    ["fields and paths", pathDiagnostics],
    ["history", historyDiagnostics],
    ["connectors", connectorDiagnostics],
    ["drift", driftDiagnostics],
    ["tool catalogues", catalogueDiagnostics],
    ["packs", packDiagnostics],
    ["lint", lintRules],
    ["ignores", suppressionDiagnostics],
    ["traces", traceDiagnostics],
    ["manifests", manifestDiagnostics],
    ["bundles", bundleDiagnostics],
    ["signatures and keys", bundleSignatureDiagnostics],
  ] as const
).flatMap(([phase, kinds]) => kinds.map(({ code, severity, page }) => ({ code, severity, page, phase })));

export const allCodes = (): readonly string[] => diagnosticCatalogue.map(({ code }) => code);

export const allPages = (): ReadonlyMap<string, DiagnosticPage> =>
  new Map(diagnosticCatalogue.map(({ code, page }) => [code, page]));
