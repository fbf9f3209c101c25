import type { CheckedLabelRule } from "../ast/checked.ts";
import type { LabelDeclaration } from "../ast/parsed.ts";
import { checkCondition, ruleScope } from "./expressions.ts";
import { resolvePattern } from "./resolve-tools.ts";
import type { Checker } from "./scope.ts";
import { callSurfaces } from "./surfaces.ts";

/** Results of these tools bring the label, where the call satisfies the condition; undefined after an error. */
export function checkLabel(declaration: LabelDeclaration, checker: Checker): CheckedLabelRule | undefined {
  const patterns = declaration.from.map((pattern) => resolvePattern(pattern, checker));
  const known = patterns.filter((pattern) => pattern !== undefined);
  if (known.length < patterns.length) return undefined;
  const tools = [...new Set(known.flatMap((pattern) => pattern.tools))].sort();
  const scope = ruleScope(checker, callSurfaces(tools, checker), declaration.label.span);
  const when = declaration.when === undefined ? undefined : checkCondition(declaration.when, scope, "when-false");
  if (declaration.when !== undefined && when === undefined) return undefined;
  return { span: declaration.span, label: declaration.label.text, tools, when };
}
