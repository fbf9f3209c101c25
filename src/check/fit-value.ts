import type { CheckedOperand } from "../ast/checked-condition.ts";
import { typeMismatch } from "../diagnostics/types-values.ts";
import type { Expected } from "./expected.ts";
import { fitField } from "./fit-field.ts";
import { fitLiteral } from "./fit-literal.ts";
import { fitWord } from "./fit-word.ts";
import type { Scope, Typed } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";

/** Reads a typed expression as a value of the expected type; undefined after saying why it is none. */
export function fitValue(value: Typed, expected: Expected, scope: Scope): CheckedOperand | undefined {
  switch (value.kind) {
    case "error":
      return undefined;
    case "word":
      return fitWord(value, expected, scope);
    case "value":
      return value.operand.kind === "literal" ? fitLiteral(value, expected, scope) : fitField(value, expected, scope);
    case "condition":
      scope.checker.report.add(
        typeMismatch.at(value.condition.span, {
          left: expected.written,
          expected: typeInWords(expected.type),
          found: "a condition",
        }),
      );
      return undefined;
    case "list":
    case "origin":
      scope.checker.report.add(
        typeMismatch.at(value.span, {
          left: expected.written,
          expected: typeInWords(expected.type),
          found: value.kind === "list" ? "a list" : "an origin",
          help: value.kind === "list" ? "write `in [..]` to compare with several values" : undefined,
        }),
      );
      return undefined;
  }
}
