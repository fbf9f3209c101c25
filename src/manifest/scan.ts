import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ManifestNode } from "./node.ts";

export const products = ["kubernetes", "istio", "compose", "mcp-client", "agent-deployment"] as const;
export type Product = (typeof products)[number];

/** One object of a cluster. Objects without a namespace get `default`, as `kubectl apply` gives them. */
export interface Resource {
  readonly product: Product;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly node: ManifestNode;
}

/** Whatever creates pods, with the pod it creates. */
export interface Workload {
  readonly resource: Resource;
  readonly podLabels: ReadonlyMap<string, string>;
  readonly podAnnotations: ReadonlyMap<string, string>;
  readonly podSpec: ManifestNode;
}

export interface ComposeService {
  readonly name: string;
  readonly project: ComposeProject;
  /** The service in each file of the project that states it, overrides last. */
  readonly nodes: readonly ManifestNode[];
}

export interface ComposeProject {
  /** The folder and, where several projects share it, the file. */
  readonly name: string;
  readonly roots: readonly ManifestNode[];
  readonly services: readonly ComposeService[];
}

/** One client configuration; its servers are the connectors of the client. */
export interface McpClient {
  readonly name: string;
  readonly servers: ManifestNode;
  readonly inputs: ManifestNode;
}

/** An AgentDeployment; `faulty` when its own form is broken (what is well-formed of it still counts). */
export interface Declaration {
  readonly name: string;
  readonly namespace: string;
  readonly node: ManifestNode;
  readonly spec: ManifestNode;
  readonly faulty: boolean;
}

/** What the readers found, before effective values are resolved. */
export interface Scan {
  readonly products: ReadonlySet<Product>;
  readonly files: ReadonlySet<string>;
  readonly workloads: readonly Workload[];
  readonly composeProjects: readonly ComposeProject[];
  readonly mcpClients: readonly McpClient[];
  readonly declarations: readonly Declaration[];
  readonly ofKind: (kind: string) => readonly Resource[];
  /** Also finds resources no reader claims: a reference to them resolves. */
  readonly exists: (kind: string, namespace: string, name: string) => boolean;
  /** Declared by the options, for every agent. Void while a document is refused. */
  readonly isComplete: (word: string) => boolean;
  /** A document was refused: no list of the scan is known to be whole. */
  readonly incomplete: boolean;
  /** A refused document may hold a resource of this kind. */
  readonly mayHide: (kind: string) => boolean;
  /** The scan knows every file of its folders, so a file it does not know is not there. */
  readonly knowsAllFiles: boolean;
}

export interface ScanBuilder {
  readonly addResource: (product: Product, node: ManifestNode) => Resource;
  readonly addWorkload: (workload: Workload) => void;
  readonly addComposeProject: (project: ComposeProject) => void;
  readonly addMcpClient: (client: McpClient) => void;
  readonly addDeclaration: (declaration: Declaration) => void;
  /** An error makes the run incomplete, a warning does not. */
  readonly report: (diagnostic: Diagnostic) => void;
}

export function resourceOf(product: Product, node: ManifestNode): Resource {
  const metadata = node.get("metadata");
  return {
    product,
    kind: node.get("kind").text() ?? "",
    name: metadata.get("name").text() ?? metadata.get("generateName").text() ?? "",
    namespace: metadata.get("namespace").text() ?? "default",
    labels: textMap(metadata.get("labels")),
    node,
  };
}

/** The scalar members of a mapping, as texts. */
export function textMap(node: ManifestNode): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [key, value] of node.entries()) {
    const text = value.text();
    if (text !== undefined) map.set(key, text);
  }
  return map;
}
