import { indexLines } from "../../source/span.ts";
import { type ManifestNode, rootNode } from "../node.ts";
import type { Scan } from "../scan.ts";
import { readYamlTree } from "../yaml-tree.ts";

/** The namespace whose policies without a selector hold for the whole mesh. */
export const rootNamespace = "istio-system";

/** A setting of the mesh, with the node to cite: text inside a ConfigMap is cited at its key. */
export interface MeshSetting {
  readonly node: ManifestNode;
  readonly cite: ManifestNode;
}

/** Settings of Istio's mesh configuration: of an IstioOperator, or the ConfigMap `istio`, whichever the scan holds. */
export function meshSetting(scan: Scan, ...keys: readonly string[]): MeshSetting | undefined {
  for (const operator of scan.ofKind("IstioOperator")) {
    const node = operator.node.get("spec", "meshConfig", ...keys);
    if (node.exists) return { node, cite: node };
  }
  for (const map of scan.ofKind("ConfigMap")) {
    if (map.namespace !== rootNamespace || !/^istio(?:-|$)/.test(map.name)) continue;
    const cite = map.node.get("data", "mesh");
    const text = cite.text();
    const read = text === undefined ? undefined : readYamlTree(text, 0);
    if (text === undefined || read === undefined || !read.ok || read.tree === undefined) continue;
    const node = rootNode({ file: cite.file, text, lines: indexLines(text) }, read.tree).get(...keys);
    if (node.exists) return { node, cite };
  }
  return undefined;
}

export const trustDomainOf = (scan: Scan): string => meshSetting(scan, "trustDomain")?.node.text() ?? "cluster.local";
