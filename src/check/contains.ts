import type { CheckedCondition, CheckedOperand } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import { unknownLabel } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { emptyList, emptyText, notComparable } from "../diagnostics/types-relations.ts";
import { mixedVocabulary, quotedVocabulary } from "../diagnostics/types-values.ts";
import type { Span } from "../source/span.ts";
import { canBeElement, literalFits } from "./canonical-text.ts";
import { fitValue } from "./fit-value.ts";
import { isPlainText } from "./join-types.ts";
import { readOriginSources } from "./origin-sources.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { recognisers } from "./recognisers.ts";
import { dotted, labelName, type RelationExpression, type Scope, type Typed, type TypedValue } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";
import { written } from "./written.ts";

/** `contains`, by what the left side is: labels, text, a list, or the origin of a value. */
export function checkContains(
  relation: RelationExpression,
  operator: "contains" | "contains any" | "contains all",
  scope: Scope,
): CheckedCondition | undefined {
  const left = scope.typist.type(relation.left, scope);
  const refuse = (type: string, help: string): undefined => {
    scope.checker.report.add(
      notComparable.at(relation.operatorSpan, { left: written(left, scope), operator, type, help }),
    );
    return undefined;
  };
  const right = readItems(relation.right, scope);
  if (right === undefined) return undefined;
  if (right.isList && right.items.length === 0) {
    scope.checker.report.add(emptyList.at(relation.right.span, {}));
    return undefined;
  }
  if (right.isList && operator === "contains") {
    return refuse("asked about a list", "say whether `contains any [..]` or `contains all [..]` is meant");
  }
  const quantity = operator === "contains all" ? "all" : "any";
  const { span } = relation;
  switch (left.kind) {
    case "error":
      if (ungrouped(relation.left).kind === "origin") readOriginSources(right.items, scope);
      else for (const item of right.items) scope.typist.type(item, right.scope);
      return undefined;
    case "word":
      reportUnknownRoot(left.words, left.span, scope);
      return undefined;
    case "condition":
      return refuse("a condition", "a condition stands by itself, or after `not`");
    case "list":
      return refuse("a list", "write the field on the left: `args.x in [..]`");
    case "origin": {
      const sources = readOriginSources(right.items, scope);
      return sources === undefined ? undefined : { kind: "origin", span, operand: left.operand, quantity, sources };
    }
    case "value": {
      const vocabulary = vocabularyOf(left, scope);
      const values = right.items.map((item) => typeItem(item, vocabulary, right.scope));
      return containsIn({ left, expression: relation.left }, values, quantity, span, scope, refuse);
    }
  }
}

const ungrouped = (expression: Expression): Expression =>
  expression.kind === "group" ? ungrouped(expression.inner) : expression;

interface Items {
  readonly items: readonly Expression[];
  readonly scope: Scope;
  readonly isList: boolean;
}

/** The values right of `contains`: those of a list literal, of a `let` that is one, or the one expression itself. */
function readItems(expression: Expression, scope: Scope): Items | undefined {
  if (expression.kind === "group") return readItems(expression.inner, scope);
  if (expression.kind === "list") return { items: expression.items, scope, isList: true };
  const name =
    expression.kind === "path" && expression.segments.length === 1 ? expression.segments[0]?.text : undefined;
  if (name !== undefined && scope.checker.names.lets.has(name) && !scope.bindings.has(name)) {
    const typed = scope.typist.type(expression, scope);
    if (typed.kind === "error") return undefined;
    if (typed.kind === "list") return { items: typed.items, scope: typed.scope, isList: true };
  }
  return { items: [expression], scope, isList: false };
}

const noWords: ReadonlySet<string> = new Set();

function vocabularyOf(left: TypedValue, scope: Scope): ReadonlySet<string> {
  if (left.type.kind === "labels") return scope.checker.names.labels;
  return left.type.kind === "texts" || isPlainText(left.type) ? recognisers : noWords;
}

/** A word of the left side's vocabulary stays that word even where a `let` has its name: `[secret]` is the label. */
function typeItem(item: Expression, vocabulary: ReadonlySet<string>, scope: Scope): Typed {
  if (
    item.kind === "path" &&
    vocabulary.has(dotted(item.segments)) &&
    !scope.bindings.has(item.segments[0]?.text ?? "")
  ) {
    return { kind: "word", span: item.span, words: item.segments };
  }
  return scope.typist.type(item, scope);
}

