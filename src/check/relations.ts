import type { CheckedCondition, CheckedOperand } from "../ast/checked-condition.ts";
import type { Expression, RelationOperator } from "../ast/expression.ts";
import { stripOperand } from "../ast/strip-spans.ts";
import { badPattern, emptyText, notComparable, sameOnBothSides } from "../diagnostics/types-relations.ts";
import { typeMismatch } from "../diagnostics/types-values.ts";
import { assertNever } from "../source/assert-never.ts";
import { compilePattern } from "../value/pattern.ts";
import type { Type } from "../value/type.ts";
import { canHold, literalFits, matchesNothing } from "./canonical-text.ts";
import { isWithinConfidence } from "./confidence-range.ts";
import { checkContains } from "./contains.ts";
import { expectedBy } from "./expected.ts";
import { fitValue } from "./fit-value.ts";
import { isPlainText } from "./join-types.ts";
import { checkMembership } from "./membership.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import type { RelationExpression, Scope, Typed, TypedValue } from "./scope.ts";
import { resolveSumCurrency } from "./sum-currency.ts";
import { typeInWords } from "./type-in-words.ts";
import { checkWithin } from "./within.ts";
import { written } from "./written.ts";

/** One relation: its operator read by the left side's type. Undefined after an error. */
export function checkRelation(relation: RelationExpression, scope: Scope): CheckedCondition | undefined {
  const checked = checkOperator(relation, scope);
  return checked === undefined ? undefined : resolveSumCurrency(checked, scope);
}

function checkOperator(relation: RelationExpression, scope: Scope): CheckedCondition | undefined {
  const { operator } = relation;
  switch (operator) {
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return checkComparison(relation, operator, scope);
    case "in":
    case "not in": {
      const left = scope.typist.type(relation.left, scope);
      const right = scope.typist.type(relation.right, scope);
      return negateIf(operator === "not in", checkMembership(relation, left, right, scope));
    }
    case "contains":
    case "contains any":
    case "contains all":
      return checkContains(relation, operator, scope);
    case "starts with":
    case "ends with":
      return checkAffix(relation, operator, scope);
    case "in domain":
    case "in path":
    case "in cidr":
      return checkWithin(relation, operator.slice(3) as "domain" | "path" | "cidr", scope); // the cases name them
    case "not in domain":
    case "not in path":
    case "not in cidr":
      return negateIf(true, checkWithin(relation, operator.slice(7) as "domain" | "path" | "cidr", scope));
    case "matches":
      return checkMatches(relation, scope);
    default:
      return assertNever(operator);
  }
}

function negateIf(negated: boolean, condition: CheckedCondition | undefined): CheckedCondition | undefined {
  return condition === undefined || !negated ? condition : { kind: "not", span: condition.span, operand: condition };
}

const mirrored = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function checkComparison(
  relation: RelationExpression,
  operator: Extract<RelationOperator, "==" | "!=" | "<" | "<=" | ">" | ">=">,
  scope: Scope,
): CheckedCondition | undefined {
  const [first, second] = [scope.typist.type(relation.left, scope), scope.typist.type(relation.right, scope)];
  // `500.00 USD < args.amount` is read from the field's side: the field's type says what the literal means.
  const swap = isOpen(first) && !isOpen(second);
  const [left, right] = swap ? [second, first] : [first, second];
  const asked = swap ? mirrored[operator] : operator;
  const subject = comparableSide(left, asked, relation, scope);
  if (subject === undefined) return undefined;
  // JSON of no stated type fits whatever can be compared: what cannot on the left cannot on the right.
  const fitsAll = right.kind === "value" && (subject.type.kind === "json" || right.type.kind === "json");
  if (fitsAll && comparableSide(right, asked, relation, scope) === undefined) return undefined;
  const asks = asked === "==" || asked === "!=" ? "equality" : "ordering";
  const value = fitValue(right, expectedBy(subject, asks, scope), scope);
  if (value === undefined) return undefined;
  if (!isWithinConfidence(subject, value, asked, scope)) return undefined;
  if (isSameOperand(subject.operand, value)) {
    scope.checker.report.add(sameOnBothSides.at(relation.span, { written: written(subject, scope), operator: asked }));
    return undefined;
  }
  const side = swap ? relation.right : relation.left;
  if (asks === "equality" && !literalFits(value, subject, side, "equal", scope)) return undefined;
  const condition: CheckedCondition = {
    kind: "compare",
    span: relation.span,
    operator: asked === "!=" ? "==" : asked,
    left: subject.operand,
    right: value,
  };
  return negateIf(asked === "!=", condition);
}

/** Whether the two are written alike: then both are one value, whatever the event holds. */
function isSameOperand(left: CheckedOperand, right: CheckedOperand): boolean {
  if (left.kind === "literal" || left.kind !== right.kind) return false;
  return JSON.stringify(stripOperand(left)) === JSON.stringify(stripOperand(right));
}

const isOpen = (typed: Typed): boolean =>
  typed.kind === "word" || (typed.kind === "value" && typed.operand.kind === "literal");

function comparableSide(
  side: Typed,
  operator: "==" | "!=" | "<" | "<=" | ">" | ">=",
  relation: RelationExpression,
  scope: Scope,
): TypedValue | undefined {
  const refuse = (type: string, help: string): undefined => {
    scope.checker.report.add(
      notComparable.at(relation.operatorSpan, { left: written(side, scope), operator, type, help }),
    );
    return undefined;
  };
  switch (side.kind) {
    case "error":
      return undefined;
    case "word":
      reportUnknownRoot(side.words, side.span, scope);
      return undefined;
    case "condition":
      return refuse("a condition", "a condition stands by itself, or after `not`");
    case "list":
      return refuse("a list", "a list may stand right of `in`");
    case "origin":
      return refuse("an origin", "write `origin(…) contains any [..]`");
    case "value": {
      const help = incomparable(side.type, operator);
      return help === undefined ? side : refuse(typeInWords(side.type), help);
    }
  }
}

