import type { ParsedFile } from "../ast/parsed.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { subjectTypes } from "../model/subject-types.ts";
import { checkPack, packSettings } from "./check-packs.ts";
import type { CheckResources } from "./check-policy.ts";
import { withoutConsequences } from "./consequences.ts";
import { joinPack } from "./read-pack.ts";
import { recognisers } from "./recognisers.ts";
import { createReport } from "./report.ts";
import { builtInLabels } from "./roots.ts";
import type { Checker } from "./scope.ts";

/**
 * What can be said of a pack without a policy that uses it: its names, parameters, defaults, and the gates on prompts and outputs.
 * What its rules on tools mean, only the tools of a policy say. The files are those of one pack, in any order.
 */
export function checkPackAlone(files: readonly ParsedFile[], resources: CheckResources): readonly Diagnostic[] {
  const report = createReport();
  const pack = joinPack(files, report);
  if (pack !== undefined) {
    checkPack(pack, undefined, nobody(report), packSettings(resources.readPack, resources.asOfMs), []);
  }
  return withoutConsequences(report.all(), files, resources.syntax ?? []);
}

/** A policy of which nothing is known. */
const nobody = (report: Checker["report"]): Checker => ({
  names: {
    tools: new Map(),
    toolsComplete: false,
    agents: new Map(),
    roles: new Set(),
    labels: new Set([...recognisers, ...builtInLabels]),
    lets: new Map(),
    unvalued: new Set(),
    gates: new Set(),
    connectors: new Set(),
    drifts: new Map(),
    inert: new Map(),
    packsComplete: true,
    killSwitches: new Set(),
    breakGlasses: new Set(),
    controls: new Set(),
    context: { kind: "record", fields: {}, additional: true },
    subjectTypes,
  },
  report,
  letUses: { values: new Map() },
  read: () => undefined,
  schemas: new Map(),
  terms: new Map(),
  pack: undefined,
});
