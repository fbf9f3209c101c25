import { canonicalJson } from "../json/canonical-json.ts";
import { sha256 } from "../json/sha256.ts";

/** The format that is written, and the newest that is read. */
export const bundleFormat = 1;
/** How files with a bundle end. */
export const bundleEnding = ".gatebundle";
/** The most bytes that a bundle has as UTF-8: 16 MiB. */
export const bundleLimit = 16 * 1024 * 1024;

/** The entry with the compiled policy; what people wrote lies below `sources/`. */
export const irPath = "ir.json";
export const sourcesFolder = "sources/";

/**
 * A policy as it travels: one JSON document, RFC 8785, with a line break at its end. The manifest lists every entry with its
 * SHA-256; `digest` is the SHA-256 of the manifest, and the signature signs the manifest.
 */
export interface Bundle {
  readonly digest: string;
  readonly manifest: Manifest;
  readonly entries: readonly BundleEntry[];
  /** JWS, compact, without its payload (RFC 7515, appendix F): `HEADER..SIGNATURE`. */
  readonly signature?: string;
}

export interface Manifest {
  /** The version of sallyport that compiled the policy. */
  readonly compiler: string;
  /** What an engine must know to run it, sorted: `condition:origin`, `recogniser:card`. */
  readonly builtIns: readonly string[];
  /** Sorted by path. */
  readonly entries: readonly ManifestEntry[];
}

/** `catalogue`: what a policy file names, a tool catalogue or the baseline of a drift. `pack`: a file of a pack that the policy uses. */
export type EntryKind = "ir" | "policy" | "catalogue" | "pack";

export interface ManifestEntry {
  readonly path: string;
  readonly kind: EntryKind;
  /** Of the text as UTF-8, in hexadecimal. */
  readonly sha256: string;
}

export interface BundleEntry {
  readonly path: string;
  readonly text: string;
}

/** The bytes that are digested and signed. */
export const manifestText = (manifest: Manifest): string => canonicalJson(manifest);

export const digestOf = (manifest: Manifest): string => sha256(manifestText(manifest));

/** The one text of a bundle: equal bundles have equal bytes. */
export function bundleText({ digest, manifest, entries, signature }: Bundle): string {
  const sorted = { ...manifest, entries: byPath(manifest.entries) };
  const document = { bundle: bundleFormat, digest, manifest: sorted, entries: byPath(entries) };
  return `${canonicalJson(signature === undefined ? document : { ...document, signature })}\n`;
}

/** In the order of UTF-16 code units, which is no language's. */
export const byPath = <T extends { readonly path: string }>(entries: readonly T[]): readonly T[] =>
  [...entries].sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0));
