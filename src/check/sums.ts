import type { Expression } from "../ast/expression.ts";
import { notAddable } from "../diagnostics/types-relations.ts";
import type { Type } from "../value/type.ts";
import { expectedBy } from "./expected.ts";
import { fitValue } from "./fit-value.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { type Scope, type Typed, type TypedValue, typedError } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";
import { written } from "./written.ts";

/** `+` and `-` on one unit: numbers, money of one currency, percentages, durations. */
export function typeSum(sum: Extract<Expression, { readonly kind: "sum" }>, scope: Scope): Typed {
  const [first, second] = [scope.typist.type(sum.left, scope), scope.typist.type(sum.right, scope)];
  if (first.kind === "error" || second.kind === "error") return typedError;
  const left = addable(first, scope);
  const right = left === undefined ? undefined : addable(second, scope);
  if (left === undefined || right === undefined) return typedError;
  // The side with a field says what a literal of the other means.
  const leftIsLiteral = left.operand.kind === "literal" && right.operand.kind !== "literal";
  const fitted = leftIsLiteral
    ? fitValue(left, expectedBy(right, "ordering", scope), scope)
    : fitValue(right, expectedBy(left, "ordering", scope), scope);
  if (fitted === undefined) return typedError;
  const type = leftIsLiteral ? right.type : widest(left.type, right.type);
  const operand = {
    kind: "sum",
    span: sum.span,
    operator: sum.operator,
    left: leftIsLiteral ? fitted : left.operand,
    right: leftIsLiteral ? right.operand : fitted,
  } as const;
  return { kind: "value", operand, type, vocabulary: false };
}

const widest = (left: Type, right: Type): Type => (left.kind === "int" && right.kind === "decimal" ? right : left);

function addable(typed: Typed, scope: Scope): TypedValue | undefined {
  if (typed.kind === "word") {
    reportUnknownRoot(typed.words, typed.span, scope);
    return undefined;
  }
  if (typed.kind === "value") {
    switch (typed.type.kind) {
      case "int":
      case "decimal":
      case "money":
      case "percent":
      case "duration":
        return typed;
      default: {
        // A literal is named by what it is.
        const type = typed.operand.kind === "literal" ? undefined : typeInWords(typed.type);
        scope.checker.report.add(notAddable.at(typed.operand.span, { written: written(typed, scope), type }));
        return undefined;
      }
    }
  }
  if (typed.kind === "error") return undefined;
  const span = typed.kind === "condition" ? typed.condition.span : typed.span;
  scope.checker.report.add(notAddable.at(span, { written: nouns[typed.kind], type: undefined }));
  return undefined;
}

const nouns = { condition: "a condition", list: "a list", origin: "an origin" } as const;
