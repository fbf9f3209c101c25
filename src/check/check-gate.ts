import type { CheckedCondition } from "../ast/checked-condition.ts";
import type { CheckedGate, CheckedTarget } from "../ast/checked-gate.ts";
import type { GateDeclaration } from "../ast/parsed-gate.ts";
import { gateWithoutOutcome, observationOver } from "../diagnostics/gates.ts";
import { checkObligation, checkRequirement } from "./check-outcome.ts";
import { checkSchema } from "./check-schema.ts";
import { checkCondition, ruleScope } from "./expressions.ts";
import { presentWhenTrue } from "./guards.ts";
import { keepActing } from "./keep-acting.ts";
import { pickClauses } from "./pick-clauses.ts";
import { resolveTargets } from "./resolve-tools.ts";
import { type Checker, qualified } from "./scope.ts";
import { targetSurfaces } from "./surfaces.ts";

/** A gate; undefined after an error in it. `asOfMs`: the day for which observation periods are judged, if any. */
export function checkGate(
  declaration: GateDeclaration,
  checker: Checker,
  asOfMs: number | undefined,
): CheckedGate | undefined {
  const { clauses, name } = declaration;
  const pick = <K extends (typeof clauses)[number]["kind"]>(kind: K) => pickClauses(clauses, kind);
  const outcomes = pick("outcome").map((clause) => clause.outcome);
  if (outcomes.length === 0) checker.report.add(gateWithoutOutcome.at(name.span, { gate: name.text }));
  const observe = pick("observe")[0];
  if (observe !== undefined && asOfMs !== undefined && asOfMs >= observe.until.ms) {
    checker.report.add(observationOver.at(observe.until.span, { gate: name.text, owner: observe.owner.text }));
  }
  const targets = resolveTargets(declaration.on, checker);
  // Without its targets nobody knows what the conditions' fields mean.
  if (targets === undefined) return undefined;
  const covers = (target: CheckedTarget) => ("tools" in target ? target : undefined);
  const on = keepActing("gate", name, targets, covers, checker);
  if (on.length === 0) return undefined;

  const scope = ruleScope(checker, targetSurfaces(on, checker), name.span);
  const [whenClause, unlessClause] = [pick("when")[0], pick("unless")[0]];
  const when = whenClause === undefined ? undefined : checkCondition(whenClause.condition, scope, "when-false");
  // Where `when` is false the gate does not fire at all, so `unless` may read what `when` guards.
  const guarded = whenClause === undefined ? [] : presentWhenTrue(whenClause.condition, checker.names);
  const unless =
    unlessClause === undefined ? undefined : checkCondition(unlessClause.condition, scope, "when-true", guarded);
  const schemaClause = pick("schema")[0];
  const satisfied = schemaClause === undefined ? undefined : checkSchema(schemaClause, on, checker);
  const demanded = outcomes.filter(
    (outcome) => outcome.kind !== "log" && outcome.kind !== "deny" && outcome.kind !== "allow",
  );
  const requirements = demanded.map((outcome) => checkRequirement(outcome, scope)).filter((one) => one !== undefined);
  const wanted = pick("also");
  const obligations = wanted
    .map((clause) => checkObligation(clause.obligation, scope))
    .filter((one) => one !== undefined);
  const complete =
    outcomes.length > 0 &&
    (whenClause === undefined) === (when === undefined) &&
    (unlessClause === undefined) === (unless === undefined) &&
    (schemaClause === undefined) === (satisfied === undefined) &&
    requirements.length === demanded.length &&
    obligations.length === wanted.length;
  if (!complete) return undefined;
  return {
    name: qualified(checker, name.text),
    span: declaration.span,
    nameSpan: name.span,
    on,
    when,
    unless: eitherOf(unless, satisfied),
    outcomes: (["log", "deny"] as const).filter((kind) => outcomes.some((outcome) => outcome.kind === kind)),
    requirements,
    obligations,
    overridable: pick("overridable").length > 0,
    observe:
      observe === undefined ? undefined : { span: observe.span, untilMs: observe.until.ms, owner: observe.owner.text },
    because: pick("because")[0]?.text.text,
    tags: pick("tags").flatMap((clause) => clause.tags.map((tag) => tag.text)),
  };
}

/** A content that satisfies the schema exempts, as `unless` does. */
const eitherOf = (
  unless: CheckedCondition | undefined,
  satisfied: CheckedCondition | undefined,
): CheckedCondition | undefined =>
  unless === undefined || satisfied === undefined
    ? (unless ?? satisfied)
    : { kind: "any", span: unless.span, operands: [unless, satisfied] };
