import type { Truth } from "../value/value.ts";
import { type Evaluation, uniteFacts } from "./fact.ts";

/** False if one is false, otherwise unknown if one is unknown, otherwise true. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes("false")) return "false";
  return truths.includes("unknown") ? "unknown" : "true";
}

/** True if one is true, otherwise unknown if one is unknown, otherwise false. */
export const anyOf = (truths: readonly Truth[]): Truth => opposite(allOf(truths.map(opposite)));

export const opposite = (truth: Truth): Truth => (truth === "true" ? "false" : truth === "false" ? "true" : "unknown");

/** The truth of all; those operands support it that have that very truth. */
export function evaluateAll(operands: readonly Evaluation[]): Evaluation {
  const truth = allOf(operands.map((operand) => operand.truth));
  return {
    truth,
    support: uniteFacts(operands.flatMap((operand) => (operand.truth === truth ? [operand.support] : []))),
  };
}

/** `a or b` is `not (not a and not b)`. */
export const evaluateAny = (operands: readonly Evaluation[]): Evaluation => negate(evaluateAll(operands.map(negate)));

export const negate = ({ truth, support }: Evaluation): Evaluation => ({ truth: opposite(truth), support });
