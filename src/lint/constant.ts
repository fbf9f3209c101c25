import type { Condition } from "../ast/condition.ts";
import { evaluate } from "../engine/interpret-condition.ts";
import { compareDecimals, zero } from "../value/decimal.ts";
import { unrecorded } from "../value/value.ts";
import { coversAll, matchesAll } from "./covers-all.ts";
import { type FieldSet, fieldSetOf, joinSets } from "./field-set.ts";
import { linearOf } from "./linear.ts";
import { arePartedTexts } from "./parted-texts.ts";
import { isSameCondition } from "./same-condition.ts";
import { textQuestionOf } from "./text-question.ts";
import { complement, intersect, isEmpty } from "./value-set.ts";

/**
 * The one truth value a condition has whatever values its fields hold, as far as literals, thresholds, enums and the range of a type
 * tell; undefined where it may be either. Where a field has no value the condition may be unknown all the same.
 */
export function constantOf(condition: Condition<unknown>): boolean | undefined {
  // INVARIANT: a condition never changes. Several rules ask, and each asks of the parts again.
  if (!known.has(condition)) known.set(condition, findConstant(condition));
  return known.get(condition);
}

const known = new WeakMap<Condition<unknown>, boolean | undefined>();

function findConstant(condition: Condition<unknown>): boolean | undefined {
  const alone = fieldSetOf(condition);
  if (alone !== undefined) return constantSet(alone);
  switch (condition.kind) {
    case "constant":
      return condition.value;
    case "not": {
      const inner = constantOf(condition.operand);
      return inner === undefined ? undefined : !inner;
    }
    case "all":
      return joined(condition.operands, "all", false);
    case "any":
      return joined(condition.operands, "any", true);
    case "compare":
      return betweenLiterals(condition);
    case "quantified":
      return quantified(condition);
    case "matches":
      return matchesAll(condition.pattern) ? true : undefined;
    case "within":
      return coversAll(condition) ? true : undefined;
    default:
      return undefined;
  }
}

/** Whether a condition reads anything: only then can it be unknown. */
export function readsFields(condition: Condition<unknown>): boolean {
  switch (condition.kind) {
    case "constant":
      return false;
    case "not":
      return readsFields(condition.operand);
    case "all":
    case "any":
      return condition.operands.some(readsFields);
    case "compare":
      return condition.left.kind !== "literal" || condition.right.kind !== "literal";
    default:
      return true;
  }
}

function constantSet({ set, domain }: FieldSet): boolean | undefined {
  if (isEmpty(set)) return false;
  const outside = intersect(complement(set), domain);
  return outside !== undefined && isEmpty(outside) ? true : undefined;
}

/** `settled` is the truth that one operand alone, or several about one field together, give to the whole. */
function joined(operands: readonly Condition<unknown>[], join: "all" | "any", settled: boolean): boolean | undefined {
  const parts = operands.map(constantOf);
  if (parts.includes(settled)) return settled;
  if (contradicts(operands) || areParted(operands, join)) return settled;
  const byField = new Map<string, FieldSet[]>();
  for (const set of operands.map(fieldSetOf)) {
    if (set !== undefined) byField.set(set.field, [...(byField.get(set.field) ?? []), set]);
  }
  for (const sets of byField.values()) {
    const together = joinSets(sets, join);
    if (together === undefined) continue;
    if (constantSet(together) === settled || noTextPasses(together, operands, join)) return settled;
  }
  return parts.every((part) => part === !settled) ? !settled : undefined;
}

/** The fields' values that are left, one by one: does something else that is asked of the field refuse each of them? */
function noTextPasses(
  { field, set, domain }: FieldSet,
  operands: readonly Condition<unknown>[],
  join: "all" | "any",
): boolean {
  const left = join === "all" ? set : intersect(complement(set), domain);
  if (left?.kind !== "texts" || left.except) return false;
  const questions = operands.map(textQuestionOf).filter((question) => question?.field === field);
  const refusal = join === "all" ? "false" : "true";
  return (
    questions.length > 0 && [...left.texts].every((text) => questions.some((one) => one?.answer(text) === refusal))
  );
}

/** Two that are never true together settle an `and`; their negations settle an `or`. */
function areParted(operands: readonly Condition<unknown>[], join: "all" | "any"): boolean {
  const asked = join === "all" ? operands : operands.flatMap((one) => (one.kind === "not" ? [one.operand] : []));
  return asked.some((one, index) => asked.slice(index + 1).some((other) => arePartedTexts(one, other)));
}

/** One operand is the negation of another: never both, and never neither. */
const contradicts = (operands: readonly Condition<unknown>[]): boolean =>
  operands.some(
    (operand) => operand.kind === "not" && operands.some((other) => isSameCondition(operand.operand, other)),
  );

function betweenLiterals(condition: Extract<Condition<unknown>, { readonly kind: "compare" }>): boolean | undefined {
  const linear = linearOf(condition);
  if (linear?.terms.length === 0) return holdsFor[condition.operator](compareDecimals(linear.constant, zero));
  if (condition.left.kind !== "literal" || condition.right.kind !== "literal") return undefined;
  const nothing = unrecorded("unresolved");
  const { truth } = evaluate(condition, { read: () => nothing, origin: () => "unknown", history: () => nothing });
  return truth === "unknown" ? undefined : truth === "true";
}

const holdsFor = {
  "==": (order: number) => order === 0,
  "<": (order: number) => order < 0,
  "<=": (order: number) => order <= 0,
  ">": (order: number) => order > 0,
  ">=": (order: number) => order >= 0,
} as const;

/** An empty list makes `any` false and `every` true, so that only the other truth can fail to come about. */
function quantified({
  quantifier,
  nonempty,
  where,
  body,
}: Extract<Condition<unknown>, { readonly kind: "quantified" }>): boolean | undefined {
  const passes = where === undefined ? undefined : constantOf(where);
  const holds = constantOf(body);
  if (quantifier === "any") return passes === false || holds === false ? false : undefined;
  if (nonempty) return passes === false || holds === false ? false : undefined;
  return passes === false || holds === true ? true : undefined;
}
