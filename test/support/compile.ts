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

/** Parses, checks and lowers texts as one policy; `read` supplies catalogues. */
export function compileTexts(
  sources: readonly SourceText[],
  read: (fromFile: string, path: string) => SourceText | undefined = () => undefined,
): Compiled {
  const parsed = sources.map(parseFile);
  const syntax = parsed.flatMap(({ diagnostics }) => diagnostics);
  if (syntax.some(({ severity }) => severity === "error"))
    return { diagnostics: syntax, checked: undefined, ir: undefined };
  const outcome = checkPolicy(
    parsed.map(({ file }) => file),
    { read, subjectTypes },
  );
  const diagnostics = [...syntax, ...outcome.diagnostics];
  if (!outcome.ok) return { diagnostics, checked: undefined, ir: undefined };
  return { diagnostics, checked: outcome.value, ir: lowerPolicy(outcome.value) };
}

export const compileText = (text: string): Compiled => compileTexts([{ file: "policy.gate", text }]);

export const codesOf = (diagnostics: readonly Diagnostic[]): readonly string[] => diagnostics.map(({ code }) => code);
