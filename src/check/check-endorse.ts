import type { CheckedEndorsement, CheckedLabelRule, CheckedTool } from "../ast/checked.ts";
import type { EndorseDeclaration } from "../ast/parsed-tool.ts";
import { endorsementWithoutEffect } from "../diagnostics/endorsements.ts";
import { unknownLabel } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { resolveNames } from "./resolve-names.ts";
import { resolveTool } from "./resolve-tools.ts";
import type { Checker } from "./scope.ts";

/** An endorsement of one tool; undefined after an error. Each label must be one that the tool's results would bring. */
export function checkEndorse(
  declaration: EndorseDeclaration,
  rules: readonly CheckedLabelRule[],
  checker: Checker,
): CheckedEndorsement | undefined {
  const { report, names } = checker;
  const name = resolveTool(declaration.tool, checker);
  const tool = name === undefined ? undefined : names.tools.get(name);
  const labels = resolveNames(declaration.labels, ({ text, span }) => {
    if (!names.labels.has(text)) {
      const known = [...names.labels].sort();
      report.add(unknownLabel.at(span, { kind: "label", word: text, near: nearMiss(text, known), known }));
      return undefined;
    }
    if (tool === undefined || brings(tool, text, rules)) return text;
    report.add(endorsementWithoutEffect.at(span, { tool: tool.name, label: text }));
    return undefined;
  });
  if (tool === undefined || labels === undefined) return undefined;
  return { span: declaration.span, tool: tool.name, labels: labels.map((label) => label.name) };
}

function brings(tool: CheckedTool, label: string, rules: readonly CheckedLabelRule[]): boolean {
  const isUntrusted = !tool.trusted.includes("") || tool.untrusted.length > 0;
  return (
    tool.returns.includes(label) ||
    (label === "untrusted" && isUntrusted) ||
    rules.some((rule) => rule.label === label && rule.tools.includes(tool.name))
  );
}
