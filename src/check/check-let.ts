import type { CheckedLet } from "../ast/checked.ts";
import type { CheckedOperand } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import type { LetDeclaration } from "../ast/parsed.ts";
import { notALetValue } from "../diagnostics/declarations.ts";
import { ruleScope } from "./expressions.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { createReport } from "./report.ts";
import { type Checker, dotted, qualified, type Scope, type Typed } from "./scope.ts";
import { allSurfaces } from "./surfaces.ts";

/**
 * Lets after the rules: each use was typed in its own place. By itself a `let` is typed over all tools; only where no rule
 * uses it does that decide, because the tools a rule covers may give its paths a meaning which all tools together do not.
 */
export function checkLet(declaration: LetDeclaration, checker: Checker): CheckedLet | undefined {
  const name = declaration.name.text;
  const { values } = checker.letUses;
  const alone: Checker = { ...checker, report: createReport(), letUses: { values: new Map() } };
  const scope = ruleScope(alone, allSurfaces(alone), declaration.name.span);
  const typed = scope.typist.type(declaration.value, { ...scope, openLets: [name] });
  const value = toValue(typed, declaration, scope);
  const used = values.has(name);
  if (value !== undefined) return { name: qualified(checker, name), span: declaration.name.span, used, value };
  if (!used) {
    for (const diagnostic of alone.report.all()) checker.report.add(diagnostic);
    return undefined;
  }
  const inUse = values.get(name);
  const fromUse = inUse === undefined ? undefined : toValue(inUse, declaration, scope);
  return fromUse === undefined
    ? undefined
    : { name: qualified(checker, name), span: declaration.name.span, used, value: fromUse };
}

function toValue(typed: Typed, declaration: LetDeclaration, scope: Scope): CheckedLet["value"] | undefined {
  switch (typed.kind) {
    case "error":
      return undefined;
    case "condition":
      return { kind: "condition", condition: typed.condition };
    case "value":
      if (typed.type.kind === "bool" && typed.operand.kind !== "literal") {
        return { kind: "condition", condition: { kind: "holds", span: typed.operand.span, operand: typed.operand } };
      }
      return { kind: "operand", operand: typed.operand };
    case "list": {
      const items = typed.items.map((item) => listItem(item, typed.scope));
      const complete = items.filter((item) => item !== undefined);
      return complete.length < items.length ? undefined : { kind: "list", items: complete };
    }
    case "word":
      reportUnknownRoot(typed.words, typed.span, scope);
      return undefined;
    case "origin":
      scope.checker.report.add(notALetValue.at(declaration.value.span, {}));
      return undefined;
  }
}

/** A bare word of a list is a label, a recogniser or a member of an enum: its uses say which. */
function listItem(item: Expression, scope: Scope): CheckedOperand | undefined {
  if (item.kind === "path-of")
    return {
      kind: "literal",
      span: item.span,
      literal: { kind: "text", text: `${dotted(item.segments)} of ${item.of.text}` },
    };
  const typed = scope.typist.type(item, scope);
  if (typed.kind === "word")
    return { kind: "literal", span: typed.span, literal: { kind: "text", text: dotted(typed.words) } };
  return typed.kind === "value" ? typed.operand : undefined;
}
