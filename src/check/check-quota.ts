import type { CheckedOperand } from "../ast/checked-condition.ts";
import type { CheckedQuota, CheckedRate } from "../ast/checked-connector.ts";
import type { CheckedPattern } from "../ast/checked-gate.ts";
import { type HistoryTerm, nameTerm, type PastEvent } from "../ast/history.ts";
import type { ConnectorClause } from "../ast/parsed-connector.ts";
import { quotaLimit } from "../diagnostics/connectors.ts";
import { countTooSmall } from "../diagnostics/declarations.ts";
import { emptyWindow, historyType } from "../diagnostics/history.ts";
import type { Span } from "../source/span.ts";
import { compareDecimals, parseDecimal, zero } from "../value/decimal.ts";
import { expectedBy } from "./expected.ts";
import { ruleScope } from "./expressions.ts";
import { fitValue } from "./fit-value.ts";
import { resolveHistoryKey } from "./history.ts";
import { typePastPath } from "./past-path.ts";
import { type Checker, dotted, type Scope, type TypedValue } from "./scope.ts";
import { callSurfaces } from "./surfaces.ts";
import { toolsWithPath } from "./tools-with-path.ts";
import { typeInWords } from "./type-in-words.ts";

type RateClause = Extract<ConnectorClause, { readonly kind: "rate" }>;
type QuotaClause = Extract<ConnectorClause, { readonly kind: "quota" }>;

/** `rate 60 per 1m per agent`; undefined after an error. */
export function checkRate(
  clause: RateClause,
  patterns: readonly CheckedPattern[],
  checker: Checker,
): CheckedRate | undefined {
  const limits = readWindow(clause, checker);
  if (clause.limit.value < 1) {
    checker.report.add(countTooSmall.at(clause.limit.span, { clause: "rate" }));
    return undefined;
  }
  if (limits === undefined) return undefined;
  const event = startedOf(
    patterns.map(({ pattern }) => pattern),
    patterns.flatMap(({ tools }) => tools),
  );
  return {
    span: clause.span,
    limit: clause.limit.value,
    term: keep(nameTerm({ kind: "count", event, ...limits }), checker),
  };
}

/** What a quota is stated for. */
interface Covered {
  readonly patterns: readonly CheckedPattern[];
  readonly tools: readonly string[];
  readonly span: Span;
}

/**
 * `quota 5_000.00 USD of args.amount per 1d per agent`: on those tools that have the argument. The amount and the limit are
 * of one unit. Undefined after an error.
 */
export function checkQuota(
  clause: QuotaClause,
  { patterns, tools, span }: Covered,
  checker: Checker,
): CheckedQuota | undefined {
  const window = readWindow(clause, checker);
  const { segments } = clause.path;
  const having = toolsWithPath(tools, "args", segments.slice(1), checker);
  const spending = segments[0]?.text === "args" && having.length > 0 ? having : tools;
  // Terms are known by their text, so the tools are named where the patterns match others too.
  const written = spending.length === tools.length ? patterns.map(({ pattern }) => pattern) : spending;
  const event = startedOf(written, spending);
  const scope = ruleScope(checker, callSurfaces(spending, checker), span);
  const path = typePastPath(segments, clause.path.span, event, scope);
  if (path === undefined || window === undefined) return undefined;
  const { type, ...plain } = path;
  if (plain.root !== "args" || (type.kind !== "int" && type.kind !== "decimal" && type.kind !== "money")) {
    const args = { word: "quota", written: dotted(segments), type: typeInWords(type) };
    checker.report.add(historyType.at(clause.path.span, args));
    return undefined;
  }
  const amount: CheckedOperand = { kind: "path", span: clause.path.span, root: "args", segments: plain.segments, type };
  const limit = readLimit(clause, { kind: "value", operand: amount, type, vocabulary: false }, scope);
  if (limit === undefined) return undefined;
  const sum = { kind: "sum", event, path: plain, type, ...window } as const;
  const isOpen = type.kind === "money" && type.currency.kind === "argument";
  const term = nameTerm(isOpen && limit.currency !== undefined ? { ...sum, currency: limit.currency } : sum);
  return { span: clause.span, tools: spending, limit: limit.operand, amount, term: keep(term, checker) };
}

/** A literal above zero, in the unit of the amount. */
function readLimit(
  clause: QuotaClause,
  amount: TypedValue,
  scope: Scope,
): { readonly operand: CheckedOperand; readonly currency: string | undefined } | undefined {
  const operand = fitValue(scope.typist.type(clause.limit, scope), expectedBy(amount, "ordering", scope), scope);
  if (operand === undefined) return undefined;
  const literal = operand.kind === "literal" ? operand.literal : undefined;
  const digits = literal?.kind === "money" || literal?.kind === "number" ? parseDecimal(literal.digits) : undefined;
  if (digits === undefined || compareDecimals(digits, zero) <= 0) {
    scope.checker.report.add(quotaLimit.at(clause.limit.span, {}));
    return undefined;
  }
  return { operand, currency: literal?.kind === "money" ? literal.currency : undefined };
}

function readWindow(
  { within, per }: RateClause | QuotaClause,
  checker: Checker,
): Pick<HistoryTerm, "withinMs" | "per"> | undefined {
  const key = resolveHistoryKey(per, checker);
  if (within.ms <= 0) {
    checker.report.add(emptyWindow.at(within.span, {}));
    return undefined;
  }
  return key === undefined ? undefined : { withinMs: within.ms, per: key };
}

const startedOf = (patterns: readonly string[], tools: readonly string[]): PastEvent => ({
  phase: "started",
  patterns,
  tools,
  with: [],
});

function keep(term: HistoryTerm, checker: Checker): HistoryTerm {
  checker.terms.set(term.name, term);
  return term;
}
