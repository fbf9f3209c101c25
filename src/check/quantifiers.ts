import type { CheckedCondition } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import { takenName } from "../diagnostics/names.ts";
import {
  bodyWithoutBinding,
  missingNonempty,
  notAList,
  tooDeep,
  whereWithoutBinding,
} from "../diagnostics/types-conditions.ts";
import type { Type } from "../value/type.ts";
import { presentWhenTrue } from "./guards.ts";
import { typeListOperand } from "./presence.ts";
import { flipped, type Scope, type TypedValue } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";
import { written } from "./written.ts";

export type QuantifierExpression = Extract<Expression, { readonly kind: "quantifier" }>;

const deepest = 2;

/** `any|every x in [nonempty] LIST [where C]: P`. */
export function checkQuantifier(quantifier: QuantifierExpression, outer: Scope): CheckedCondition | undefined {
  const { report, names } = outer.checker;
  const { binding, span } = quantifier;
  if (outer.enclosing.length >= deepest) {
    report.add(tooDeep.at(binding.span, { deepest }));
    return undefined;
  }
  const scope: Scope = { ...outer, relation: outer.relation ?? span };
  const nameIsFree = checkBinding(quantifier, scope);
  const list = elementsOf(quantifier, scope);
  const needsNonempty = quantifier.quantifier === "every" && !quantifier.nonempty && scope.exempts === "when-true";
  if (needsNonempty) {
    const { file, start } = quantifier.list.span;
    const fix = { title: "say `nonempty`", safe: true, edits: [{ file, start, end: start, text: "nonempty " }] };
    report.add(
      missingNonempty.at(
        quantifier.list.span,
        { list: list === undefined ? "the list" : written(list.value, scope) },
        { fixes: [fix] },
      ),
    );
  }
  if (list === undefined || !nameIsFree) return undefined;

  const unique = freeName(binding.text, scope.enclosing);
  const inner: Scope = {
    ...scope,
    bindings: new Map(scope.bindings).set(binding.text, {
      unique,
      type: list.element,
      vocabulary: scope.place.kind === "subject",
    }),
    enclosing: [...scope.enclosing, unique],
    relation: undefined,
  };
  const { where } = quantifier;
  if (where !== undefined && !mentions(where, binding.text)) {
    report.add(whereWithoutBinding.at(where.span, { binding: binding.text }));
    return undefined;
  }
  // Under `every`, what the filter lets through has more to satisfy: its polarity is the other way round.
  const filterExempts = quantifier.quantifier === "every" ? flipped[scope.exempts] : scope.exempts;
  const filter = where === undefined ? undefined : scope.typist.condition(where, { ...inner, exempts: filterExempts });
  const guarded = where === undefined ? inner.guarded : [...inner.guarded, ...presentWhenTrue(where, names)];
  const body = scope.typist.condition(quantifier.body, { ...inner, guarded });
  if (body !== undefined && where === undefined && !mentions(quantifier.body, binding.text)) {
    report.add(bodyWithoutBinding.at(quantifier.body.span, { binding: binding.text }));
    return undefined;
  }
  if (body === undefined || (where !== undefined && filter === undefined) || needsNonempty) return undefined;
  return {
    kind: "quantified",
    span,
    quantifier: quantifier.quantifier,
    nonempty: quantifier.nonempty,
    binding: unique,
    list: list.value.operand,
    ...(filter === undefined ? {} : { where: filter }),
    body,
  };
}

/** Roots, operators and functions are refused by the parser already. */
function checkBinding({ binding }: QuantifierExpression, scope: Scope): boolean {
  const { report, names } = scope.checker;
  const { place } = scope;
  const taken = scope.bindings.has(binding.text)
    ? "bound by the quantifier around this one"
    : place.kind === "subject" && binding.text === place.word
      ? "the subject of the control"
      : names.lets.has(binding.text)
        ? "a `let` of the policy"
        : undefined;
  if (taken === undefined) return true;
  report.add(takenName.at(binding.span, { name: binding.text, taken }));
  return false;
}

function elementsOf(
  quantifier: QuantifierExpression,
  scope: Scope,
): { readonly value: TypedValue; readonly element: Type } | undefined {
  const typed = typeListOperand(quantifier.list, quantifier.nonempty ? "asked" : "demanded", scope);
  if (typed === undefined) return undefined;
  if (typed.kind === "value" && typed.type.kind === "list") return { value: typed, element: typed.type.element };
  const type =
    typed.kind === "value" ? typeInWords(typed.type) : typed.kind === "list" ? "a list of literals" : "no list";
  scope.checker.report.add(notAList.at(quantifier.list.span, { written: written(typed, scope), type }));
  return undefined;
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`${name}_`, taken) : name;
}

/** Does a path of the expression start with this bound name? */
function mentions(expression: Expression, name: string): boolean {
  switch (expression.kind) {
    case "path":
    case "path-of":
      return expression.segments[0]?.text === name;
    case "group":
      return mentions(expression.inner, name);
    case "not":
    case "has":
    case "origin":
    case "emptiness":
      return mentions(expression.operand, name);
    case "all":
    case "any":
      return expression.operands.some((operand) => mentions(operand, name));
    case "sum":
    case "relation":
      return mentions(expression.left, name) || mentions(expression.right, name);
    case "list":
      return expression.items.some((item) => mentions(item, name));
    case "quantifier":
      return [expression.list, expression.body, ...(expression.where === undefined ? [] : [expression.where])].some(
        (part) => mentions(part, name),
      );
    default:
      return false;
  }
}
