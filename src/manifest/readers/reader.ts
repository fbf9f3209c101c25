import type { ManifestDocument } from "../document.ts";
import type { ScanBuilder } from "../scan.ts";

/** Reads one family of documents. `claims` looks at the form only; `read` gets all documents it claimed, in file order. */
export interface Reader {
  readonly name: string;
  readonly title: string;
  /** What it claims, for the documentation: `GROUP/Kind` of a cluster object, or what a file must look like. */
  readonly claimed: readonly string[];
  /** What is to be known about its reading, one sentence each. */
  readonly remarks: readonly string[];
  readonly claims: (document: ManifestDocument) => boolean;
  readonly read: (documents: readonly ManifestDocument[], builder: ScanBuilder) => void;
}

/** The API group and kind of a cluster object: `apps`, `Deployment`; the core group is empty. */
export function groupAndKind({
  root,
}: ManifestDocument): { readonly group: string; readonly kind: string } | undefined {
  const apiVersion = root.get("apiVersion").text();
  const kind = root.get("kind").text();
  if (apiVersion === undefined || kind === undefined) return undefined;
  return { group: apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "", kind };
}

/** The cluster objects of a table of kinds by group, as `Reader.claimed` names them. */
export const kindsClaimed = (kinds: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  Object.entries(kinds).flatMap(([group, names]) => names.map((kind) => (group === "" ? kind : `${group}/${kind}`)));
