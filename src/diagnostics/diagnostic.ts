import type { Span } from "../source/span.ts";

export type Severity = "error" | "warning" | "info";

/** A span with a role: the primary one is where the mistake is, others say "first declared here". */
export interface LabelledSpan extends Span {
  readonly label?: string;
  readonly primary: boolean;
}

/** Replace `[start, end)` of `file` by `text`. */
export interface Edit extends Span {
  readonly text: string;
}

/** `safe` fixes never change what a policy decides. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** One thing said to a user; rendered by every reporter, escaped there for its own medium. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly spans: readonly LabelledSpan[];
  readonly notes: readonly string[];
  readonly help?: string;
  readonly fixes: readonly Fix[];
}

/** The offline page of a code: `sallyport rules CODE`. `bad` raises the code, `good` does not; both are executed as tests. */
export interface DiagnosticPage {
  readonly why: string;
  readonly bad: string;
  readonly good: string;
}

export interface Details {
  readonly label?: string;
  readonly related?: readonly { readonly span: Span; readonly label: string }[];
  readonly notes?: readonly string[];
  readonly fixes?: readonly Fix[];
}

export interface DiagnosticKind<A> {
  readonly code: string;
  readonly severity: Severity;
  readonly page: DiagnosticPage;
  readonly at: (span: Span, args: A, details?: Details) => Diagnostic;
}

/**
 * Defines one code. Codes are words, permanent, never reused. `message` says what was found and what was expected,
 * `help` what to type; `label` is the few words under the caret.
 */
export function defineDiagnostic<A>(kind: {
  readonly code: string;
  readonly severity: Severity;
  readonly message: (args: A) => string;
  readonly help?: (args: A) => string | undefined;
  readonly label?: (args: A) => string;
  readonly page: DiagnosticPage;
}): DiagnosticKind<A> {
  return {
    code: kind.code,
    severity: kind.severity,
    page: kind.page,
    at(span, args, details = {}) {
      const label = details.label ?? kind.label?.(args);
      const help = kind.help?.(args);
      return {
        code: kind.code,
        severity: kind.severity,
        message: kind.message(args),
        spans: [
          { ...span, primary: true, ...(label === undefined ? {} : { label }) },
          ...(details.related ?? []).map(({ span: other, label: text }) => ({ ...other, label: text, primary: false })),
        ],
        notes: details.notes ?? [],
        ...(help === undefined ? {} : { help }),
        fixes: details.fixes ?? [],
      };
    },
  };
}
