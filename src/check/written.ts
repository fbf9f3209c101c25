import type { CheckedOperand } from "../ast/checked-condition.ts";
import { literalInWords } from "./literal-in-words.ts";
import { dotted, type Scope, type Typed } from "./scope.ts";

/** How a typed expression is written in the policy, for messages: `args.amount`, `origin(…)`. */
export function written(typed: Typed, scope: Scope): string {
  switch (typed.kind) {
    case "value":
      return typed.operand.kind === "literal"
        ? literalInWords(typed.operand.literal, typed.type)
        : writtenOperand(typed.operand, scope);
    case "word":
      return dotted(typed.words);
    case "origin":
      return `origin(${writtenOperand(typed.operand, scope)})`;
    case "list":
      return "the list";
    case "condition":
      return "the condition";
    case "error":
      return "it";
  }
}

export function writtenOperand(operand: CheckedOperand, scope: Scope): string {
  switch (operand.kind) {
    case "literal":
      return "the literal";
    case "path": {
      const root = operand.root === "subject" && scope.place.kind === "subject" ? scope.place.word : operand.root;
      return [root, ...operand.segments].join(".");
    }
    case "bound": {
      const name = [...scope.bindings].find(([, binding]) => binding.unique === operand.binding)?.[0];
      return [name ?? operand.binding, ...operand.segments].join(".");
    }
    case "history":
      return operand.term;
    case "sum":
      return `${writtenOperand(operand.left, scope)} ${operand.operator} ${writtenOperand(operand.right, scope)}`;
  }
}
