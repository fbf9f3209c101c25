import type { ParsedFile, QuotedText } from "../ast/parsed.ts";

/** The catalogues and baselines that a policy file names, for the loader to read before `checkPolicy`. */
export function listUses(file: ParsedFile): QuotedText[] {
  return file.declarations.flatMap((declaration) => {
    if (declaration.kind === "use-tools") return [declaration.path];
    if (declaration.kind !== "drift") return [];
    return declaration.clauses.flatMap((clause) => (clause.kind === "baseline" ? [clause.path] : []));
  });
}

/** The packs that a policy file or a file of a pack names, likewise. */
export function listPacks(file: ParsedFile): QuotedText[] {
  return file.declarations.flatMap((declaration) => (declaration.kind === "use-pack" ? [declaration.path] : []));
}
