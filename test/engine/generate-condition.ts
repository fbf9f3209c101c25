import type { Literal, Operand, OriginSource, Root } from "../../src/ast/condition.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { commandPartTypes } from "../../src/value/command.ts";
import { programType } from "../../src/value/shell/program.ts";
import type { Type } from "../../src/value/type.ts";
import * as pools from "./pools.ts";
import type { Random } from "./random.ts";

/** A field a condition may read. */
export interface Readable {
  readonly operand: Operand<unknown>;
  readonly type: Type;
}

export interface ConditionSetting {
  readonly random: Random;
  readonly fields: readonly Readable[];
  readonly tools: readonly string[];
}

export const field = (root: Root, segments: readonly string[], type: Type): Readable => ({
  type,
  operand: { kind: "path", root, segments, type },
});

/** The fields every phase has. */
export const envelopeFields: readonly Readable[] = [
  field("purpose", [], { kind: "string" }),
  field("confidence", [], { kind: "percent" }),
  field("labels", [], { kind: "labels" }),
  field("context", ["ticket", "status"], { kind: "string", values: ["open", "closed"] }),
  field("context", ["ticket", "age"], { kind: "duration" }),
  field("at", ["utc_hour"], { kind: "int" }),
  field("at", [], { kind: "timestamp" }),
  field("token", ["lifetime"], { kind: "duration" }),
  field("peer", ["mutual"], { kind: "bool" }),
  field("chain", ["depth"], { kind: "int" }),
  field("agent", [], { kind: "principal" }),
  field("egress", ["url"], { kind: "url" }),
];

/** A well-typed condition of at most this depth. */
export function generateCondition(
  setting: ConditionSetting,
  depth: number,
  bound: readonly Readable[] = [],
): IrCondition {
  const { random } = setting;
  if (depth > 0 && random.chance(60)) {
    const inner = (): IrCondition => generateCondition(setting, depth - 1, bound);
    switch (random.below(3)) {
      case 0:
        return { kind: "all", operands: Array.from({ length: 2 + random.below(2) }, inner) };
      case 1:
        return { kind: "any", operands: Array.from({ length: 2 + random.below(2) }, inner) };
      default:
        return { kind: "not", operand: inner() };
    }
  }
  if (random.chance(2)) return { kind: "constant", value: random.chance(50) };
  const readable = random.pick(bound.length > 0 && random.chance(75) ? bound : setting.fields);
  if (random.chance(7)) return { kind: "has", operand: readable.operand };
  return relation(readable, setting, depth, bound);
}

