import type { Expression } from "../ast/expression.ts";
import type { PastEvent } from "../ast/history.ts";
import type { Name } from "../ast/name.ts";
import { historyType, withNotEquality } from "../diagnostics/history.ts";
import type { Span } from "../source/span.ts";
import type { Type } from "../value/type.ts";
import { fitField } from "./fit-field.ts";
import { isKeptValue, typeField, typePastPath } from "./past-path.ts";
import { dotted, type Scope } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";

/** `with args.to == this.args.to and …`: which fields of a past event must equal which of the one that asks. Undefined after an error. */
export function readEqualities(expression: Expression, event: PastEvent, scope: Scope): PastEvent["with"] | undefined {
  const equalities = conjuncts(expression).map((conjunct) => readEquality(conjunct, event, scope));
  const known = equalities.filter((equality) => equality !== undefined);
  return known.length === equalities.length ? known : undefined;
}

function conjuncts(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "group":
      return conjuncts(expression.inner);
    case "all":
      return expression.operands.flatMap(conjuncts);
    default:
      return [expression];
  }
}

type PathExpression = Extract<Expression, { readonly kind: "path" }>;

function readEquality(expression: Expression, event: PastEvent, scope: Scope): PastEvent["with"][number] | undefined {
  const { report } = scope.checker;
  const sides =
    expression.kind === "relation" && expression.operator === "==" ? [expression.left, expression.right] : [];
  const paths = sides.filter((side): side is PathExpression => side.kind === "path");
  const asking = paths.filter(isThis);
  const [now] = asking;
  const past = paths.find((path) => !isThis(path));
  if (now === undefined || past === undefined) {
    report.add(withNotEquality.at(expression.span, {}));
    return undefined;
  }
  const was = kept(past.segments, past.span, typePastPath(past.segments, past.span, event, scope), scope);
  const is = kept(now.segments.slice(1), now.span, typeField(now.segments.slice(1), now.span, scope), scope);
  if (was === undefined || is === undefined) return undefined;
  const operand = { kind: "path", span: now.span, root: is.root, segments: is.segments, type: is.type } as const;
  const expected = { type: was.type, vocabulary: false, written: dotted(past.segments), asks: "equality" } as const;
  if (fitField({ kind: "value", operand, type: is.type, vocabulary: false }, expected, scope) === undefined)
    return undefined;
  return {
    past: { root: was.root, segments: was.segments },
    now: { root: is.root, segments: is.segments },
  };
}

const isThis = ({ segments: [first, second] }: PathExpression): boolean =>
  first?.text === "this" && second !== undefined;

function kept<T extends { readonly type: Type }>(
  segments: readonly Name[],
  span: Span,
  typed: T | undefined,
  scope: Scope,
): T | undefined {
  if (typed === undefined || isKeptValue(typed.type)) return typed;
  const args = { word: "with", written: dotted(segments), type: typeInWords(typed.type) };
  scope.checker.report.add(historyType.at(span, args));
  return undefined;
}
