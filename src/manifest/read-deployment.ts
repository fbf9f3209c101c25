import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { manifestNotRendered } from "../diagnostics/manifest.ts";
import type { Deployment } from "../model/model.ts";
import type { SourceText } from "../source/span.ts";
import type { FactSource } from "../value/value.ts";
import { factsOf } from "./build/agent-record.ts";
import { type AgentSelector, selectorFits } from "./build/agent-selector.ts";
import { assemble } from "./build/assemble.ts";
import { findAgents } from "./build/find-agents.ts";
import { policyFindings } from "./build/policy-findings.ts";
import { type Proposal, proposalsOf } from "./build/proposals.ts";
import { attestationsOf, waiversOf } from "./build/statements.ts";
import { buildScan } from "./build-scan.ts";
import { type ManifestDocument, readDocuments } from "./document.ts";
import { readers } from "./readers/index.ts";
import type { Reader } from "./readers/reader.ts";

export interface ReadDeploymentOptions {
  /** What the scan is declared to hold all of: products (`kubernetes`, `istio`, …) or lists (`connectors`, …). */
  readonly complete: readonly string[];
  /** Workloads that are agents besides those that say so. */
  readonly agents: readonly AgentSelector[];
  /** Every file of the scanned folders, manifests or not. With it, a reference to a file it lacks is known to be broken. */
  readonly knownFiles?: readonly string[];
}

/** A document no reader claims; it takes part in no verdict. */
export interface Unclaimed {
  readonly file: string;
  readonly line: number;
  /** `apiVersion Kind` of a cluster object, otherwise what the document looks like. */
  readonly kind: string;
}

export interface ReadDeployment {
  readonly deployment: Deployment;
  readonly agents: readonly { readonly name: string; readonly source: FactSource }[];
  /** Why documents were not read, or not as they claim to be: the run is incomplete. */
  readonly refusals: readonly Diagnostic[];
  readonly unclaimed: readonly Unclaimed[];
  readonly proposals: readonly Proposal[];
  /** Selectors that no workload fits: most likely misspelt. */
  readonly unmatched: readonly AgentSelector[];
  /** Warnings: readings that differ, policies without effect, references that do not resolve. */
  readonly findings: readonly Diagnostic[];
  /** `total` is the sum of the other three. */
  readonly documents: {
    readonly total: number;
    readonly read: number;
    readonly refused: number;
    readonly unclaimed: number;
  };
}

/**
 * Reads manifests into the deployment model with effective values. The order of files and documents does not matter.
 * Nothing throws on what the files hold: a broken document is refused alone and everything else is read.
 */
export function readDeployment(files: readonly SourceText[], options: ReadDeploymentOptions): ReadDeployment {
  const sorted = [...files].sort((left, right) => (left.file < right.file ? -1 : left.file > right.file ? 1 : 0));
  const pages = sorted.map(readDocuments);
  const documents = pages.flatMap((page) => page.documents);
  const refused = pages.flatMap((page) => page.refusals);
  const claimed = new Map<Reader, ManifestDocument[]>(readers.map((reader) => [reader, []]));
  const rest: ManifestDocument[] = [];
  for (const document of documents) {
    const reader = readers.find((candidate) => candidate.claims(document));
    if (reader === undefined) rest.push(document);
    else claimed.get(reader)?.push(document);
  }

  const reported: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => {
    reported.push(diagnostic);
  };
  const faulty = new Set<ManifestDocument>();
  const scan = buildScan(claimed, rest, refused, {
    complete: options.complete,
    files: [...sorted.map(({ file }) => file), ...(options.knownFiles ?? [])],
    knowsAllFiles: options.knownFiles !== undefined,
    report,
    onFaulty: (document) => faulty.add(document),
  });
  const agents = findAgents(scan, options.agents);
  const facts = agents.map((agent) => factsOf(agent, report));
  const anchor = agents[0]?.source ?? documents[0]?.root.source() ?? startOf(sorted[0]);
  const entities = assemble(facts, scan, options.complete, anchor);

  const findings = [
    ...pages.flatMap((page) => page.findings),
    ...[...claimed.values()].flat().flatMap(({ oddities }) => oddities),
    ...rest.flatMap(kustomization),
    ...reported.filter(({ severity }) => severity !== "error"),
    ...policyFindings(scan),
  ];
  const refusals = [
    ...refused.map(({ diagnostic }) => diagnostic),
    ...reported.filter(({ severity }) => severity === "error"),
  ];
  const refusedCount = refused.length + faulty.size;
  return {
    deployment: { entities, attestations: attestationsOf(agents), waivers: waiversOf(agents) },
    agents: agents.map(({ name, source }) => ({ name, source })),
    refusals: inOrder(refusals),
    unclaimed: rest.map(unclaimedOf),
    proposals: proposalsOf(scan, agents),
    unmatched: options.agents.filter((agent) => !scan.workloads.some((workload) => selectorFits(agent, workload))),
    findings: inOrder(findings),
    documents: {
      total: documents.length + refused.length,
      read: documents.length - rest.length - faulty.size,
      refused: refusedCount,
      unclaimed: rest.length,
    },
  };
}

/** The head of a file, for facts of a scan in which nothing could be read. */
const startOf = (file: SourceText | undefined): FactSource => ({
  file: file?.file ?? "",
  line: 1,
  column: 1,
  path: "",
  text: (file?.text ?? "").split(/[\r\n]/, 1)[0]?.slice(0, 120) ?? "",
});

function unclaimedOf({ file, root }: ManifestDocument): Unclaimed {
  const kind = root.get("kind").text();
  const apiVersion = root.get("apiVersion").text();
  const words = { map: "a mapping", list: "a list" } as const;
  const shape = root.kind === "map" || root.kind === "list" ? words[root.kind] : "a scalar";
  const { line } = root.source();
  return {
    file,
    line,
    kind: kind !== undefined && apiVersion !== undefined ? `${apiVersion} ${kind}`.slice(0, 120) : shape,
  };
}

function kustomization({ root, file }: ManifestDocument): readonly Diagnostic[] {
  const isKustomization =
    root.get("kind").text() === "Kustomization" && (root.get("apiVersion").text() ?? "").startsWith("kustomize.");
  const isUntyped = /(?:^|[/\\])kustomization\.ya?ml$/.test(file) && root.get("resources").exists;
  return isKustomization || isUntyped ? [manifestNotRendered.at(root.span(), { kind: "a Kustomization" })] : [];
}

/** By file, place and code, each once: the order of reading does not show. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byKey = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const [span] = diagnostic.spans;
    const place = `${span?.file ?? ""}\u0000${String(span?.start ?? 0).padStart(12, "0")}`;
    byKey.set(`${place}\u0000${diagnostic.code}\u0000${diagnostic.message}`, diagnostic);
  }
  return [...byKey]
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, diagnostic]) => diagnostic);
}

export type { AgentSelector, Proposal };
