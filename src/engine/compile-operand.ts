import type { Literal, Operand } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import { addDecimals, type Decimal, parseDecimal, subtractDecimals } from "../value/decimal.ts";
import { readPath } from "../value/field-path.ts";
import { addIntervals, isUndecided } from "../value/interval.ts";
import { type Field, present, unrecorded, type Value } from "../value/value.ts";
import type { CompiledOperand, Depths, FactSink, Frame } from "./frame.ts";

/** Resolves an operand while compiling: literals are built once, bound names become depths. */
export function compileOperand(operand: Operand<unknown>, depths: Depths): CompiledOperand {
  switch (operand.kind) {
    case "literal":
      return compileLiteral(literalField(operand.literal));
    case "path": {
      const { root, segments } = operand;
      const printed = root === "subject" ? segments.join(".") : [root as string].concat(segments).join(".");
      return compileRead(
        (frame) => frame.read(root, segments),
        () => printed,
      );
    }
    case "bound": {
      const depth = depths.get(operand.binding);
      const unbound = unrecorded("unresolved");
      if (depth === undefined)
        return compileRead(
          () => unbound,
          () => operand.binding,
        );
      const { segments } = operand;
      const below = segments.map((segment) => `.${segment}`).join("");
      return compileRead(
        segments.length === 0
          ? (frame) => frame.elements[depth] ?? unbound
          : (frame) => readPath(frame.elements[depth] ?? unbound, segments),
        (frame) => `${frame.paths[depth] ?? ""}${below}`,
      );
    }
    case "history": {
      const { term } = operand;
      return compileRead(
        (frame) => frame.history(term),
        () => term,
      );
    }
    case "sum":
      return compileSum(
        operand.operator === "-",
        compileOperand(operand.left, depths),
        compileOperand(operand.right, depths),
      );
    default:
      return assertNever(operand);
  }
}

const compileLiteral = (field: Field): CompiledOperand => ({ read: () => field, explain: () => {}, path: () => "" });

function compileRead(read: (frame: Frame) => Field, path: (frame: Frame) => string): CompiledOperand {
  const explain = (frame: Frame, sink: FactSink, missingOnly: boolean): void => {
    const field = read(frame);
    if (!missingOnly || isUndecided(field)) sink.set(path(frame), field);
  };
  return { read, path, explain };
}

export const literalField = (literal: Literal): Field => present(literalValue(literal));

function literalValue(literal: Literal): Value {
  if (literal.kind === "number") return { kind: "number", value: exact(literal.digits) };
  if (literal.kind === "money") return { kind: "money", amount: exact(literal.digits), currency: literal.currency };
  return literal;
}

const exact = (digits: string): Decimal => parseDecimal(digits) ?? { coefficient: 0n, scale: 0 };

function compileSum(minus: boolean, left: CompiledOperand, right: CompiledOperand): CompiledOperand {
  const read = (frame: Frame): Field => {
    const one = left.read(frame);
    return one.state === "value" ? addFields(minus, one, right.read(frame)) : one;
  };
  return {
    read,
    path: () => "",
    explain: (frame, sink, missingOnly) => {
      if (missingOnly && !isUndecided(read(frame))) return;
      const parted = isUndecided(left.read(frame)) || isUndecided(right.read(frame));
      // An overflow has no undecided part: what it rests on are the values themselves.
      left.explain(frame, sink, missingOnly && parted);
      right.explain(frame, sink, missingOnly && parted);
    },
  };
}

const overflow = unrecorded("overflow");

/** The sum or difference of two fields; the first that has no value, or `overflow`. */
export function addFields(minus: boolean, one: Field, other: Field): Field {
  if (one.state !== "value") return one;
  if (other.state !== "value") return other;
  const sum = addUp(minus, one.value, other.value);
  return sum === undefined ? overflow : present(sum);
}

function addUp(minus: boolean, left: Value, right: Value): Value | undefined {
  if (right.kind === "interval") return addIntervals(minus ? "-" : "+", left, right);
  switch (left.kind) {
    case "number": {
      if (right.kind !== "number") return undefined;
      const value = minus ? subtractDecimals(left.value, right.value) : addDecimals(left.value, right.value);
      return value && { kind: "number", value };
    }
    case "money": {
      if (right.kind !== "money" || right.currency !== left.currency) return undefined;
      const amount = minus ? subtractDecimals(left.amount, right.amount) : addDecimals(left.amount, right.amount);
      return amount && { kind: "money", amount, currency: left.currency };
    }
    case "duration":
      if (right.kind === "duration") return withinSafe("duration", minus ? left.ms - right.ms : left.ms + right.ms);
      return right.kind === "timestamp" && !minus ? withinSafe("timestamp", left.ms + right.ms) : undefined;
    case "timestamp":
      if (right.kind === "duration") return withinSafe("timestamp", minus ? left.ms - right.ms : left.ms + right.ms);
      return right.kind === "timestamp" && minus ? withinSafe("duration", left.ms - right.ms) : undefined;
    case "interval":
      return addIntervals(minus ? "-" : "+", left, right);
    default:
      return undefined;
  }
}

const withinSafe = (kind: "duration" | "timestamp", ms: number): Value | undefined =>
  Number.isSafeInteger(ms) ? { kind, ms } : undefined;
