import type { CheckedKillSwitch } from "../ast/checked-switch.ts";
import type { Name } from "../ast/name.ts";
import type { KillSwitchDeclaration } from "../ast/parsed-switch.ts";
import { type SwitchScope, switchScopes } from "../ast/switch-scope.ts";
import { unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { incompleteKillSwitch } from "../diagnostics/switches.ts";
import { checkQuorum } from "./check-quorum.ts";
import type { Checker } from "./scope.ts";

/** A kill switch; undefined after an error in it. Its scope and who sets and clears it are mandatory. */
export function checkKillSwitch(declaration: KillSwitchDeclaration, checker: Checker): CheckedKillSwitch | undefined {
  const { name, clauses, span } = declaration;
  const scopeClause = clauses.find((clause) => clause.kind === "scope");
  const setClause = clauses.find((clause) => clause.kind === "set-by");
  const clearClause = clauses.find((clause) => clause.kind === "cleared-by");
  const missing = [
    ...(scopeClause === undefined ? (["scope"] as const) : []),
    ...(setClause === undefined ? (["set by"] as const) : []),
    ...(clearClause === undefined ? (["cleared by"] as const) : []),
  ];
  if (missing.length > 0) checker.report.add(incompleteKillSwitch.at(name.span, { name: name.text, missing }));
  const scope = scopeClause === undefined ? undefined : resolveScope(scopeClause.scope, checker);
  const setBy = setClause === undefined ? undefined : checkQuorum(setClause.by, checker);
  const clearedBy = clearClause === undefined ? undefined : checkQuorum(clearClause.by, checker);
  if (scope === undefined || setBy === undefined || clearedBy === undefined) return undefined;
  const because = clauses.find((clause) => clause.kind === "because");
  return { name: name.text, span, nameSpan: name.span, scope, setBy, clearedBy, because: because?.text.text };
}

function resolveScope(word: Name, checker: Checker): SwitchScope | undefined {
  const known = switchScopes.find((scope) => scope === word.text);
  if (known === undefined) {
    const near = nearMiss(word.text, switchScopes);
    checker.report.add(unknownWord.at(word.span, { word: word.text, near, known: switchScopes }));
  }
  return known;
}
