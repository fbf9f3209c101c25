import type { CheckedPolicy } from "../ast/checked.ts";
import {
  bundleBuiltInsDiffer,
  bundleDoesNotCompile,
  bundleEntryExtra,
  bundleIrDiffers,
  bundleOtherCompiler,
} from "../diagnostics/bundle.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { canonicalIr } from "../engine/canonical-ir.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import { builtInsOf } from "./built-ins.ts";
import { type Bundle, irPath } from "./bundle.ts";
import { compileEntries, type PolicyEntry } from "./compile-entries.ts";

export interface RecompiledPolicy {
  readonly checked: CheckedPolicy;
  readonly ir: PolicyIr;
}

/**
 * Compiles the sources in a bundle and compares the result with the IR in it; what is given back comes from the sources alone.
 * The bundle was looked at by `findTampering` before. `file` is what diagnostics call it, `compiler` the version that runs.
 */
export function recompileBundle(bundle: Bundle, file: string, compiler: string): Outcome<RecompiledPolicy, Diagnostic> {
  const start = { file, start: 0, end: 0 };
  const { manifest } = bundle;
  const textOf = new Map(bundle.entries.map(({ path, text }) => [path, text]));
  const sources = manifest.entries.flatMap(({ path, kind }): readonly PolicyEntry[] =>
    kind === "ir" ? [] : [{ path, kind, text: textOf.get(path) ?? "" }],
  );
  const foreign = (problem: string) =>
    bundleOtherCompiler.at(start, { made: manifest.compiler, here: compiler, problem });
  const isForeign = manifest.compiler !== compiler;
  const compiled = compileEntries(sources, (path) => `${file}/${path}`);
  if (!compiled.ok) {
    const problem = firstError(compiled.diagnostics);
    return fail([
      isForeign ? foreign(`its sources do not compile: ${problem}`) : bundleDoesNotCompile.at(start, { problem }),
    ]);
  }
  const { checked, ir, imported } = compiled.value;
  if (textOf.get(irPath) !== canonicalIr(ir)) {
    return fail([isForeign ? foreign("its sources mean another policy") : bundleIrDiffers.at(start, {})]);
  }
  const found = [
    ...sources.flatMap(({ kind, path }) =>
      kind === "policy" || imported.has(path) ? [] : [bundleEntryExtra.at(start, { path, unused: kind })],
    ),
    ...builtInProblems(builtInsOf(ir), manifest.builtIns).map((names) => bundleBuiltInsDiffer.at(start, names)),
  ];
  return found.length > 0 ? fail(found) : succeed({ checked, ir }, compiled.diagnostics);
}

function firstError(diagnostics: readonly Diagnostic[]): string {
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  const [place] = first?.spans ?? [];
  return first === undefined
    ? "there is no policy file among them"
    : `${first.message}${place === undefined ? "" : `, in ${place.file}`}`;
}

function builtInProblems(needed: readonly string[], listed: readonly string[]) {
  if (needed.length === listed.length && needed.every((name, at) => name === listed[at])) return [];
  const missing = needed.filter((name) => !listed.includes(name)).join(", ");
  const extra = listed.filter((name) => !needed.includes(name)).join(", ");
  return [{ missing, extra }];
}
