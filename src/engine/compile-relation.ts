import type { Condition } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import { isUndecided } from "../value/interval.ts";
import { compilePattern } from "../value/pattern.ts";
import type { Value } from "../value/value.ts";
import { valueWithin } from "../value/within.ts";
import { compileComparison, sameField } from "./compile-comparison.ts";
import { compileContains } from "./compile-contains.ts";
import { compileOperand } from "./compile-operand.ts";
import {
  type CompiledCondition,
  type CompiledOperand,
  type Depths,
  type Frame,
  fromTruth,
  maybe,
  no,
  type Ternary,
  type Test,
  ternary,
  yes,
} from "./frame.ts";

type Relation = Exclude<
  Condition<unknown>,
  { readonly kind: "constant" | "all" | "any" | "not" | "has" | "quantified" }
>;

export function compileRelation(condition: Relation, depths: Depths): CompiledCondition {
  switch (condition.kind) {
    case "compare": {
      const left = compileOperand(condition.left, depths);
      const right = compileOperand(condition.right, depths);
      return explained([left, right], compileComparison(condition.operator, left, right));
    }
    case "one-of": {
      const operand = compileOperand(condition.operand, depths);
      const values = condition.values.map((value) => compileOperand(value, depths));
      return explained([operand, ...values], oneOfTest(operand, values));
    }
    case "contains": {
      const operand = compileOperand(condition.operand, depths);
      const values = condition.values.map((value) => compileOperand(value, depths));
      return explained([operand, ...values], compileContains(condition.mode, condition.quantity, operand, values));
    }
    case "holds":
      return onValue(condition, depths, (value) => (value.kind === "bool" ? ternary(value.value) : maybe));
    case "starts-with":
      return onText(condition, depths, (text) => text.startsWith(condition.text));
    case "ends-with":
      return onText(condition, depths, (text) => text.endsWith(condition.text));
    case "matches": {
      const pattern = compilePattern(condition.pattern);
      return pattern.ok ? onText(condition, depths, pattern.matches) : onValue(condition, depths, () => maybe);
    }
    case "within": {
      const { space, patterns } = condition;
      return onValue(condition, depths, (value) => fromTruth(valueWithin(space, value, patterns)));
    }
    case "empty":
      return onValue(condition, depths, isEmpty);
    case "origin":
      return onValue(condition, depths, originJudge(condition));
    default:
      return assertNever(condition);
  }
}

export function oneOfTest(
  operand: Pick<CompiledOperand, "read">,
  values: readonly Pick<CompiledOperand, "read">[],
): Test {
  return (frame) => {
    const field = operand.read(frame);
    if (field.state !== "value") return maybe;
    let truth: Ternary = no;
    for (const value of values) {
      const same = sameField(field, value.read(frame));
      if (same === yes) return yes;
      if (same === maybe) truth = maybe;
    }
    return truth;
  };
}

/** A definite truth rests on the operands with a value; an unknown on what is undecided, or on all if nothing is. */
function explained(operands: readonly CompiledOperand[], test: (frame: Frame) => Ternary): CompiledCondition {
  return {
    test,
    explain: (frame, truth, sink) => {
      const fields = operands.map((operand) => operand.read(frame));
      const missing = truth === maybe && fields.some(isUndecided);
      operands.forEach((operand, index) => {
        if (missing || fields[index]?.state === "value") operand.explain(frame, sink, missing);
      });
    },
  };
}

function onValue(
  condition: Extract<Relation, { readonly operand: unknown }>,
  depths: Depths,
  judge: (value: Value, frame: Frame) => Ternary,
): CompiledCondition {
  const operand = compileOperand(condition.operand, depths);
  return explained([operand], (frame) => {
    const field = operand.read(frame);
    return field.state === "value" ? judge(field.value, frame) : maybe;
  });
}

function onText(
  condition: Extract<Relation, { readonly operand: unknown }>,
  depths: Depths,
  holds: (text: string) => boolean,
): CompiledCondition {
  return onValue(condition, depths, (value) => textTruth(value, holds));
}

/** `origin any|all` of a value. */
export function originJudge({
  sources,
  quantity,
}: Pick<Extract<Relation, { readonly kind: "origin" }>, "sources" | "quantity">): (
  value: Value,
  frame: Frame,
) => Ternary {
  const settled = quantity === "all" ? no : yes;
  return (value, frame) => {
    let truth: Ternary = quantity === "all" ? yes : no;
    for (const source of sources) {
      const seen = fromTruth(frame.origin(value, source));
      if (seen === settled) return settled;
      if (seen === maybe) truth = maybe;
    }
    return truth;
  };
}

export function textTruth(value: Value, holds: (text: string) => boolean): Ternary {
  if (value.kind === "text" || value.kind === "command") return ternary(holds(value.text));
  return value.kind === "url" ? ternary(holds(value.href)) : maybe;
}

export function isEmpty(value: Value): Ternary {
  switch (value.kind) {
    case "text":
    case "command":
      return ternary(value.text.length === 0);
    case "url":
      return no;
    case "list":
      return value.items.length > 0 ? no : value.open ? maybe : yes;
    case "labels":
      return value.has.size > 0 ? no : value.maybe.size > 0 || value.open ? maybe : yes;
    case "record": {
      let truth: Ternary = value.open ? maybe : yes;
      for (const field of value.fields.values()) {
        if (field.state === "value") return no;
        if (field.state === "unrecorded") truth = maybe;
      }
      return truth;
    }
    default:
      return maybe;
  }
}
