import type { CheckedCondition } from "../ast/checked-condition.ts";
import type { CheckedClaim } from "../ast/checked-control.ts";
import type { Expression } from "../ast/expression.ts";
import type { Name } from "../ast/name.ts";
import type { ProveDeclaration } from "../ast/parsed-control.ts";
import { checkRequirement } from "./check-outcome.ts";
import { checkCondition, ruleScope } from "./expressions.ts";
import { resolveLevel } from "./resolve-level.ts";
import { resolvePattern } from "./resolve-tools.ts";
import type { Checker, Scope } from "./scope.ts";
import { callSurfaces } from "./surfaces.ts";

/** A claim over calls, as written in `text`; undefined after an error. */
export function checkClaim(declaration: ProveDeclaration, text: string, checker: Checker): CheckedClaim | undefined {
  const { span, claim } = declaration;
  switch (claim.kind) {
    case "no-dead-gates":
      return { kind: "no-dead-gates", span, text };
    case "not-weaker-than":
      return { kind: "not-weaker-than", span, text, file: claim.file.text };
    case "never": {
      const subject = checkSubject(claim.tools, claim.with, span, checker);
      return subject === undefined
        ? undefined
        : { kind: "never", span, text, tools: subject.tools, with: subject.with };
    }
    case "always": {
      const subject = checkSubject(claim.tools, claim.with, span, checker);
      const { demand } = claim;
      if (demand.kind === "at-least") {
        const level = resolveLevel(demand.level, checker);
        if (subject === undefined || level === undefined) return undefined;
        return {
          kind: "always",
          span,
          text,
          tools: subject.tools,
          with: subject.with,
          demand: { kind: "at-least", level },
        };
      }
      const scope = subject?.scope ?? ruleScope(checker, callSurfaces([], checker), span);
      const requirement = checkRequirement(demand.outcome, scope);
      if (subject === undefined || requirement === undefined) return undefined;
      return { kind: "always", span, text, tools: subject.tools, with: subject.with, demand: requirement };
    }
  }
}

interface ClaimSubject {
  readonly tools: readonly string[];
  readonly with: CheckedCondition | undefined;
  readonly scope: Scope;
}

function checkSubject(
  tools: Name,
  condition: Expression | undefined,
  span: ProveDeclaration["span"],
  checker: Checker,
): ClaimSubject | undefined {
  const pattern = resolvePattern(tools, checker);
  if (pattern === undefined) return undefined;
  const scope = ruleScope(checker, callSurfaces(pattern.tools, checker), span);
  const checked = condition === undefined ? undefined : checkCondition(condition, scope, "never");
  if (condition !== undefined && checked === undefined) return undefined;
  return { tools: pattern.tools, with: checked, scope };
}
