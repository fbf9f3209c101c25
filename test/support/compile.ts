import { posix } from "node:path";
import type { CheckedPolicy } from "../../src/ast/checked.ts";
import { checkPolicy } from "../../src/check/check-policy.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { lowerPolicy } from "../../src/engine/lower.ts";
import { subjectTypes } from "../../src/model/subject-types.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import type { SourceText } from "../../src/source/span.ts";

export interface Compiled {
  readonly diagnostics: readonly Diagnostic[];
  readonly checked: CheckedPolicy | undefined;
  readonly ir: PolicyIr | undefined;
}

/** Parses, checks and lowers texts as one policy; `read` supplies catalogues, `packOf` the files of packs. */
export function compileTexts(
  sources: readonly SourceText[],
  read: (fromFile: string, path: string) => SourceText | undefined = () => undefined,
  packOf: (fromFile: string, path: string) => readonly SourceText[] = () => [],
): Compiled {
  const parsed = sources.map(parseFile);
  const syntax = parsed.flatMap(({ diagnostics }) => diagnostics);
  if (syntax.some(({ severity }) => severity === "error"))
    return { diagnostics: syntax, checked: undefined, ir: undefined };
  const outcome = checkPolicy(
    parsed.map(({ file }) => file),
    { read, readPack: (from, path) => packOf(from, path).map((source) => parseFile(source).file), subjectTypes },
  );
  const diagnostics = [...syntax, ...outcome.diagnostics];
  if (!outcome.ok) return { diagnostics, checked: undefined, ir: undefined };
  return { diagnostics, checked: outcome.value, ir: lowerPolicy(outcome.value) };
}

/** One policy file; what follows a line `// file: FOLDER/NAME` is a file of the pack in that folder. */
export function compileText(
  text: string,
  read: (fromFile: string, path: string) => SourceText | undefined = () => undefined,
): Compiled {
  const [policy = "", ...others] = text.split(/^\/\/ file: /m);
  const files = others.map((part): SourceText => {
    const end = part.indexOf("\n");
    return { file: part.slice(0, end), text: part.slice(end + 1) };
  });
  return compileTexts([{ file: "policy.gate", text: policy }], read, (from, path) => {
    const folder = posix.join(posix.dirname(from), path);
    return files.filter(({ file }) => posix.dirname(file) === folder);
  });
}

export const codesOf = (diagnostics: readonly Diagnostic[]): readonly string[] => diagnostics.map(({ code }) => code);
