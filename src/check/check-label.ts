import type { CheckedLabelRule } from "../ast/checked.ts";
import type { CheckedPattern } from "../ast/checked-gate.ts";
import type { LabelDeclaration } from "../ast/parsed-tool.ts";
import { checkCondition, ruleScope } from "./expressions.ts";
import { keepActing } from "./keep-acting.ts";
import { resolveCovered } from "./resolve-tools.ts";
import { type Checker, labelName } from "./scope.ts";
import { callSurfaces } from "./surfaces.ts";

/** Results of these tools bring the label, where the call satisfies the condition; undefined after an error. */
export function checkLabel(declaration: LabelDeclaration, checker: Checker): CheckedLabelRule | undefined {
  const patterns = declaration.from.map((pattern) => resolveCovered(pattern, checker));
  const known = patterns.filter((pattern) => pattern !== undefined);
  if (known.length < patterns.length) return undefined;
  const covers = ({ pattern, tools }: CheckedPattern) => ({ written: pattern, tools });
  const acting = keepActing("label", declaration.label, known, covers, checker);
  if (acting.length === 0) return undefined;
  const tools = [...new Set(acting.flatMap((pattern) => pattern.tools))].sort();
  const scope = ruleScope(checker, callSurfaces(tools, checker), declaration.label.span);
  const when = declaration.when === undefined ? undefined : checkCondition(declaration.when, scope, "when-false");
  if (declaration.when !== undefined && when === undefined) return undefined;
  return { span: declaration.span, label: labelName(declaration.label.text, checker), tools, when };
}