function relation(
  { operand, type }: Readable,
  setting: ConditionSetting,
  depth: number,
  bound: readonly Readable[],
): IrCondition {
  const { random } = setting;
  const text = (value: string): Operand<unknown> => literal({ kind: "text", text: value });
  const oneOf = (pool: readonly string[]): IrCondition =>
    random.chance(50)
      ? { kind: "compare", operator: "==", left: operand, right: text(random.pick(pool)) }
      : { kind: "one-of", operand, values: random.some(pool, 40).map(text) };
  const order = (right: Operand<unknown>, left: Operand<unknown> = operand): IrCondition => ({
    kind: "compare",
    operator: random.pick(["==", "<", "<=", ">", ">="] as const),
    left,
    right,
  });
  const origin = (): IrCondition => ({
    kind: "origin",
    operand,
    quantity: random.pick(["any", "all"] as const),
    sources: random.some(originSources(setting.tools), 30),
  });
  switch (type.kind) {
    case "bool":
      return random.chance(70)
        ? { kind: "holds", operand }
        : {
            kind: "compare",
            operator: "==",
            left: operand,
            right: literal({ kind: "bool", value: random.chance(50) }),
          };
    case "int":
    case "decimal": {
      const number = (): Operand<unknown> => literal({ kind: "number", digits: random.pick(pools.integers) });
      const summed: Operand<unknown> = {
        kind: "sum",
        operator: random.pick(["+", "-"] as const),
        left: operand,
        right: number(),
      };
      return order(number(), random.chance(30) ? summed : operand);
    }
    case "percent":
      return order(literal({ kind: "number", digits: random.pick(["0.5", "0.7", "0.9", "0.95"]) }));
    case "money": {
      const money = (): Operand<unknown> =>
        literal({ kind: "money", digits: random.pick(pools.amounts), currency: random.chance(90) ? "USD" : "EUR" });
      const summed: Operand<unknown> = { kind: "sum", operator: "+", left: operand, right: money() };
      return order(money(), random.chance(30) ? summed : operand);
    }
    case "duration":
      return order(literal({ kind: "duration", ms: random.pick([60_000, 600_000, 900_000, 3_600_000]) }));
    case "timestamp": {
      const time = literal({ kind: "timestamp", ms: pools.startMs + random.below(40) * 60_000 });
      const later: Operand<unknown> = {
        kind: "sum",
        operator: random.pick(["+", "-"] as const),
        left: operand,
        right: literal({ kind: "duration", ms: 600_000 }),
      };
      return order(time, random.chance(30) ? later : operand);
    }
    case "email":
      if (random.chance(25)) return origin();
      return random.chance(50)
        ? { kind: "within", space: "domain", operand, patterns: random.some(pools.domains, 40) }
        : oneOf(pools.emails);
    case "url":
      if (random.chance(25)) return origin();
      return random.chance(70)
        ? { kind: "within", space: "domain", operand, patterns: random.some(pools.domains, 40) }
        : oneOf(pools.urls);
    case "path":
      return { kind: "within", space: "path", operand, patterns: random.some(pools.pathPatterns, 40) };
    case "cidr":
      return { kind: "within", space: "cidr", operand, patterns: random.some(pools.blocks, 50) };
    case "command": {
      if (random.chance(15)) return oneOf(pools.commands);
      if (random.chance(10)) return origin();
      const [part, of] = random.pick([
        ...Object.entries(commandPartTypes),
        ["programs", commandPartTypes.programs] as const,
        ["programs", commandPartTypes.programs] as const,
      ]);
      return relation({ operand: below(operand, part, of), type: of }, setting, depth, bound);
    }
    case "principal":
      return oneOf(pools.agents);
    case "string": {
      const pool =
        type.values ?? (ofShell(operand) ? pools.shellWords : random.chance(80) ? pools.words : pools.purposes);
      switch (random.below(7)) {
        case 0:
          return { kind: "starts-with", operand, text: random.pick(["re", "o", "a "]) };
        case 1:
          return { kind: "ends-with", operand, text: random.pick(["d", "17", "x"]) };
        case 2:
          return { kind: "matches", operand, pattern: random.pick(pools.patterns) };
        case 3:
          return { kind: "empty", operand };
        case 4:
          return random.chance(50)
            ? contains(operand, "recogniser", ["card", "email", "national_id"], random)
            : origin();
        case 5:
          return contains(operand, "substring", ["order", "card", "open"], random);
        default:
          return oneOf(pool);
      }
    }
    case "texts":
      return random.chance(50)
        ? contains(operand, "recogniser", ["card", "email", "iban", "pii", "secret"], random)
        : contains(operand, "substring", ["order", "card", "evil"], random);
    case "labels":
      return random.chance(15) ? { kind: "empty", operand } : contains(operand, "label", pools.labels, random);
    case "list": {
      if (random.chance(12)) return { kind: "empty", operand };
      if (type.element.kind === "string" && random.chance(60)) {
        const words = type.element.values ?? (ofShell(operand) ? pools.shellWords : pools.words);
        return contains(operand, "element", words, random);
      }
      if (type.element.kind === "email" && random.chance(25)) return contains(operand, "element", pools.emails, random);
      if (depth <= 0 && bound.length > 0) return { kind: "empty", operand };
      const binding = `x${bound.length}_${random.below(1000)}`;
      const element = elementFields(binding, type.element);
      const inner = (): IrCondition => generateCondition(setting, Math.min(depth, 1), element);
      return {
        kind: "quantified",
        quantifier: random.pick(["every", "any"] as const),
        nonempty: random.chance(50),
        binding,
        list: operand,
        ...(random.chance(40) ? { where: inner() } : {}),
        body: inner(),
      };
    }
    case "json":
      return { kind: "compare", operator: "==", left: operand, right: text(random.pick(pools.words)) };
    default:
      return { kind: "has", operand };
  }
}

/** The part of a command that a path or a bound name leads to. */
function below(operand: Operand<unknown>, part: string, type: Type): Operand<unknown> {
  return operand.kind === "path" || operand.kind === "bound"
    ? { ...operand, segments: [...operand.segments, part], type }
    : operand;
}

const programFields: ReadonlySet<string> = new Set(Object.keys(programType.fields));

/** Does the operand hold words of a shell command? Those of generated tools have other names. */
const ofShell = (operand: Operand<unknown>): boolean =>
  operand.kind === "bound" && operand.segments.some((segment) => programFields.has(segment));

function elementFields(binding: string, type: Type): readonly Readable[] {
  const bound = (segments: readonly string[], of: Type): Readable => ({
    type: of,
    operand: { kind: "bound", binding, segments, type: of },
  });
  if (type.kind !== "record") return [bound([], type)];
  return Object.entries(type.fields).map(([name, member]) => bound([name], member.type));
}

const literal = (value: Literal): Operand<unknown> => ({ kind: "literal", literal: value });

const contains = (
  operand: Operand<unknown>,
  mode: "substring" | "element" | "label" | "recogniser",
  pool: readonly string[],
  random: Random,
): IrCondition => ({
  kind: "contains",
  operand,
  mode,
  quantity: random.pick(["any", "all"] as const),
  values: random.some(pool, 40).map((text) => literal({ kind: "text", text })),
});

const originSources = (tools: readonly string[]): readonly OriginSource[] => [
  { kind: "user" },
  { kind: "system" },
  { kind: "tool", tools },
  { kind: "field", tools: tools.slice(0, 2), path: ["email"] },
  { kind: "agent", agent: "triage" },
];
