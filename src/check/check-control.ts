import type { CheckedControl, ControlCondition } from "../ast/checked-control.ts";
import type { Expression } from "../ast/expression.ts";
import type { QuotedText } from "../ast/name.ts";
import type { ControlClause, ControlDeclaration } from "../ast/parsed-control.ts";
import { controlWithoutRequire } from "../diagnostics/declarations.ts";
import { unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { checkCondition, ruleScope } from "./expressions.ts";
import type { Checker, Exempts, Scope } from "./scope.ts";

const subjectKinds = ["agent", "connector", "channel", "store", "deployment"] as const;

/** A control over the deployment model; undefined after an error. */
export function checkControl(declaration: ControlDeclaration, checker: Checker): CheckedControl | undefined {
  const { clauses, name, subject } = declaration;
  const pick = <K extends ControlClause["kind"]>(kind: K) =>
    clauses.filter((clause): clause is Extract<ControlClause, { readonly kind: K }> => clause.kind === kind);
  if (pick("require").length === 0) checker.report.add(controlWithoutRequire.at(name.span, { control: name.text }));
  const kind = subjectKinds.find((one) => one === subject.text);
  const type = kind === undefined ? undefined : checker.names.subjectTypes[kind];
  if (kind === undefined || type === undefined) {
    checker.report.add(
      unknownWord.at(subject.span, {
        word: subject.text,
        near: nearMiss(subject.text, subjectKinds),
        known: subjectKinds,
      }),
    );
    return undefined;
  }
  const scope = ruleScope(checker, { kind: "subject", word: kind, type }, name.span);
  const [failWhen, require, partial, notApplicable] = [
    checkClauses(pick("fail-when"), scope, "when-false"),
    checkClauses(pick("require"), scope, "when-true"),
    checkClauses(pick("partial"), scope, "when-false"),
    checkClauses(pick("not-applicable"), scope, "when-true"),
  ];
  const attested = pick("attested-by").map((clause) => {
    const when = clause.when === undefined ? undefined : checkCondition(clause.when, scope, "when-true");
    if (clause.when !== undefined && when === undefined) return undefined;
    return { span: clause.span, attestation: clause.attestation.text, when };
  });
  const attestedBy = attested.filter((clause) => clause !== undefined);
  if (failWhen === undefined || require === undefined || partial === undefined || notApplicable === undefined)
    return undefined;
  if (attestedBy.length < attested.length || require.length === 0) return undefined;
  const group = pick("group")[0];
  return {
    name: name.text,
    span: declaration.span,
    title: declaration.title.text,
    subject: kind,
    group: group?.group.text,
    ordinal: group?.ordinal,
    failWhen,
    require,
    partial,
    notApplicable,
    attestedBy,
    because: pick("because")[0]?.text.text,
    remedies: pick("remedy").map((clause) => ({ platform: clause.platform.text, text: clause.text.text })),
    tags: pick("tags").flatMap((clause) => clause.tags.map((tag) => tag.text)),
  };
}

interface ReasonedClause {
  readonly span: ControlDeclaration["span"];
  readonly condition: Expression;
  readonly because: QuotedText | undefined;
}

function checkClauses(
  clauses: readonly ReasonedClause[],
  scope: Scope,
  exempts: Exempts,
): readonly ControlCondition[] | undefined {
  const checked = clauses.flatMap(({ span, condition, because }) => {
    const typed = checkCondition(condition, scope, exempts);
    return typed === undefined ? [] : [{ span, condition: typed, because: because?.text }];
  });
  return checked.length === clauses.length ? checked : undefined;
}
