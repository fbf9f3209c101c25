import type { ParsedFile } from "../ast/parsed.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { sha256 } from "../json/sha256.ts";

/**
 * The digest a use of a pack is pinned by: SHA-256 over the canonical JSON (RFC 8785) of a list with the name and the SHA-256 of the
 * text of every file, in the order of the names by UTF-16 code units. In hexadecimal. Where the folder lies plays no part.
 */
export function packDigest(files: readonly ParsedFile[]): string {
  const entries = files.map(({ file, text }) => [file.slice(file.lastIndexOf("/") + 1), sha256(text)] as const);
  return sha256(canonicalJson([...entries].sort(([left], [right]) => (left < right ? -1 : 1))));
}
