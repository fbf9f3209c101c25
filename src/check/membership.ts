import type { CheckedCondition, CheckedOperand } from "../ast/checked-condition.ts";
import { emptyList, notComparable } from "../diagnostics/types-relations.ts";
import { typeMismatch } from "../diagnostics/types-values.ts";
import { literalFits } from "./canonical-text.ts";
import { fitAll } from "./fit-all.ts";
import { fitValue } from "./fit-value.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import type { RelationExpression, Scope, Typed, TypedValue } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";
import { written } from "./written.ts";

/** `x in [..]`, and `x in LIST` for a field that is a list. */
export function checkMembership(
  relation: RelationExpression,
  left: Typed,
  right: Typed,
  scope: Scope,
): CheckedCondition | undefined {
  const { report } = scope.checker;
  if (left.kind === "error" || right.kind === "error") return undefined;
  if (left.kind === "word") {
    reportUnknownRoot(left.words, left.span, scope);
    return undefined;
  }
  const refuse = (type: string, help: string): undefined => {
    report.add(
      notComparable.at(relation.operatorSpan, { left: written(left, scope), operator: relation.operator, type, help }),
    );
    return undefined;
  };
  if (left.kind === "condition") return refuse("a condition", "a condition stands by itself, or after `not`");
  if (left.kind === "list") return refuse("a list", "`in` asks about one value");
  if (left.kind === "origin") return refuse("an origin", "write `origin(…) contains any [..]`");
  const help = scalarHelp(left);
  if (help !== undefined) return refuse(typeInWords(left.type), help);
  if (right.kind === "word") {
    reportUnknownRoot(right.words, right.span, scope);
    return undefined;
  }
  if (right.kind === "list") {
    if (right.items.length === 0) {
      report.add(emptyList.at(right.span, {}));
      return undefined;
    }
    const values = fitAll(
      right.items,
      { type: left.type, vocabulary: left.vocabulary, written: written(left, scope), asks: "equality" },
      right.scope,
      scope,
    );
    if (values === undefined) return undefined;
    const fitting = values.filter((value) => literalFits(value, left, relation.left, "equal", scope));
    if (fitting.length < values.length) return undefined;
    return { kind: "one-of", span: relation.span, operand: left.operand, values };
  }
  if (right.kind === "value" && right.type.kind === "list") {
    const element: CheckedOperand | undefined = fitValue(
      left,
      {
        type: right.type.element,
        vocabulary: false,
        written: `an element of ${written(right, scope)}`,
        asks: "equality",
      },
      scope,
    );
    if (element === undefined) return undefined;
    return {
      kind: "contains",
      span: relation.span,
      operand: right.operand,
      quantity: "any",
      mode: "element",
      values: [element],
    };
  }
  report.add(
    typeMismatch.at(relation.right.span, {
      left: `\`${relation.operator}\``,
      expected: "a list",
      found: right.kind === "value" ? typeInWords(right.type) : right.kind === "origin" ? "an origin" : "a condition",
      help:
        right.kind === "value" && right.type.kind === "labels"
          ? "write `labels contains …`"
          : "write the values in brackets: `in [..]`",
    }),
  );
  return undefined;
}

function scalarHelp(left: TypedValue): string | undefined {
  switch (left.type.kind) {
    case "list":
      return "use `contains any [..]` or `every x in nonempty … : x in [..]`";
    case "labels":
    case "texts":
      return "use `contains any [..]`";
    case "record":
      return "name one of its fields";
    default:
      return undefined;
  }
}
