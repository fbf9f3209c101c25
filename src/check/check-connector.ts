import type { CheckedConnector, CheckedRedaction, CheckedViolation } from "../ast/checked-connector.ts";
import type { CheckedPattern } from "../ast/checked-gate.ts";
import type { ConnectorClause, ConnectorDeclaration } from "../ast/parsed-connector.ts";
import { connectorWithoutClause, responseWithoutSchema } from "../diagnostics/connectors.ts";
import { redactRoot } from "../diagnostics/gates.ts";
import { checkEgress } from "./check-egress.ts";
import { checkObligation, checkRequirement } from "./check-outcome.ts";
import { checkQuota, checkRate } from "./check-quota.ts";
import { ruleScope } from "./expressions.ts";
import { keepActing } from "./keep-acting.ts";
import { resolveCovered } from "./resolve-tools.ts";
import { type Checker, qualified } from "./scope.ts";
import { callSurfaces, targetSurfaces } from "./surfaces.ts";
import { toolsWithPath } from "./tools-with-path.ts";

type ClauseOf<K extends ConnectorClause["kind"]> = Extract<ConnectorClause, { readonly kind: K }>;

/** A connector with its patterns, names and amounts resolved; undefined after an error in any of its clauses. */
export function checkConnector(declaration: ConnectorDeclaration, checker: Checker): CheckedConnector | undefined {
  const { name, span, clauses } = declaration;
  const resolved = declaration.tools.map((pattern) => resolveCovered(pattern, checker));
  const known = resolved.filter((pattern) => pattern !== undefined);
  if (known.length < resolved.length) return undefined;
  const covers = ({ pattern, tools }: CheckedPattern) => ({ written: pattern, tools });
  const patterns = keepActing("connector", name, known, covers, checker);
  if (patterns.length === 0) return undefined;
  if (!clauses.some(({ kind }) => kind !== "on-violation")) {
    checker.report.add(connectorWithoutClause.at(name.span, { connector: name.text }));
    return undefined;
  }
  const tools = [...new Set(patterns.flatMap((pattern) => pattern.tools))].sort();
  let sound = true;
  const one = <K extends ConnectorClause["kind"], C>(kind: K, check: (clause: ClauseOf<K>) => C | undefined) => {
    const clause = clauses.find((other): other is ClauseOf<K> => other.kind === kind);
    const checked = clause === undefined ? undefined : check(clause);
    if (clause !== undefined && checked === undefined) sound = false;
    return checked;
  };
  const egress = one("egress", (clause) => checkEgress(clause, checker));
  const rate = one("rate", (clause) => checkRate(clause, patterns, checker));
  const quota = one("quota", (clause) => checkQuota(clause, { patterns, tools, span: declaration.span }, checker));
  const validate = one("validate", (clause) => checkValidation(clause, tools, checker));
  const redact = clauses.filter((clause) => clause.kind === "redact");
  const redactions = redact.map((clause) => checkRedaction(clause, tools, checker)).filter((one) => one !== undefined);
  const violation = one("on-violation", (clause) => checkViolation(clause, tools, checker));
  if (!sound || redactions.length < redact.length) return undefined;
  return {
    name: qualified(checker, name.text),
    span,
    nameSpan: name.span,
    patterns,
    tools,
    egress,
    rate,
    quota,
    validate: validate ?? { request: undefined, response: undefined },
    redactions,
    violation: violation ?? { span: undefined, outcome: "deny", obligations: [] },
  };
}

/** A result can be validated only by what its tool says of it. */
function checkValidation(
  { phases, span }: ClauseOf<"validate">,
  tools: readonly string[],
  checker: Checker,
): CheckedConnector["validate"] | undefined {
  const response = phases.includes("response") ? { span } : undefined;
  const open = tools.filter((name) => checker.names.tools.get(name)?.result.kind === "json");
  if (response !== undefined && open.length > 0) {
    checker.report.add(responseWithoutSchema.at(span, { tools: open }));
    return undefined;
  }
  return { request: phases.includes("request") ? { span } : undefined, response };
}

/** A redaction acts where its path leads: in arguments on calls, in results on results, of the tools that have it. */
function checkRedaction(
  clause: ClauseOf<"redact">,
  tools: readonly string[],
  checker: Checker,
): CheckedRedaction | undefined {
  const { span, redaction } = clause;
  const [root, ...below] = redaction.path.segments;
  const on = root?.text === "result" ? "result" : "call";
  if (root?.text !== "args" && root?.text !== "result") {
    checker.report.add(redactRoot.at(root?.span ?? redaction.path.span, { word: root?.text ?? "" }));
    return undefined;
  }
  const place = targetSurfaces([{ kind: on, span, written: "", tools }], checker);
  const obligation = checkObligation(redaction, ruleScope(checker, place, span));
  if (obligation?.kind !== "redact") return undefined;
  return { span, on, tools: toolsWithPath(tools, root.text, below, checker), obligation };
}

function checkViolation(
  clause: ClauseOf<"on-violation">,
  tools: readonly string[],
  checker: Checker,
): CheckedViolation | undefined {
  const scope = ruleScope(checker, callSurfaces(tools, checker), clause.span);
  const obligations = clause.also.map((also) => checkObligation(also, scope));
  const known = obligations.filter((obligation) => obligation !== undefined);
  const { outcome } = clause;
  const isLevel = outcome.kind === "log" || outcome.kind === "deny";
  const checked = isLevel ? outcome.kind : checkRequirement(outcome, scope);
  if (checked === undefined || known.length < obligations.length) return undefined;
  return { span: clause.span, outcome: checked, obligations: known };
}