/** What to write instead; undefined where the operator fits the type. */
function incomparable(type: Type, operator: string): string | undefined {
  const equality = operator === "==" || operator === "!=";
  switch (type.kind) {
    case "int":
    case "decimal":
    case "money":
    case "percent":
    case "duration":
    case "timestamp":
      return undefined;
    case "bool":
    case "principal":
      return equality ? undefined : "only `==` and `!=` compare it";
    case "json":
      return equality ? undefined : "state its type in the `tool` block";
    case "texts":
      return "use `contains`: it is the set of all texts of the call";
    case "list":
      return "use `contains`, or `any x in … : …`";
    case "labels":
      return "use `contains`";
    case "record":
      return "name one of its fields";
    default:
      return equality ? undefined : "texts have no order in a policy; only `==` and `!=` compare them";
  }
}

function checkAffix(
  relation: RelationExpression,
  operator: "starts with" | "ends with",
  scope: Scope,
): CheckedCondition | undefined {
  const operand = textOperand(relation, scope);
  const text = literalText(relation.right, scope);
  if (operand === undefined || text === undefined) return undefined;
  if (text.text === "") {
    scope.checker.report.add(emptyText.at(text.span, { operator }));
    return undefined;
  }
  const left = scope.typist.type(relation.left, scope);
  const does = operator === "starts with" ? "start with" : "end with";
  if (left.kind === "value" && !canHold(text, left, relation.left, does, scope)) return undefined;
  const kind = operator === "starts with" ? "starts-with" : "ends-with";
  return { kind, span: relation.span, operand, text: text.text };
}

function checkMatches(relation: RelationExpression, scope: Scope): CheckedCondition | undefined {
  const operand = textOperand(relation, scope);
  const pattern = literalText(relation.right, scope);
  if (operand === undefined || pattern === undefined) return undefined;
  if (pattern.text === "") {
    scope.checker.report.add(emptyText.at(pattern.span, { operator: "matches" }));
    return undefined;
  }
  const compiled = compilePattern(pattern.text);
  if (!compiled.ok) {
    scope.checker.report.add(badPattern.at(pattern.span, { pattern: pattern.text, reason: compiled.message }));
    return undefined;
  }
  if (matchesNothing(pattern.text)) {
    const reason = "no text matches it";
    scope.checker.report.add(badPattern.at(pattern.span, { pattern: pattern.text, reason }));
    return undefined;
  }
  const left = scope.typist.type(relation.left, scope);
  if (left.kind === "value" && !canHold(pattern, left, relation.left, "match", scope)) return undefined;
  return { kind: "matches", span: relation.span, operand, pattern: pattern.text };
}

/** A left side that is one text. Prefixes of paths, URLs and ranges are refused: they are how checks are bypassed. */
function textOperand(relation: RelationExpression, scope: Scope): CheckedOperand | undefined {
  const left = scope.typist.type(relation.left, scope);
  const refuse = (type: string, help: string): undefined => {
    scope.checker.report.add(
      notComparable.at(relation.operatorSpan, { left: written(left, scope), operator: relation.operator, type, help }),
    );
    return undefined;
  };
  switch (left.kind) {
    case "error":
      return undefined;
    case "word":
      reportUnknownRoot(left.words, left.span, scope);
      return undefined;
    case "condition":
    case "list":
    case "origin":
      return refuse(
        left.kind === "condition" ? "a condition" : `a${left.kind === "origin" ? "n origin" : " list"}`,
        "it asks about one text",
      );
    case "value":
      if (left.type.kind === "path") return refuse("a file path", "use `in path [..]`, which compares whole segments");
      if (left.type.kind === "url") return refuse("a URL", "use `in domain [..]`, or a field such as `.host`");
      if (left.type.kind === "command")
        return refuse("a shell command", "ask its programs: `any p in … .programs: p.name in [..]`");
      if (left.type.kind === "cidr") return refuse("an IP range", "use `in cidr [..]`");
      if (left.type.kind === "texts") return refuse("all texts of a call", "use `contains`, or name one argument");
      if (left.type.kind === "list") return refuse(typeInWords(left.type), "use `any x in … : …`");
      if (left.type.kind === "json") return refuse("JSON of no stated type", "state its type in the `tool` block");
      return isPlainText(left.type) ? left.operand : refuse(typeInWords(left.type), "it asks about one text");
  }
}

/** The quoted text right of an operator that takes nothing else; a `let` may name it. */
function literalText(
  expression: Expression,
  scope: Scope,
): { readonly text: string; readonly span: Expression["span"] } | undefined {
  const right = scope.typist.type(expression, scope);
  if (right.kind === "value" && right.operand.kind === "literal" && right.operand.literal.kind === "text") {
    return { text: right.operand.literal.text, span: expression.span };
  }
  if (right.kind === "word") {
    fitValue(right, { type: { kind: "string" }, vocabulary: false, written: "this operator", asks: "equality" }, scope);
  } else if (right.kind !== "error") {
    const found = right.kind === "value" ? typeInWords(right.type) : written(right, scope);
    scope.checker.report.add(
      typeMismatch.at(expression.span, {
        left: "this operator",
        expected: "a quoted text",
        found,
        help: "write the text in quotes here",
      }),
    );
  }
  return undefined;
}