function containsIn(
  { left, expression }: { readonly left: TypedValue; readonly expression: Expression },
  values: readonly Typed[],
  quantity: "any" | "all",
  span: Span,
  scope: Scope,
  refuse: (type: string, help: string) => undefined,
): CheckedCondition | undefined {
  const { operand, type } = left;
  const make = (
    mode: "substring" | "element" | "label" | "recogniser",
    fitted: readonly (CheckedOperand | undefined)[],
  ): CheckedCondition | undefined => {
    const complete = fitted.filter((value) => value !== undefined);
    return complete.length < fitted.length
      ? undefined
      : { kind: "contains", span, operand, quantity, mode, values: complete };
  };
  if (type.kind === "labels") {
    return make(
      "label",
      values.map((value) => fitVocabulary(value, "label", scope.checker.names.labels, scope)),
    );
  }
  if (type.kind === "list") {
    const expected = {
      type: type.element,
      vocabulary: left.vocabulary,
      written: `an element of ${written(left, scope)}`,
      asks: "equality",
    } as const;
    return make(
      "element",
      values.map((value) => {
        const fitted = fitValue(value, expected, scope);
        return fitted !== undefined && canBeElement(fitted, left, expression, scope) ? fitted : undefined;
      }),
    );
  }
  if (type.kind === "json") return refuse(typeInWords(type), "state its type in the `tool` block");
  if (type.kind === "path") return refuse(typeInWords(type), "use `in path [..]`, which compares whole segments");
  if (type.kind === "command")
    return refuse(
      typeInWords(type),
      "ask its programs: `any p in … .programs: p.name in [..]`; `text` holds all texts",
    );
  if (type.kind === "url") return refuse(typeInWords(type), "use `in domain [..]`, or a field such as `.path`");
  if (type.kind !== "texts" && !isPlainText(type))
    return refuse(typeInWords(type), "only texts, lists, labels and origins contain something");
  const words = values.filter(({ kind }) => kind === "word");
  if (words.length === 0) {
    const empty = values.find((value) => isEmptyText(value));
    if (empty?.kind === "value") {
      scope.checker.report.add(emptyText.at(empty.operand.span, { operator: "contains" }));
      return undefined;
    }
    const expected = {
      type: { kind: "string" },
      vocabulary: false,
      written: written(left, scope),
      asks: "equality",
    } as const;
    return make(
      "substring",
      values.map((value) => {
        const fitted = fitValue(value, expected, scope);
        return fitted !== undefined && literalFits(fitted, left, expression, "contain", scope) ? fitted : undefined;
      }),
    );
  }
  if (words.length < values.length) {
    scope.checker.report.add(mixedVocabulary.at(span, { left: written(left, scope) }));
    return undefined;
  }
  return make(
    "recogniser",
    values.map((value) => fitVocabulary(value, "recogniser", recognisers, scope)),
  );
}

const isEmptyText = (value: Typed): boolean =>
  value.kind === "value" &&
  value.operand.kind === "literal" &&
  value.operand.literal.kind === "text" &&
  value.operand.literal.text === "";

/** A label or the name of a content recogniser: always a bare word. */
function fitVocabulary(
  value: Typed,
  kind: "label" | "recogniser",
  known: ReadonlySet<string>,
  scope: Scope,
): CheckedOperand | undefined {
  if (value.kind === "error") return undefined;
  if (value.kind === "word") {
    const word = dotted(value.words);
    if (known.has(word)) {
      const text = kind === "label" ? labelName(word, scope.checker) : word;
      return { kind: "literal", span: value.span, literal: { kind: "text", text } };
    }
    scope.checker.report.add(
      unknownLabel.at(value.span, { kind, word, near: nearMiss(word, known), known: [...known].sort() }),
    );
    return undefined;
  }
  if (value.kind === "value" && value.operand.kind === "literal" && value.operand.literal.kind === "text") {
    const { text } = value.operand.literal;
    const { span } = value.operand;
    const fixes = known.has(text) ? [{ title: "remove the quotes", safe: true, edits: [{ ...span, text }] }] : [];
    scope.checker.report.add(quotedVocabulary.at(span, { text, kind }, { fixes }));
    return undefined;
  }
  const span =
    value.kind === "value" ? value.operand.span : value.kind === "condition" ? value.condition.span : value.span;
  scope.checker.report.add(quotedVocabulary.at(span, { text: written(value, scope), kind }));
  return undefined;
}
