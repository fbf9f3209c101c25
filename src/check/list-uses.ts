import type { ParsedFile, QuotedText } from "../ast/parsed.ts";

/** The catalogue files that a policy file names, for the loader to read before `checkPolicy`. */
export function listUses(file: ParsedFile): QuotedText[] {
  return file.declarations.flatMap((declaration) => (declaration.kind === "use-tools" ? [declaration.path] : []));
}
