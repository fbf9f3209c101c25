import type { ParsedFile, QuotedText } from "../ast/parsed.ts";

/** The files that a policy file names, catalogues and schemas, for the loader to read before `checkPolicy`. */
export function listUses(file: ParsedFile): QuotedText[] {
  return file.declarations.flatMap((declaration) => {
    if (declaration.kind === "use-tools") return [declaration.path];
    if (declaration.kind !== "gate") return [];
    return declaration.clauses.flatMap((clause) => (clause.kind === "schema" ? [clause.path] : []));
  });
}
