import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { manifestDuplicateResource } from "../diagnostics/manifest.ts";
import type { ManifestDocument, Refusal } from "./document.ts";
import type { Reader } from "./readers/reader.ts";
import {
  type ComposeProject,
  type Declaration,
  type McpClient,
  type Product,
  type Resource,
  resourceOf,
  type Scan,
  type Workload,
} from "./scan.ts";

export interface BuildScanOptions {
  readonly complete: readonly string[];
  readonly files: readonly string[];
  readonly knowsAllFiles: boolean;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Called for a document that a reader found broken in its own form. */
  readonly onFaulty: (document: ManifestDocument) => void;
}

/** Lets every reader read what it claimed, and indexes what they found. */
export function buildScan(
  claimed: ReadonlyMap<Reader, readonly ManifestDocument[]>,
  unclaimed: readonly ManifestDocument[],
  refused: readonly Refusal[],
  options: BuildScanOptions,
): Scan {
  const products = new Set<Product>();
  const byKind = new Map<string, Resource[]>();
  const workloads: Workload[] = [];
  const composeProjects: ComposeProject[] = [];
  const mcpClients: McpClient[] = [];
  const declarations: Declaration[] = [];
  let isFaulty = false;
  for (const [reader, documents] of claimed) {
    reader.read(documents, {
      addResource(product, node) {
        const resource = resourceOf(product, node);
        products.add(product);
        const same = byKind.get(resource.kind);
        if (same === undefined) byKind.set(resource.kind, [resource]);
        else same.push(resource);
        return resource;
      },
      addWorkload: (workload) => void workloads.push(workload),
      addComposeProject(project) {
        products.add("compose");
        composeProjects.push(project);
      },
      addMcpClient(client) {
        products.add("mcp-client");
        mcpClients.push(client);
      },
      addDeclaration(declaration) {
        declarations.push(declaration);
        const document = documents.find(({ root }) => root === declaration.node);
        if (declaration.faulty && document !== undefined) {
          isFaulty = true;
          options.onFaulty(document);
        }
      },
      report: options.report,
    });
  }
  for (const resources of byKind.values()) {
    resources.sort(byName);
    for (const [index, resource] of resources.entries()) {
      const before = resources[index - 1];
      const isNamed = resource.node.get("metadata", "name").exists;
      if (isNamed && before !== undefined && byName(before, resource) === 0)
        options.report(duplicate(resource, before));
    }
  }
  workloads.sort((left, right) => byName(left.resource, right.resource));
  const others = unclaimed.map(({ root }) => resourceOf("kubernetes", root));
  const incomplete = refused.length > 0 || isFaulty;
  const complete = new Set(incomplete ? [] : options.complete);
  const unread = new Set(others.map(({ kind }) => kind));
  const keyOf = (kind: string, namespace: string, name: string): string => `${kind}\n${namespace}\n${name}`;
  const known = new Set(
    [...byKind.values()]
      .flat()
      .concat(others)
      .map(({ kind, namespace, name }) => keyOf(kind, namespace, name)),
  );
  const clusterWide = new Set(
    [...byKind.values()]
      .flat()
      .concat(others)
      .filter(({ node }) => !node.get("metadata", "namespace").exists)
      .map(({ kind, name }) => `${kind}\n${name}`),
  );
  return {
    products,
    files: new Set(options.files),
    workloads,
    composeProjects,
    mcpClients,
    declarations,
    ofKind: (kind) => byKind.get(kind) ?? [],
    exists: (kind, namespace, name) => known.has(keyOf(kind, namespace, name)) || clusterWide.has(`${kind}\n${name}`),
    isComplete: (word) => complete.has(word),
    incomplete,
    mayHide: (kind) => unread.has(kind) || refused.some(({ kinds }) => kinds.length === 0 || kinds.includes(kind)),
    knowsAllFiles: options.knowsAllFiles,
  };
}

/** By kind, namespace and name, so that the order of documents decides nothing. */
function byName(left: Resource, right: Resource): number {
  for (const key of ["kind", "namespace", "name"] as const) {
    if (left[key] !== right[key]) return left[key] < right[key] ? -1 : 1;
  }
  return 0;
}

function duplicate(resource: Resource, first: Resource): Diagnostic {
  const name = `${resource.kind} ${resource.namespace}/${resource.name}`.slice(0, 200);
  const related = [{ span: first.node.get("metadata", "name").span(), label: "first stated here" }];
  return manifestDuplicateResource.at(resource.node.get("metadata", "name").span(), { name }, { related });
}
