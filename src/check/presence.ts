import type { CheckedCondition } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import { notComparable } from "../diagnostics/types-relations.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { typePath } from "./paths.ts";
import type { Scope, Typed } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";
import { written } from "./written.ts";

/** `has PATH`: the one question that is defined where a tool has no such field. */
export function checkHas(
  expression: Extract<Expression, { readonly kind: "has" }>,
  scope: Scope,
): CheckedCondition | undefined {
  const typed = typeListOperand(expression.operand, "asked", scope);
  if (typed === undefined) return undefined;
  if (typed.kind === "value" && (typed.operand.kind === "path" || typed.operand.kind === "bound")) {
    return { kind: "has", span: expression.span, operand: typed.operand };
  }
  scope.checker.report.add(
    notComparable.at(expression.operand.span, {
      left: written(typed, scope),
      operator: "has",
      type: "no field",
      help: "`has` asks whether a field is there: `has args.amount`",
    }),
  );
  return undefined;
}

/** `X is empty`, `X is not empty`. */
export function checkEmptiness(
  expression: Extract<Expression, { readonly kind: "emptiness" }>,
  scope: Scope,
): CheckedCondition | undefined {
  const typed = scope.typist.type(expression.operand, scope);
  if (typed.kind === "error") return undefined;
  if (typed.kind === "word") {
    reportUnknownRoot(typed.words, typed.span, scope);
    return undefined;
  }
  if (typed.kind !== "value" || !canBeEmpty(typed)) {
    scope.checker.report.add(
      notComparable.at(expression.span, {
        left: written(typed, scope),
        operator: "is empty",
        type: typed.kind === "value" ? typeInWords(typed.type) : "no field",
        help: "texts, lists and labels can be empty; `has` asks whether a field is there",
      }),
    );
    return undefined;
  }
  const { span } = expression;
  const condition: CheckedCondition = { kind: "empty", span, operand: typed.operand };
  return expression.negated ? { kind: "not", span, operand: condition } : condition;
}

function canBeEmpty(typed: Extract<Typed, { readonly kind: "value" }>): boolean {
  if (typed.operand.kind === "literal" || typed.operand.kind === "sum") return false;
  switch (typed.type.kind) {
    case "string":
    case "texts":
    case "list":
    case "labels":
    case "json":
      return true;
    default:
      return false;
  }
}

/** A field that may be missing on some of the tools without a guard; undefined after an error. */
export function typeListOperand(
  expression: Expression,
  presence: "asked" | "demanded",
  scope: Scope,
): Exclude<Typed, { readonly kind: "error" | "word" }> | undefined {
  if (expression.kind === "group") return typeListOperand(expression.inner, presence, scope);
  const typed =
    expression.kind === "path"
      ? typePath(expression.segments, expression.span, scope, { presence })
      : scope.typist.type(expression, scope);
  if (typed.kind === "word") {
    reportUnknownRoot(typed.words, typed.span, scope);
    return undefined;
  }
  return typed.kind === "error" ? undefined : typed;
}
