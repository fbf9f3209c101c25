import type { CheckedCondition } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import { misplacedOf } from "../diagnostics/paths.ts";
import { conditionTooLarge, notACondition } from "../diagnostics/types-conditions.ts";
import { originOfMany } from "../diagnostics/types-relations.ts";
import { assertNever } from "../source/assert-never.ts";
import type { Span } from "../source/span.ts";
import { presentWhenFalse, presentWhenTrue } from "./guards.ts";
import { typeHistory } from "./history.ts";
import { typeLiteral } from "./literals.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { typePath } from "./paths.ts";
import { checkEmptiness, checkHas } from "./presence.ts";
import { checkQuantifier } from "./quantifiers.ts";
import { checkRelation } from "./relations.ts";
import {
  type Checker,
  type Exempts,
  flipped,
  type GuardedPath,
  type Place,
  type Scope,
  type Typed,
  type Typist,
  typedError,
} from "./scope.ts";
import { typeSum } from "./sums.ts";
import { typeInWords } from "./type-in-words.ts";
import { written } from "./written.ts";

/** Nodes a rule may have after its lets are inlined; evaluation is bounded by it. Fifty literals of a list weigh as one. */
const mostNodes = 2_000;
const literalsPerNode = 50;

/** The scope of a rule's conditions; one rule's conditions share its budget. */
export function ruleScope(checker: Checker, place: Place, rule: Span): Scope {
  return {
    checker,
    typist,
    place,
    bindings: nothing,
    enclosing: [],
    exempts: "never",
    guarded: [],
    openLets: [],
    ended: nothing,
    budget: { rule, left: mostNodes * literalsPerNode },
    relation: undefined,
  };
}

const nothing: ReadonlyMap<string, never> = new Map<string, never>();

/** Checks one condition of a rule. `guarded`: what other clauses of the rule already guard. */
export function checkCondition(
  expression: Expression,
  scope: Scope,
  exempts: Exempts,
  guarded: readonly GuardedPath[] = [],
): CheckedCondition | undefined {
  return condition(expression, { ...scope, exempts, guarded });
}

function type(expression: Expression, scope: Scope): Typed {
  if (!spend(expression, scope)) return typedError;
  const { span } = expression;
  switch (expression.kind) {
    case "text":
    case "number":
    case "percent":
    case "money":
    case "duration":
    case "timestamp":
    case "bool":
      return typeLiteral(expression, scope);
    case "list":
      return { kind: "list", span, items: expression.items, scope };
    case "path":
      return typePath(expression.segments, span, scope, { presence: "demanded" });
    case "path-of":
      scope.checker.report.add(misplacedOf.at(span, {}));
      return typedError;
    case "group":
      return type(expression.inner, scope);
    case "sum":
      return typeSum(expression, scope);
    case "origin":
      return typeOrigin(expression.operand, span, scope);
    case "not":
    case "all":
    case "any":
    case "has":
    case "relation":
    case "emptiness":
    case "quantifier": {
      const checked = checkLogic(expression, scope);
      return checked === undefined ? typedError : { kind: "condition", condition: checked };
    }
    case "history":
      return typeHistory(expression, scope);
    default:
      return assertNever(expression);
  }
}

function condition(expression: Expression, scope: Scope): CheckedCondition | undefined {
  const typed = type(expression, scope);
  const refuse = (found: string, help?: string): undefined => {
    scope.checker.report.add(notACondition.at(expression.span, { found, help }));
    return undefined;
  };
  switch (typed.kind) {
    case "error":
      return undefined;
    case "condition":
      return typed.condition;
    case "word":
      reportUnknownRoot(typed.words, typed.span, scope);
      return undefined;
    case "value":
      if (typed.type.kind !== "bool") {
        return refuse(
          typed.operand.kind === "literal"
            ? typeInWords(typed.type)
            : `\`${written(typed, scope)}\`, which is ${typeInWords(typed.type)},`,
        );
      }
      if (typed.operand.kind === "literal" && typed.operand.literal.kind === "bool") {
        return { kind: "constant", span: expression.span, value: typed.operand.literal.value };
      }
      return { kind: "holds", span: expression.span, operand: typed.operand };
    case "list":
      return refuse("a list");
    case "origin":
      return refuse("an origin", "write `origin(…) contains any [..]`");
  }
}

