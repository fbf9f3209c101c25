import type { Condition, Operand } from "../ast/condition.ts";
import { describeField } from "../value/describe-field.ts";
import type { Truth } from "../value/value.ts";
import type { Unknown } from "./decision.ts";
import { describeCondition } from "./describe.ts";
import type { Environment, Scope } from "./environment.ts";
import { readOperand } from "./evaluate-operand.ts";
import { type Fact, uniteFacts, unknownsOf } from "./fact.ts";
import { evaluate } from "./interpret-condition.ts";
import { opposite } from "./kleene.ts";
import { whyUndecided } from "./why-undecided.ts";

/** A field a clause has read: its path, its printed value, and where it has none, why. */
export interface InspectedValue {
  readonly path: string;
  readonly value: string;
  readonly missing?: Unknown["cause"];
}

/** One condition with what it was found to be: relations with the values they read, everything else with its operands. */
export interface Clause {
  /** As the policy would write it; of `and`, `or` and `not` around several, how they join their operands. */
  readonly text: string;
  readonly truth: Truth;
  /** Everything the clause itself has read, whether or not it was decisive. */
  readonly values: readonly InspectedValue[];
  /** For a relation that is unknown although no value was missing: why. */
  readonly why?: string;
  readonly operands: readonly Clause[];
  /** Elements of a list that are not shown. */
  readonly hidden: number;
}

/**
 * A condition taken apart, for people: the truths are those of the reference interpreter, which evaluates every part again. Slow, and never
 * on the way of a decision.
 */
export function inspectCondition(
  condition: Condition<unknown>,
  environment: Environment,
  scope: Scope = new Map(),
): Clause {
  const { truth } = evaluate(condition, environment, scope);
  switch (condition.kind) {
    case "constant":
      return leaf(condition, truth, []);
    case "all":
    case "any": {
      const operands = condition.operands.map((operand) => inspectCondition(operand, environment, scope));
      const [only] = operands;
      if (operands.length === 1 && only !== undefined) return only;
      return { text: condition.kind === "all" ? "all of" : "one of", truth, values: [], operands, hidden: 0 };
    }
    case "not": {
      const inner = inspectCondition(condition.operand, environment, scope);
      if (inner.operands.length === 0) return { ...inner, text: describeCondition(condition), truth };
      return { text: "not", truth, values: [], operands: [inner], hidden: 0 };
    }
    case "quantified":
      return inspectQuantifier(condition, truth, environment, scope);
    case "compare":
      return relation(condition, truth, [condition.left, condition.right], environment, scope);
    case "one-of":
    case "contains":
      return relation(condition, truth, [condition.operand, ...condition.values], environment, scope);
    default:
      return relation(condition, truth, [condition.operand], environment, scope);
  }
}

/** Facts as a clause shows them. */
export const inspectFacts = (facts: readonly Fact[]): readonly InspectedValue[] =>
  facts.map((fact) => {
    const [unknown] = fact.field.state === "value" ? [] : unknownsOf([fact]);
    const printed = { path: fact.path, value: describeField(fact.field) };
    return unknown === undefined ? printed : { ...printed, missing: unknown.cause };
  });

const leaf = (condition: Condition<unknown>, truth: Truth, facts: readonly Fact[]): Clause => ({
  text: describeCondition(condition),
  truth,
  values: inspectFacts(facts),
  operands: [],
  hidden: 0,
});

function relation(
  condition: Condition<unknown>,
  truth: Truth,
  operands: readonly Operand<unknown>[],
  environment: Environment,
  scope: Scope,
): Clause {
  const readings = operands.map((operand) => readOperand(operand, environment, scope));
  const facts = uniteFacts(readings.map((reading) => reading.facts));
  const shown = leaf(condition, truth, facts);
  const complete = facts.every(({ field }) => field.state === "value");
  return truth === "unknown" && complete ? { ...shown, why: whyUndecided(condition, facts) } : shown;
}

const maxElements = 4;

type Quantified = Extract<Condition<unknown>, { readonly kind: "quantified" }>;

/** The elements that have the truth of the whole come first where there are too many to show. */
function inspectQuantifier(condition: Quantified, truth: Truth, environment: Environment, scope: Scope): Clause {
  const { field, facts, path } = readOperand(condition.list, environment, scope);
  const shown = leaf(condition, truth, facts);
  if (field.state !== "value" || field.value.kind !== "list") return shown;
  const list = field.value;
  const elements = list.items.map((item, index) => {
    const inner: Scope = new Map([...scope, [condition.binding, { path: `${path}[${index}]`, field: item }]]);
    const body = inspectCondition(condition.body, environment, inner);
    if (condition.where === undefined) return body;
    const where = inspectCondition(condition.where, environment, inner);
    return elementOf(condition, `${path}[${index}]`, where, body);
  });
  const deciding = elements.filter((element) => element.truth === truth);
  const chosen =
    elements.length <= maxElements
      ? elements
      : [...deciding, ...elements.filter((element) => element.truth !== truth)].slice(0, maxElements);
  const why = truth === "unknown" ? whyOfQuantifier(condition, list.open, elements, facts) : undefined;
  return {
    ...shown,
    ...(why === undefined ? {} : { why }),
    operands: chosen,
    hidden: elements.length - chosen.length,
  };
}

/** Undefined where an element says it. */
function whyOfQuantifier(
  condition: Quantified,
  isOpen: boolean,
  elements: readonly Clause[],
  facts: readonly Fact[],
): string | undefined {
  if (isOpen) return whyUndecided(condition, facts);
  // `nonempty` asks for an element that passes, whatever else is true of it.
  return elements.some((element) => element.truth === "unknown")
    ? undefined
    : "for no element is it certain that it passes `where`";
}

/** An element that does not pass `where` decides nothing: it is outside of what `any` and `every` speak about. */
function elementOf(condition: Quantified, path: string, where: Clause, body: Clause): Clause {
  const truths = condition.quantifier === "any" ? [where.truth, body.truth] : [opposite(where.truth), body.truth];
  const settled: Truth = condition.quantifier === "any" ? "false" : "true";
  const truth = truths.includes(settled) ? settled : truths.includes("unknown") ? "unknown" : opposite(settled);
  const operands = [{ ...where, text: `where ${where.text}` }, body];
  return { text: path, truth, values: [], operands, hidden: 0 };
}
