import type { CheckedPolicy } from "../../ast/checked.ts";
import type { CheckedCondition } from "../../ast/checked-condition.ts";
import type { CheckedControl } from "../../ast/checked-control.ts";
import { constantOf, readsFields } from "../constant.ts";
import { example, guarded } from "../example.ts";
import { defineRule, type Finding } from "../rule.ts";

interface Words {
  readonly what: string;
  readonly value: boolean;
  readonly effect: string;
  readonly where?: string;
}

export const constantCondition = defineRule<Words>({
  code: "constant-condition",
  severity: "error",
  why: "A condition that is always true or always false makes a rule look as if it decided something.",
  bad: example(`${guarded}gate dead on pay { when args.total > 500 USD and args.total < 100 USD  deny }\n`),
  good: example(`${guarded}gate dead on pay { when args.total > 100 USD and args.total < 500 USD  deny }\n`),
  message: ({ what, value, effect, where = "" }) => `${what} is always ${value}${where}, so ${effect}`,
  help: () => "correct the condition, or remove the clause and say plainly what you mean",
  *find({ policy }) {
    for (const { name, when, unless } of policy.gates) {
      const owner = `gate \`${name}\``;
      if (when !== undefined && unless !== undefined && areApart(when, unless)) {
        const what = `\`unless\` of ${owner}`;
        yield {
          span: unless.span,
          args: { what, value: false, effect: "nothing is ever exempt", where: " wherever `when` is true" },
        };
        continue;
      }
      if (when !== undefined && unless !== undefined && exempts(unless, when)) {
        const what = `\`unless\` of ${owner}`;
        const effect = `the gate can never act${whereKnown(true)}`;
        yield { span: unless.span, args: { what, value: true, effect, where: " wherever `when` is" } };
        continue;
      }
      if (when !== undefined) {
        yield* inClause(`\`when\` of ${owner}`, when, (value, known) =>
          value ? "the gate acts on every call" : `the gate can never act${whereKnown(known)}`,
        );
      }
      if (unless !== undefined) {
        yield* inClause(`\`unless\` of ${owner}`, unless, (value, known) =>
          value ? `the gate can never act${whereKnown(known)}` : "nothing is ever exempt",
        );
      }
    }
    for (const { name, when } of policy.grants) {
      if (when === undefined) continue;
      yield* inClause(`\`when\` of grant \`${name}\``, when, (value, known) =>
        value ? `it restricts nothing${whereKnown(known)}` : "the grant never applies",
      );
    }
    for (const { label, when } of policy.labels) {
      if (when === undefined) continue;
      yield* inClause(`\`when\` of label \`${label}\``, when, (value, known) =>
        value ? "every result brings the label" : `no result brings the label${whereKnown(known)}`,
      );
    }
    for (const claim of policy.claims) {
      if ((claim.kind !== "never" && claim.kind !== "always") || claim.with === undefined) continue;
      yield* inClause("`with` of this claim", claim.with, (value) =>
        value ? "it restricts nothing" : "the claim is about no call",
      );
    }
    for (const { name, condition } of verifyingRules(policy)) {
      yield* inClause(`rule \`${name}\``, condition, (value, known) =>
        value ? `it verifies everything${whereKnown(known)}` : "it never verifies anything",
      );
    }
    for (const control of policy.controls) yield* inControl(control);
  },
});

/** Neither is constant alone, and whatever the one stops the other lets pass. */
function exempts(unless: CheckedCondition, when: CheckedCondition): boolean {
  if (constantOf(unless) !== undefined || constantOf(when) !== undefined) return false;
  const fires = when.kind === "all" ? when.operands : [when];
  const exempt = unless.kind === "any" ? unless.operands : [unless];
  const acts = [...fires, ...exempt.map((operand) => ({ kind: "not", operand }) as const)];
  return constantOf({ kind: "all", operands: acts }) === false;
}

/** Neither is constant alone, and the two are never true together. */
const areApart = (when: CheckedCondition, unless: CheckedCondition): boolean =>
  constantOf(unless) === undefined &&
  constantOf(when) === undefined &&
  constantOf({
    kind: "all",
    operands: [when, unless].flatMap((one) => (one.kind === "all" ? one.operands : [one])),
  }) === false;

/** The `let` conditions that verify an action. */
function* verifyingRules({ lets, gates, bands }: CheckedPolicy): Iterable<{
  readonly name: string;
  readonly condition: CheckedCondition;
}> {
  const outcomes = bands.flatMap(({ rows }) => rows.map(({ outcome }) => outcome));
  const rules = [...gates.flatMap(({ requirements }) => requirements), ...outcomes].flatMap((one) =>
    typeof one === "object" && one.kind === "verification" && one.by.kind === "rule" ? [one.by.name] : [],
  );
  for (const { name, value } of lets)
    if (value.kind === "condition" && rules.includes(name)) yield { name, condition: value.condition };
}

function* inControl({ name, failWhen, require, partial, notApplicable }: CheckedControl): Iterable<Finding<Words>> {
  const clauses = [
    { word: "fail when", conditions: failWhen, always: "every subject fails", never: "it fails nobody" },
    { word: "require", conditions: require, always: "every subject meets it", never: "no subject can meet it" },
    { word: "partial when", conditions: partial, always: "every subject is partial", never: "it says nothing" },
    {
      word: "not applicable when",
      conditions: notApplicable,
      always: "the control judges nobody",
      never: "it says nothing",
    },
  ];
  for (const { word, conditions, always, never } of clauses)
    for (const { condition } of conditions)
      yield* inClause(`\`${word}\` of control \`${name}\``, condition, (value) => (value ? always : never));
}

/** Unknown is neither true nor false: what reads a field can still be that. */
const whereKnown = (known: boolean): string => (known ? " where the values are known" : "");

/** The clause itself, or else the largest parts of it that are constant: they decide nothing. */
function* inClause(
  clause: string,
  condition: CheckedCondition,
  effectOf: (value: boolean, readsSomething: boolean) => string,
): Iterable<Finding<Words>> {
  const value = constantOf(condition);
  if (value !== undefined) {
    const effect = effectOf(value, readsFields(condition));
    yield { span: condition.span, args: { what: clause, value, effect } };
    return;
  }
  for (const { part, constant } of constantParts(condition)) {
    const args = { what: `this part of ${clause}`, value: constant, effect: "it decides nothing there" };
    yield { span: part.span, args };
  }
}

function* constantParts(
  condition: CheckedCondition,
): Iterable<{ readonly part: CheckedCondition; readonly constant: boolean }> {
  for (const part of partsOf(condition)) {
    const constant = constantOf(part);
    if (constant === undefined) yield* constantParts(part);
    else yield { part, constant };
  }
}

function partsOf(condition: CheckedCondition): readonly CheckedCondition[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.operands;
    case "not":
      return [condition.operand];
    case "quantified":
      return condition.where === undefined ? [condition.body] : [condition.where, condition.body];
    default:
      return [];
  }
}
