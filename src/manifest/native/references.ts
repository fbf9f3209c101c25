import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { manifestUnresolvedReference } from "../../diagnostics/manifest.ts";
import { declaredBy, flagFact, unknownFact } from "../../model/fact.ts";
import type { Field } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";
import type { Scan } from "../scan.ts";

export interface References {
  /** Whether what a node names is in the scan set. */
  readonly found: (node: ManifestNode) => Field;
}

/**
 * Resolves references of one AgentDeployment: `Kind/name` or `Kind/namespace/name` among every resource seen, anything
 * else as a file relative to the manifest or to the scan's root. What is not found is unknown, unless the scan is known to
 * hold all of its kind; a URL is never looked up.
 */
export function referencesOf(namespace: string, scan: Scan, report: (diagnostic: Diagnostic) => void): References {
  return {
    found(node) {
      const text = node.text() ?? "";
      const ground = declaredBy(node.source());
      if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) {
        return unknownFact("unresolved", `an attestation for ${text}: no address is ever looked up`, ground);
      }
      const resource = /^([A-Z][A-Za-z0-9]*)\/(?:([^/]+)\/)?([^/]+)$/.exec(text);
      const isThere =
        resource === null
          ? fileExists(text, node.file, scan)
          : scan.exists(resource[1] ?? "", resource[2] ?? namespace, resource[3] ?? "");
      if (isThere) return flagFact(true, ground);
      report(manifestUnresolvedReference.at(node.span(), { reference: text }));
      const isCertain = resource === null ? scan.knowsAllFiles : scan.isComplete("kubernetes");
      return isCertain ? flagFact(false, ground) : unknownFact("unresolved", `${text} in the scan set`, ground);
    },
  };
}

function fileExists(path: string, from: string, scan: Scan): boolean {
  const name = path.replace(/#.*$/, "");
  const slash = from.lastIndexOf("/");
  const beside = joined(slash < 0 ? "" : from.slice(0, slash), name);
  return scan.files.has(joined("", name)) || scan.files.has(beside);
}

/** A relative path below a folder with `.` and `..` applied. */
function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith("/") ? "" : folder}/${path}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return (path.startsWith("/") ? "/" : "") + parts.join("/");
}
