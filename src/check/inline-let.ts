import type { LetDeclaration } from "../ast/parsed.ts";
import { letCycle } from "../diagnostics/names.ts";
import type { Span } from "../source/span.ts";
import type { Report } from "./report.ts";
import { type Scope, type Typed, typedError } from "./scope.ts";

/** The value of a `let`, typed where it is used: its paths mean the fields of the tools that the user's rule covers. */
export function inlineLet(named: LetDeclaration, use: Span, scope: Scope): Typed {
  const name = named.name.text;
  const { report, letUses, names } = scope.checker;
  if (names.unvalued.has(name)) return typedError;
  if (scope.openLets.includes(name)) {
    const cycle = [...scope.openLets.slice(scope.openLets.indexOf(name)), name];
    // Reported once, at the declaration that comes first in the cycle, wherever it was entered.
    const first = [...cycle].sort()[0] ?? name;
    const declared = scope.checker.names.lets.get(first) ?? named;
    report.add(letCycle.at(declared.name.span, { cycle: rotate(cycle.slice(0, -1), first) }));
    return typedError;
  }
  const typed = scope.typist.type(named.value, {
    ...scope,
    checker: { ...scope.checker, report: withUse(report, use) },
    bindings: new Map(),
    ended: new Map(),
    openLets: [...scope.openLets, name],
  });
  if (typed.kind !== "error" && !letUses.values.has(name)) letUses.values.set(name, typed);
  switch (typed.kind) {
    case "error":
      letUses.values.set(name, letUses.values.get(name) ?? typed);
      return typed;
    case "value":
      // The use is what messages should point at; the definition keeps its own span inside conditions.
      return { ...typed, operand: { ...typed.operand, span: use } };
    case "word":
    case "list":
    case "origin":
    case "condition":
      return typed;
  }
}

/** A mistake in the value shows the use too: there the tools are covered for which it is one. */
const withUse = (report: Report, use: Span): Report => ({
  ...report,
  add: (diagnostic) =>
    report.add(
      diagnostic.code === letCycle.code
        ? diagnostic
        : { ...diagnostic, spans: [...diagnostic.spans, { ...use, label: "used here", primary: false }] },
    ),
});

function rotate(cycle: readonly string[], first: string): readonly string[] {
  const at = cycle.indexOf(first);
  return [...cycle.slice(at), ...cycle.slice(0, at), first];
}
