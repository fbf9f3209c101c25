import type { CheckedName } from "../ast/checked-condition.ts";
import type { CheckedGate } from "../ast/checked-gate.ts";
import type { CheckedBreakGlass } from "../ast/checked-switch.ts";
import type { Name } from "../ast/name.ts";
import type { BreakGlassDeclaration } from "../ast/parsed-switch.ts";
import { countTooSmall } from "../diagnostics/declarations.ts";
import { unknownGate } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { gateNotOverridable, incompleteBreakGlass } from "../diagnostics/switches.ts";
import { checkObligation } from "./check-outcome.ts";
import { checkQuorum } from "./check-quorum.ts";
import { ruleScope } from "./expressions.ts";
import { inertRelated } from "./keep-acting.ts";
import { resolveNames } from "./resolve-names.ts";
import type { Checker } from "./scope.ts";
import { targetSurfaces } from "./surfaces.ts";

/** A break glass; undefined after an error in it. `gates` are those without one: a gate in error is not judged here. */
export function checkBreakGlass(
  declaration: BreakGlassDeclaration,
  gates: readonly CheckedGate[],
  checker: Checker,
): CheckedBreakGlass | undefined {
  const { name, clauses, span } = declaration;
  const pick = <K extends (typeof clauses)[number]["kind"]>(kind: K) =>
    clauses.filter((clause): clause is Extract<(typeof clauses)[number], { readonly kind: K }> => clause.kind === kind);
  const [gatesClause, approvalClause, maxClause] = [pick("gates")[0], pick("approval")[0], pick("max")[0]];
  const missing = [
    ...(gatesClause === undefined ? (["gates"] as const) : []),
    ...(approvalClause === undefined ? (["approval"] as const) : []),
    ...(maxClause === undefined ? (["max"] as const) : []),
  ];
  if (missing.length > 0) checker.report.add(incompleteBreakGlass.at(name.span, { name: name.text, missing }));
  const named = gatesClause === undefined ? undefined : resolveGates(gatesClause.gates, gates, checker);
  const approval = approvalClause === undefined ? undefined : checkQuorum(approvalClause.by, checker);
  const max = maxClause?.max;
  const isTooShort = max !== undefined && max.ms < 1;
  if (isTooShort) checker.report.add(countTooSmall.at(max.span, { clause: "max" }));
  const covered = gates.filter((gate) => gatesClause?.gates.some(({ text }) => text === gate.name) === true);
  const scope = ruleScope(
    checker,
    targetSurfaces(
      covered.flatMap(({ on }) => on),
      checker,
    ),
    name.span,
  );
  const wanted = pick("also");
  // Without the gates nobody knows which fields there are to redact.
  const obligations =
    named === undefined
      ? []
      : wanted.map((clause) => checkObligation(clause.obligation, scope)).filter((one) => one !== undefined);
  if (named === undefined || approval === undefined || max === undefined || isTooShort) return undefined;
  if (obligations.length < wanted.length) return undefined;
  const because = pick("because")[0]?.text.text;
  return { name: name.text, span, nameSpan: name.span, gates: named, approval, maxMs: max.ms, obligations, because };
}

const builtIn = /^(?:agent|bands|kill_switch):/;

function resolveGates(
  names: readonly Name[],
  gates: readonly CheckedGate[],
  checker: Checker,
): readonly CheckedName[] | undefined {
  const declared = checker.names.gates;
  return resolveNames(names, ({ text, span }) => {
    if (!declared.has(text) && text.includes(":") && !checker.names.packsComplete) return undefined;
    if (!declared.has(text) && !builtIn.test(text)) {
      const near = nearMiss(text, declared);
      const related = inertRelated(text, checker);
      checker.report.add(unknownGate.at(span, { name: text, near, known: [...declared].sort() }, { related }));
      return undefined;
    }
    const gate = gates.find((one) => one.name === text);
    if (gate?.overridable === false || !declared.has(text)) {
      const related =
        gate === undefined ? {} : { related: [{ span: gate.nameSpan, label: "does not say `overridable`" }] };
      checker.report.add(gateNotOverridable.at(span, { gate: text, builtIn: gate === undefined }, related));
      return undefined;
    }
    return text;
  });
}
