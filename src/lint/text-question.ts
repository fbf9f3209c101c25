import type { Condition } from "../ast/condition.ts";
import { evaluate } from "../engine/interpret-condition.ts";
import { readUrl } from "../value/url.ts";
import { present, type Truth, textField, unrecorded } from "../value/value.ts";
import { fieldName } from "./field-name.ts";

/** What a condition asks of the text of one field, beyond being equal to one of some. */
export interface TextQuestion {
  readonly field: string;
  readonly answer: (text: string) => Truth;
}

/** Undefined for every condition that asks something else. */
export function textQuestionOf(condition: Condition<unknown>): TextQuestion | undefined {
  switch (condition.kind) {
    case "not": {
      const inner = textQuestionOf(condition.operand);
      return inner && { field: inner.field, answer: (text) => negated[inner.answer(text)] };
    }
    case "contains":
      if (condition.mode !== "substring" || condition.values.some(({ kind }) => kind !== "literal")) return undefined;
      break;
    case "starts-with":
    case "ends-with":
    case "within":
    case "matches":
      break;
    default:
      return undefined;
  }
  const { operand } = condition;
  const field = operand.kind === "path" || operand.kind === "bound" ? fieldName(operand) : undefined;
  if (field === undefined || (operand.kind !== "path" && operand.kind !== "bound")) return undefined;
  const { type } = operand;
  const asked = { ...condition, operand: { kind: "path", root: "args", segments: ["it"], type } } as const;
  return {
    field,
    answer(text) {
      const url = type.kind === "url" ? readUrl(text) : undefined;
      const read = () => (url === undefined ? textField(text) : present(url));
      return evaluate(asked, { read, origin: () => "unknown", history: () => unrecorded("unresolved") }).truth;
    },
  };
}

const negated: Readonly<Record<Truth, Truth>> = { true: "false", false: "true", unknown: "unknown" };
