import type { CheckedPolicy, CheckedTool } from "../ast/checked.ts";
import type { CheckedCondition } from "../ast/checked-condition.ts";
import type { CheckedGate } from "../ast/checked-gate.ts";
import {
  type Details,
  type Diagnostic,
  type DiagnosticPage,
  defineDiagnostic,
  type Severity,
} from "../diagnostics/diagnostic.ts";
import type { Span } from "../source/span.ts";

/** What a rule looks at, with the questions most rules ask answered once. */
export interface LintContext {
  readonly policy: CheckedPolicy;
  readonly tool: (name: string) => CheckedTool | undefined;
  /** Names of tools that some grant covers. */
  readonly granted: ReadonlySet<string>;
  /** Gates (not observing ones) by the tool whose calls they cover. */
  readonly gatesOn: (tool: string) => readonly CheckedGate[];
  /** Milliseconds since the epoch: the day by which dates are judged. */
  readonly asOfMs: number;
  /** Every condition that the policy writes, and every part of one, parents first. */
  readonly conditions: () => readonly CheckedCondition[];
  /** Whether confidence bands cover the tool's calls. */
  readonly banded: (tool: string) => boolean;
}

export interface Finding<A> {
  readonly span: Span;
  readonly args: A;
  readonly details?: Details;
}

export interface LintRule {
  readonly code: string;
  readonly severity: Severity;
  readonly page: DiagnosticPage;
  readonly check: (context: LintContext) => readonly Diagnostic[];
}

/**
 * Defines a rule: code, words, page and check together. A rule may miss a case but must not cry wolf.
 * `bad` raises the code and `good` does not; both are whole policies and are run as tests.
 */
export function defineRule<A>(rule: {
  readonly code: string;
  readonly severity: Severity;
  readonly why: string;
  readonly bad: string;
  readonly good: string;
  readonly message: (args: A) => string;
  readonly help: (args: A) => string;
  readonly find: (context: LintContext) => Iterable<Finding<A>>;
}): LintRule {
  const page = { why: rule.why, bad: rule.bad, good: rule.good };
  const kind = defineDiagnostic<A>({
    code: rule.code,
    severity: rule.severity,
    message: rule.message,
    help: rule.help,
    page,
  });
  return {
    code: rule.code,
    severity: rule.severity,
    page,
    check: (context) => [...rule.find(context)].map(({ span, args, details }) => kind.at(span, args, details)),
  };
}
