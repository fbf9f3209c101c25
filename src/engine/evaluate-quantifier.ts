import type { Condition } from "../ast/condition.ts";
import type { Environment, Scope } from "./environment.ts";
import { readOperand } from "./evaluate-operand.ts";
import type { Evaluation, Fact } from "./fact.ts";
import { evaluateAll, evaluateAny, negate } from "./kleene.ts";

type Quantified = Extract<Condition<unknown>, { readonly kind: "quantified" }>;
type Evaluate = (condition: Condition<unknown>, environment: Environment, scope: Scope) => Evaluation;

/**
 * `any x in L where C: P` is the `or` over the elements of `C and P`; `every` is the `and` of `not C or P`, and with
 * `nonempty` also demands that an element passes C. What an open list may hold besides stands as one unknown operand.
 */
export function evaluateQuantifier(
  condition: Quantified,
  environment: Environment,
  scope: Scope,
  evaluate: Evaluate,
): Evaluation {
  const { field, facts, path } = readOperand(condition.list, environment, scope);
  if (field.state !== "value" || field.value.kind !== "list") return { truth: "unknown", support: facts };
  const list = field.value;

  const elements = list.items.map((item, index) => {
    const element: Fact = { path: `${path}[${index}]`, field: item };
    const inner: Scope = new Map([...scope, [condition.binding, element]]);
    const passes: Evaluation =
      condition.where === undefined ? { truth: "true", support: [] } : evaluate(condition.where, environment, inner);
    return { passes, holds: evaluate(condition.body, environment, inner) };
  });

  // The list itself supports what depends on its length: that there are no further elements, or that there may be.
  const noFurther: Evaluation = { truth: list.open ? "unknown" : "true", support: facts };
  const someFurther = negate(noFurther);
  if (condition.quantifier === "any") {
    return evaluateAny([...elements.map(({ passes, holds }) => evaluateAll([passes, holds])), someFurther]);
  }
  const everyOne = evaluateAll([
    ...elements.map(({ passes, holds }) => evaluateAny([negate(passes), holds])),
    noFurther,
  ]);
  if (!condition.nonempty) return everyOne;
  return evaluateAll([everyOne, evaluateAny([...elements.map(({ passes }) => passes), someFurther])]);
}