const typist: Typist = { type, condition };

type Logic = Extract<
  Expression,
  { readonly kind: "not" | "all" | "any" | "has" | "relation" | "emptiness" | "quantifier" }
>;

function checkLogic(expression: Logic, scope: Scope): CheckedCondition | undefined {
  const { span } = expression;
  switch (expression.kind) {
    case "not": {
      const operand = condition(expression.operand, { ...scope, exempts: flipped[scope.exempts] });
      return operand === undefined ? undefined : { kind: "not", span, operand };
    }
    case "all":
    case "any":
      return checkConnective(expression, scope);
    case "has":
      return checkHas(expression, scope);
    case "relation":
      return checkRelation(expression, { ...scope, relation: span });
    case "emptiness":
      return checkEmptiness(expression, { ...scope, relation: span });
    case "quantifier":
      return checkQuantifier(expression, scope);
    default:
      return assertNever(expression);
  }
}

/** Each operand may read what its siblings guard, whatever their order. */
function checkConnective(
  expression: Extract<Expression, { readonly kind: "all" | "any" }>,
  scope: Scope,
): CheckedCondition | undefined {
  const collect = expression.kind === "all" ? presentWhenTrue : presentWhenFalse;
  // A relation guards nothing, and most operands are relations.
  const guards = expression.operands.map((operand) =>
    operand.kind === "relation" ? noGuards : collect(operand, scope.checker.names),
  );
  const guardAnything = guards.some((paths) => paths.length > 0);
  const operands: CheckedCondition[] = [];
  let inside: Scope = { ...scope, relation: undefined };
  for (let index = 0; index < expression.operands.length; index += 1) {
    const operand = expression.operands[index];
    if (operand === undefined) break;
    const siblings = guardAnything ? guards.flatMap((paths, other) => (other === index ? [] : paths)) : noGuards;
    const guarded = siblings.length === 0 ? scope.guarded : [...scope.guarded, ...siblings];
    const checked = condition(operand, guarded === inside.guarded ? inside : { ...inside, guarded });
    if (checked !== undefined) operands.push(checked);
    const quantifier = operand.kind === "not" ? operand.operand : operand;
    if (quantifier.kind === "quantifier") {
      const { binding, body } = quantifier;
      const over = { binding: binding.span, body: body.span, whole: expression.span };
      inside = { ...inside, ended: new Map([...inside.ended, [binding.text, over]]) };
    }
  }
  if (operands.length < expression.operands.length) return undefined;
  return { kind: expression.kind, span: expression.span, operands };
}

const noGuards: readonly GuardedPath[] = [];

function typeOrigin(operand: Expression, span: Span, scope: Scope): Typed {
  const typed = type(operand, scope);
  if (typed.kind === "error") return typed;
  if (typed.kind === "word") {
    reportUnknownRoot(typed.words, typed.span, scope);
    return typedError;
  }
  if (typed.kind === "value" && (typed.operand.kind === "path" || typed.operand.kind === "bound")) {
    const many =
      typed.type.kind === "list" ||
      typed.type.kind === "texts" ||
      typed.type.kind === "record" ||
      typed.type.kind === "labels";
    if (!many) return { kind: "origin", span, operand: typed.operand };
  }
  scope.checker.report.add(
    originOfMany.at(operand.span, {
      written: written(typed, scope),
      type: typed.kind === "value" ? typeInWords(typed.type) : "no field",
    }),
  );
  return typedError;
}

/** False once the rule has used up its nodes, which is said once a rule. */
function spend(expression: Expression, scope: Scope): boolean {
  if (scope.budget.left > 0) {
    scope.budget.left -= isLiteral(expression) ? 1 : literalsPerNode;
    return true;
  }
  scope.checker.report.add(conditionTooLarge.at(scope.budget.rule, { limit: mostNodes }));
  return false;
}

function isLiteral(expression: Expression): boolean {
  switch (expression.kind) {
    case "text":
    case "number":
    case "percent":
    case "money":
    case "duration":
    case "timestamp":
    case "bool":
      return true;
    default:
      return false;
  }
}
