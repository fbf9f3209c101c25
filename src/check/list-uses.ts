import type { QuotedText } from "../ast/name.ts";
import type { ParsedFile } from "../ast/parsed.ts";

/** The files that a policy file names, catalogues, baselines and schemas, for the loader to read before `checkPolicy`. */
export function listUses(file: ParsedFile): QuotedText[] {
  return file.declarations.flatMap((declaration) => {
    switch (declaration.kind) {
      case "use-tools":
        return [declaration.path];
      case "drift":
        return declaration.clauses.flatMap((clause) => (clause.kind === "baseline" ? [clause.path] : []));
      case "gate":
        return declaration.clauses.flatMap((clause) => (clause.kind === "schema" ? [clause.path] : []));
      default:
        return [];
    }
  });
}

/** The packs that a policy file or a file of a pack names, likewise. */
export function listPacks(file: ParsedFile): QuotedText[] {
  return file.declarations.flatMap((declaration) => (declaration.kind === "use-pack" ? [declaration.path] : []));
}
