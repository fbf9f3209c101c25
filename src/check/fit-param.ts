import type { Expression } from "../ast/expression.ts";
import { emptyList } from "../diagnostics/types-relations.ts";
import { typeMismatch } from "../diagnostics/types-values.ts";
import type { Type } from "../value/type.ts";
import { ruleScope } from "./expressions.ts";
import { fitValue } from "./fit-value.ts";
import type { Checker } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";
import { readSpacePattern } from "./within.ts";

/** Whether a literal is a value of the parameter's type, after saying why it is none. */
export function fitParam(literal: Expression, type: Type, param: string, checker: Checker): boolean {
  const { report } = checker;
  if (type.kind === "list") {
    if (literal.kind !== "list") {
      const help = "write the values in brackets: `[..]`";
      const scope = ruleScope(checker, nowhere, literal.span);
      const typed = scope.typist.type(literal, scope);
      const found = typed.kind === "value" ? typeInWords(typed.type) : "no list";
      report.add(typeMismatch.at(literal.span, { left: param, expected: typeInWords(type), found, help }));
      return false;
    }
    if (literal.items.length === 0) {
      report.add(emptyList.at(literal.span, {}));
      return false;
    }
    const fits = literal.items.map((item) => fitParam(item, type.element, param, checker));
    return !fits.includes(false);
  }
  // What stands right of `in domain`, `in path` and `in cidr` may be a pattern.
  if (literal.kind === "text" && (type.kind === "domain" || type.kind === "path" || type.kind === "cidr"))
    return readSpacePattern(literal.text, literal.span, type.kind, checker) !== undefined;
  const scope = ruleScope(checker, nowhere, literal.span);
  const expected = { type, vocabulary: false, written: param, asks: "equality" } as const;
  return fitValue(scope.typist.type(literal, scope), expected, scope) !== undefined;
}

const nowhere = { kind: "event", surfaces: [], lenient: true } as const;
