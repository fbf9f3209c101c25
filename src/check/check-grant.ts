import type { CheckedGrant } from "../ast/checked.ts";
import type { GrantDeclaration } from "../ast/parsed-authority.ts";
import { toolsOfAll } from "../ast/tools-of-all.ts";
import { countTooSmall, grantIncomplete } from "../diagnostics/declarations.ts";
import { checkCondition, ruleScope } from "./expressions.ts";
import { pickClauses } from "./pick-clauses.ts";
import { resolveNames } from "./resolve-names.ts";
import { resolveRole } from "./resolve-role.ts";
import { resolveAgent, resolvePattern } from "./resolve-tools.ts";
import type { Checker } from "./scope.ts";
import { callSurfaces } from "./surfaces.ts";

/** A grant; undefined after an error in it. */
export function checkGrant(declaration: GrantDeclaration, checker: Checker): CheckedGrant | undefined {
  const { clauses, name } = declaration;
  const pick = <K extends (typeof clauses)[number]["kind"]>(kind: K) => pickClauses(clauses, kind);
  const [to, tools, when, purposes, roles] = [
    pick("to"),
    pick("tools"),
    pick("when")[0],
    pick("for-purpose"),
    pick("on-behalf-of"),
  ];
  if (to.length === 0) checker.report.add(grantIncomplete.at(name.span, { grant: name.text, missing: "to" }));
  if (tools.length === 0) checker.report.add(grantIncomplete.at(name.span, { grant: name.text, missing: "tools" }));

  const max = pick("while-task")[0]?.max;
  const isTooShort = max !== undefined && max.ms < 1;
  if (isTooShort) checker.report.add(countTooSmall.at(max.span, { clause: "while task max" }));

  const agents = resolveNames(
    to.flatMap((clause) => clause.agents),
    (agent) => resolveAgent(agent, checker),
  );
  const patterns = tools.flatMap((clause) => clause.patterns).map((pattern) => resolvePattern(pattern, checker));
  const onBehalfOf = resolveNames(
    roles.flatMap((clause) => clause.roles),
    (role) => resolveRole(role, checker),
  );
  const known = patterns.filter((pattern) => pattern !== undefined);
  // Without its tools nobody knows what the condition's fields mean.
  if (known.length < patterns.length || known.length === 0) return undefined;
  const scope = ruleScope(checker, callSurfaces(toolsOfAll(known), checker), name.span);
  const condition = when === undefined ? undefined : checkCondition(when.condition, scope, "when-true");
  if (agents === undefined || agents.length === 0 || onBehalfOf === undefined) return undefined;
  if (isTooShort || (when !== undefined && condition === undefined)) return undefined;
  const until = pick("until")[0];
  const whileTask = pick("while-task")[0];
  return {
    name: name.text,
    span: declaration.span,
    agents,
    patterns: known,
    when: condition,
    purposes:
      purposes.length === 0 ? undefined : purposes.flatMap((clause) => clause.purposes.map((purpose) => purpose.text)),
    onBehalfOf: roles.length === 0 ? undefined : onBehalfOf,
    until: until === undefined ? undefined : { ms: until.at.ms, span: until.at.span },
    whileTask: whileTask === undefined ? undefined : { maxMs: whileTask.max?.ms, span: whileTask.span },
    because: pick("because")[0]?.text.text,
    tags: pick("tags").flatMap((clause) => clause.tags.map((tag) => tag.text)),
  };
}
