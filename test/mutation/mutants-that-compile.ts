import ts from "typescript";
import type { Mutant } from "./mutant.ts";

/** Remarks on what is unused or never reached are no errors here. */
const ignored: ReadonlySet<number> = new Set([6133, 6138, 6192, 6196, 6198, 6199, 7027, 7028]);

/** The ids of those mutants in whose own file the type checker finds no error. */
export function mutantsThatCompile(program: ts.Program, root: string, mutants: readonly Mutant[]): ReadonlySet<number> {
  const good = new Set<number>();
  let left = mutants;
  while (left.length > 0) {
    // One of each file in a program of their own; a program costs far more than a file.
    const batch = [...new Map(left.map((mutant) => [mutant.file, mutant])).values()];
    left = left.filter((mutant) => !batch.includes(mutant));
    const mutated = programWith(program, root, batch);
    for (const { id, file } of batch) {
      const source = mutated.getSourceFile(`${root}/${file}`);
      const found = [...mutated.getSyntacticDiagnostics(source), ...mutated.getSemanticDiagnostics(source)];
      if (found.every(({ code }) => ignored.has(code))) good.add(id);
    }
  }
  return good;
}

function programWith(program: ts.Program, root: string, batch: readonly Mutant[]): ts.Program {
  const options = program.getCompilerOptions();
  const host = ts.createCompilerHost(options);
  const mutated = new Map(batch.map((mutant) => [`${root}/${mutant.file}`, mutant]));
  host.getSourceFile = (name, how) => {
    const mutant = mutated.get(name);
    const source = program.getSourceFile(name);
    if (mutant === undefined || source === undefined) return source;
    const inner = mutant.kind === "statement" ? ";" : `(${mutant.after})`;
    const text = source.text.slice(0, mutant.start) + inner + source.text.slice(mutant.end);
    return ts.createSourceFile(name, text, how);
  };
  return ts.createProgram({ rootNames: program.getRootFileNames(), options, host, oldProgram: program });
}
